/** An adapter's definition does not fit together; found when it is defined, never at run time. */
export class GameDefinitionError extends Error {
  readonly code = 'GSE_GAME_DEFINITION';
  constructor(game: string, path: string, problem: string) {
    super(`game ${game}: ${path} ${problem}`);
    this.name = 'GameDefinitionError';
  }
}

/** A file of the game cannot be edited without losing what is in it. */
export class FileEditError extends Error {
  readonly code = 'GSE_FILE_EDIT';
  readonly path: string;
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path} ${problem}`, options);
    this.path = path;
    this.name = 'FileEditError';
  }
}
