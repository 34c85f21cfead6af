import { randomBytes } from 'node:crypto';
import type { AgentReport } from '@gse/agent-client';
import type { Clock } from '@gse/session';

/** A report without what the board itself adds. */
export type ReportContent = Omit<AgentReport, 'revision' | 'at' | 'diagnosis'> & {
  readonly diagnosis?: AgentReport['diagnosis'] | undefined;
};

/** The present report, and those who wait for the next one. */
export class ReportBoard {
  readonly #clock: Clock;
  readonly #bootId = randomBytes(6).toString('base64url');
  #content: ReportContent;
  #significant: string;
  #number = 1;
  readonly #waiting = new Set<() => void>();

  constructor(clock: Clock, content: ReportContent) {
    this.#clock = clock;
    this.#content = content;
    this.#significant = significantOf(content);
  }

  get content(): ReportContent {
    return this.#content;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Replaces parts of the report. Who waits is answered when something changed that matters. */
  set(part: Partial<ReportContent>): void {
    this.#content = { ...this.#content, ...part };
    const significant = significantOf(this.#content);
    if (significant === this.#significant) return;
    this.#significant = significant;
    this.#number++;
    for (const wake of this.#waiting) wake();
  }

  report(): AgentReport {
    const { diagnosis, ...content } = this.#content;
    return {
      revision: `${this.#bootId}.${this.#number}`,
      at: new Date(this.#clock.now()).toISOString(),
      ...content,
      ...(diagnosis ? { diagnosis } : {}),
    };
  }

  /** The report, once its revision differs from `after`, or when the time is over or the signal fires. */
  async waitForChange(after: string | undefined, waitMs: number, signal: AbortSignal): Promise<AgentReport> {
    const report = this.report();
    if (report.revision !== after || waitMs <= 0 || signal.aborted) return report;
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        cancel();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = this.#clock.after(waitMs, wake);
      signal.addEventListener('abort', wake, { once: true });
      this.#waiting.add(wake);
    });
    return this.report();
  }
}

/** What a new revision is made for. Evidence quotes error texts and log lines, which differ from time to time without news. */
function significantOf(content: ReportContent): string {
  const { reason, ...game } = content.game;
  return JSON.stringify({ ...content, game: { ...game, reason: reason && { ...reason, evidence: undefined } }, settings: undefined });
}
