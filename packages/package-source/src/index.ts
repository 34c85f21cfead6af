// What is made of adapters: the reference page of a game.
export { referencePage, referenceIndex } from './reference/page.ts';
