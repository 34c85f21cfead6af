import type { MetricSample } from '@gse/sdk';
import { delay, type Clock } from '@gse/session';
import type { ReportContent } from '../serve/report-board.ts';
import { messageOf } from '../errors.ts';
import type { HistoryFile } from './file.ts';
import { LOOK_SECONDS, type History } from './history.ts';
import type { AgentLog } from '../log.ts';

/** What the sampler needs. */
export interface SamplerOptions {
  readonly history: History;
  readonly file: HistoryFile;
  readonly clock: Clock;
  random(): number;
  readonly log: AgentLog;
  /** What is known of the game at the moment. */
  readonly report: () => Pick<ReportContent, 'game' | 'players'>;
  /** Asks the game for its own figures. */
  readonly metrics: (signal: AbortSignal) => Promise<readonly MetricSample[]>;
}

/** The game is asked for its own figures when they are this old; until then the last ones stand, but not for much longer. */
const figuresMs = { fresh: 60_000, stale: 90_000 };
const saveEveryMs = 120_000;

/** Looks at the game at regular times and keeps what it saw. */
export class Sampler {
  readonly #options: SamplerOptions;
  readonly #stopping = new AbortController();
  #loop: Promise<void> | undefined;
  #metrics: readonly MetricSample[] = [];
  #metricsAt = Number.NEGATIVE_INFINITY;
  #hasFailedToSave = false;

  constructor(options: SamplerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Ends, and writes what is not written yet unless there is no time for it. */
  async close(killed: AbortSignal): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    if (this.#loop !== undefined && !killed.aborted) await this.#save();
  }

  async #run(): Promise<void> {
    const { history, file, clock, random, log, report } = this.#options;
    const { signal } = this.#stopping;
    await file.load(history, clock.now(), log);
    // Every agent looks at its own moment within the step, so that hundreds of them do not look together.
    const phaseMs = random() * LOOK_SECONDS * 1000;
    let savedAt = clock.now();
    while (!signal.aborted) {
      const { game, players } = report();
      const now = clock.now();
      if (now - this.#metricsAt >= figuresMs.fresh) void this.#ask();
      if (now - this.#metricsAt > figuresMs.stale) this.#metrics = [];
      history.note(now, { health: game.health, players: players.known ? players : undefined, metrics: this.#metrics });
      if (now - savedAt >= saveEveryMs) {
        savedAt = now;
        await this.#save();
      }
      await delay(clock, untilNext(clock.now(), phaseMs), signal);
    }
  }

  async #ask(): Promise<void> {
    const { metrics, clock } = this.#options;
    // Figures are a bonus: a game that has none to tell at the moment leaves a gap.
    const found = await metrics(this.#stopping.signal).catch(() => []);
    if (found.length === 0) return;
    this.#metrics = found;
    this.#metricsAt = clock.now();
  }

  async #save(): Promise<void> {
    const { history, file, clock, log } = this.#options;
    try {
      await file.save(history, clock.now());
      this.#hasFailedToSave = false;
    } catch (error) {
      if (!this.#hasFailedToSave) log(`the history could not be written: ${messageOf(error)}`, 'warn');
      this.#hasFailedToSave = true;
    }
  }
}

function untilNext(now: number, phaseMs: number): number {
  const stepMs = LOOK_SECONDS * 1000;
  return stepMs - ((((now - phaseMs) % stepMs) + stepMs) % stepMs);
}
