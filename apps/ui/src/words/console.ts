import { consoleWords as en } from './en/console.ts';
import { inLanguage } from './language.ts';

/** Words of the console. */
export const consoleWords = inLanguage({ en });
