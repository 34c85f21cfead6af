/**
 * The language of the pages. English is the only one so far; a second one is chosen here, before the first paint, and every
 * list of words below names it.
 */
const language = 'en';

/** The words in the reader's language, of the languages there are. All have the same shape. */
export function inLanguage<Words>(words: { readonly en: Words }): Words {
  return words[language];
}
