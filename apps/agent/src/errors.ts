/** The agent cannot do its work: what is wrong, where, and what to do about it. */
export class AgentStartError extends Error {
  readonly code = 'GSE_AGENT_START';
  /** File or variable it is about. */
  readonly where: string;

  constructor(where: string, problem: string, wayOut: string, options?: ErrorOptions) {
    super(`${where}: ${problem}. ${wayOut}`, options);
    this.name = 'AgentStartError';
    this.where = where;
  }
}

/** The code of a file system's error, such as ENOENT. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What an error says, for a log line. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
