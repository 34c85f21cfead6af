// @ts-check
/** Why no game was written, in a sentence for whoever asked for it. */
export class NewGameError extends Error {
  /** @override */
  name = 'NewGameError';
}
