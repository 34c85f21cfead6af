import { overview as en } from './en/overview.ts';
import { inLanguage } from './language.ts';

/** Words of the overview. */
export const overviewWords = inLanguage({ en });
