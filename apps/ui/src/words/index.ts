import { en } from './en/index.ts';

/** Every word of the pages. A translation has the same shape. */
export type Words = typeof en;

/** The words in the reader's language. English is the only one so far; a second one is chosen here, before the first paint. */
export const words: Words = en;

export { locale } from './locale.ts';
