import { en } from './en/index.ts';
import { inLanguage } from './language.ts';

/** The words of every page. A translation has the same shape. */
export type Words = typeof en;

/** The words in the reader's language that every page has at hand. */
export const words: Words = inLanguage({ en });

export { locale } from './locale.ts';
