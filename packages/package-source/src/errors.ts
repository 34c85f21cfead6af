/** An adapter says something that an order cannot say. Found when the edition is generated, never at run time. */
export class EditionError extends Error {
  readonly code = 'GSE_EDITION';
  constructor(game: string, path: string, problem: string) {
    super(`${game}: ${path} ${problem}`);
    this.name = 'EditionError';
  }
}
