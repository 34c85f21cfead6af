import { settings as en } from './en/settings.ts';
import { inLanguage } from './language.ts';

/** Words of the page of settings. */
export const settingsWords = inLanguage({ en });
