/** What a check found wrong with an adapter: a sentence for whoever writes it, with the figures. */
export class ConformanceFinding extends Error {
  override readonly name = 'ConformanceFinding';
  readonly code = 'GSE_CONFORMANCE_FINDING';
}

/** The check itself took too long: something that was waited for never came, and nothing said so. */
export class CheckTimeoutError extends Error {
  override readonly name = 'CheckTimeoutError';
  readonly code = 'GSE_CONFORMANCE_TIMEOUT';

  constructor(milliseconds: number) {
    super(
      `The check did not come to an end within ${milliseconds / 1000} seconds. The adapter or its simulator waits for something that never comes.`,
    );
  }
}

/** Throws a finding unless the condition holds. */
export function require(condition: boolean, finding: string | (() => string)): asserts condition {
  if (!condition) throw new ConformanceFinding(typeof finding === 'string' ? finding : finding());
}

/** Throws one finding for all of them; nothing for none. */
export function requireNone(findings: readonly string[]): void {
  if (findings.length === 0) return;
  const shown = findings.slice(0, 12).join('\n');
  throw new ConformanceFinding(findings.length > 12 ? `${shown}\n… and ${findings.length - 12} more` : shown);
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
