/** The configuration cannot be used. Its message names every mistake, so that one start is enough to correct them all. */
export class SettingsError extends Error {
  readonly code = 'GSE_CONFIGURATION';
  /** One sentence per mistake, beginning with the flag or variable it is about. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? 'one mistake' : `${problems.length} mistakes`;
    super(`The configuration has ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'SettingsError';
    this.problems = problems;
  }
}

/** The status server cannot listen. */
export class StatusPortError extends Error {
  readonly code = 'GSE_STATUS_PORT';

  constructor(port: number, cause: unknown) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    super(`The status server cannot listen on port ${port} (${reason}). Free the port, or give another with --status-port.`, { cause });
    this.name = 'StatusPortError';
  }
}
