/** A package outside of this edition that was asked for as a game, and cannot be one. The message says why and what to do. */
export class GamePackageError extends Error {
  override readonly name = 'GamePackageError';
  readonly code = 'GSE_GAME_PACKAGE';

  constructor(reference: string, problem: string, options?: ErrorOptions) {
    super(`The game package ${reference} cannot be used: ${problem}`, options);
  }
}
