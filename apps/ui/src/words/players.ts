import { players as en } from './en/players.ts';
import { inLanguage } from './language.ts';

/** Words of the page of players. */
export const playersWords = inLanguage({ en });
