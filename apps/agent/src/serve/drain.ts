import { watch, type FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAIN_FILES, type AgentReport, type ReportedPlayers } from '@gse/agent-client';
import type { Health } from '@gse/resources';
import type { AnyGame } from '@gse/sdk';
import { delay, type Clock, type GameCallError, type LogBuffer, type Session } from '@gse/session';
import { z } from 'zod';
import type { Address } from '../environment.ts';
import { messageOf } from '../errors.ts';
import { writeAtomically } from '../write-atomically.ts';
import { sayFarewell } from './farewell.ts';
import { anyListens } from './listening.ts';
import type { AgentLog } from '../log.ts';

/** Where the agent notes how far a drain is, so that a restarted agent does not begin it again. */
export const drainProgressFile = 'draining.json';

/** What the game container's hook and the operator read once the drain is over. */
export interface DrainResult {
  readonly startedAt: string;
  readonly finishedAt: string;
  /** The world was saved before the game was asked to leave. */
  readonly saved: boolean;
  /** The game was asked to leave; otherwise the signal of the platform does it. */
  readonly asked: boolean;
  /** Nothing of the game listens any more. */
  readonly gone: boolean;
  readonly error?: string;
}

/** What a drain needs. */
export interface DrainOptions {
  readonly game: AnyGame;
  readonly session: Session;
  readonly sharedDir: string;
  readonly addresses: readonly Address[];
  readonly buffer: LogBuffer;
  readonly clock: Clock;
  /** What the game was when it was last asked. */
  health(): Health;
  /** Warning that players are owed: none where they have had it from the operator. */
  noticeSeconds(): number;
  /** Asks the game now who is there. */
  askPlayers(signal: AbortSignal): Promise<ReportedPlayers>;
  /** Who was there when the game was last asked. */
  players(): ReportedPlayers;
  /** Lets the game write again, if its files are held still: a game that may not save cannot be saved. */
  release(): Promise<void>;
  onChange(drain: AgentReport['drain']): void;
  readonly log: AgentLog;
}

const progressSchema = z.object({
  /** When the notice of players is over. */
  noticeEndsAt: z.number().optional(),
  saved: z.boolean(),
  asked: z.boolean(),
  error: z.string().optional(),
});
type Progress = z.output<typeof progressSchema>;

/** How often the request is looked for where watching does not tell. */
const pollMs = { watched: 3_000, blind: 500 };
/** A game that did not answer lately is asked once more, this long, before it is left to the signal. */
const lastWordMs = 3_000;
const gonePollMs = 150;
/** Games close their ports before they have written everything; a log that has been quiet this long says that they are done. */
const quietMs = 1_000;

/**
 * Ends the game when its container is asked to go: waits for the request in the shared volume, warns players where nobody has,
 * saves, asks the game to leave, waits for it, and lets the container's hook go. Every step may be repeated, so a restarted
 * agent just goes on.
 */
export class Drain {
  readonly #options: DrainOptions;
  readonly #closing = new AbortController();
  #watcher: FSWatcher | undefined;
  #look: () => void = () => undefined;
  #loop: Promise<void> | undefined;
  readonly #over = Promise.withResolvers<void>();
  #isRequested = false;

  constructor(options: DrainOptions) {
    this.#options = options;
  }

  /** Begins to watch for the request. */
  start(): void {
    this.#loop ??= this.#run()
      .catch((error: unknown) => this.#options.log(`the drain failed: ${messageOf(error)}`, 'error'))
      .finally(() => this.#over.resolve());
  }

  /** True once the container's hook has asked. */
  get isRequested(): boolean {
    return this.#isRequested;
  }

  /** Settles when the drain is done, or was given up by `close`. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#look();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const requestedAt = await this.#request();
    this.#watcher?.close();
    if (requestedAt === undefined) return;
    this.#isRequested = true;
    if (await exists(join(this.#options.sharedDir, DRAIN_FILES.done))) return this.#options.onChange({ state: 'done' });
    await this.#drain(requestedAt);
  }

  /** Resolves with the time of the request; undefined after `close`. */
  async #request(): Promise<number | undefined> {
    const { sharedDir, clock } = this.#options;
    const path = join(sharedDir, DRAIN_FILES.request);
    try {
      this.#watcher = watch(sharedDir, { persistent: false }, (_, name) => {
        if (name === null || name === DRAIN_FILES.request) this.#look();
      });
      this.#watcher.on('error', () => {
        this.#watcher = undefined;
      });
    } catch {
      this.#watcher = undefined;
    }
    while (!this.#closing.signal.aborted) {
      const found = await stat(path).catch(() => undefined);
      if (found) return Math.min(found.mtimeMs, clock.now());
      await new Promise<void>((resolve) => {
        const cancel = clock.after(this.#watcher ? pollMs.watched : pollMs.blind, resolve);
        this.#look = () => {
          cancel();
          resolve();
        };
        if (this.#closing.signal.aborted) this.#look();
      });
    }
    return undefined;
  }

  async #drain(requestedAt: number): Promise<void> {
    const { game, session, clock, log } = this.#options;
    const { signal } = this.#closing;
    const startedAt = new Date(requestedAt).toISOString();
    const progress = await this.#readProgress();
    const note = async (state: 'warning' | 'saving' | 'stopping', change: Partial<Progress> = {}): Promise<void> => {
      Object.assign(progress, change);
      this.#options.onChange({ state, startedAt, ...(progress.error === undefined ? {} : { error: progress.error }) });
      await writeAtomically(join(this.#options.sharedDir, drainProgressFile), JSON.stringify(progress), { mode: 0o644 });
    };
    log('asked to drain: saving and stopping the game');
    await this.#options.release().catch(() => undefined);

    if (!progress.asked && (await this.#answers())) {
      if (!progress.saved && (await this.#owesNotice(progress))) {
        progress.noticeEndsAt ??= clock.now() + this.#options.noticeSeconds() * 1000;
        await note('warning');
        progress.saved = await this.#giveNotice(progress.noticeEndsAt);
      }
      if (!progress.saved) {
        await note('saving');
        // The time to save begins when the notice ends, also where an earlier agent gave it.
        const since = Math.min(progress.noticeEndsAt ?? requestedAt, clock.now());
        const left = game.budgets.saveSeconds * 1000 - (clock.now() - since);
        await note(
          'saving',
          await this.#try('save', (until) => session.save(until), Math.max(left, lastWordMs)).then((error) =>
            error === undefined ? { saved: true } : { error },
          ),
        );
      }
      await note('stopping');
      const error = await this.#try('stop', (until) => session.stop(until), game.budgets.stopSeconds * 1000);
      await note('stopping', error === undefined ? { asked: true } : { error });
    } else if (!progress.asked) {
      // Never ready, or hung: its own handling of the signal is the only way left, and needs the time.
      await note('stopping', (await this.#listens()) ? { error: `${game.title} did not answer, so it could not be asked to save` } : {});
      const error = await this.#try('stop', (until) => session.stop(until), lastWordMs);
      await note('stopping', error === undefined ? { asked: true } : {});
    }
    if (signal.aborted) return;

    const gone = progress.asked ? await this.#waitUntilGone(game.budgets.stopSeconds * 1000) : !(await this.#listens());
    if (signal.aborted) return;
    const { saved, asked, error } = progress;
    const result: DrainResult = {
      startedAt,
      finishedAt: new Date(clock.now()).toISOString(),
      saved,
      asked,
      gone,
      ...(error === undefined ? {} : { error }),
    };
    await writeAtomically(join(this.#options.sharedDir, DRAIN_FILES.done), `${JSON.stringify(result)}\n`, { mode: 0o644 });
    this.#options.onChange({ state: 'done', startedAt, ...(error === undefined ? {} : { error }) });
    log(
      `drained: ${saved ? 'saved' : 'not saved'}, ${gone ? 'the game is gone' : 'the game is left to its signal'}${error === undefined ? '' : ` (${error})`}`,
    );
  }

  /** Players that nobody has warned are warned; who is not known to be absent counts as there. */
  async #owesNotice(progress: Progress): Promise<boolean> {
    if (progress.noticeEndsAt !== undefined) return this.#options.clock.now() < progress.noticeEndsAt;
    if (this.#options.noticeSeconds() === 0) return false;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(lastWordMs)]);
    return isOccupied(await this.#options.askPlayers(signal).catch(() => this.#options.players()));
  }

  /**
   * Meanwhile the world is saved a first time: whoever takes the pod away may give less time than it was promised. True where
   * that took until the end of the notice, so that a second time would bring nothing and cost the time to leave.
   */
  async #giveNotice(endsAt: number): Promise<boolean> {
    const { game, session, clock, players } = this.#options;
    const farewell = sayFarewell({
      clock,
      signal: this.#closing.signal,
      endsAt,
      isOccupied: () => isOccupied(players()),
      announce: (message) => this.#try('announce', (until) => session.announce(message, until), lastWordMs),
    });
    const save = async (): Promise<boolean> => {
      const error = await this.#try('save', (until) => session.save(until), game.budgets.saveSeconds * 1000);
      return error === undefined && clock.now() >= endsAt;
    };
    const [isSavedAtTheEnd] = await Promise.all([save(), farewell]);
    return isSavedAtTheEnd;
  }

  /** A game that answered lately is given its whole budget for the save: it may be slow because it is busy. */
  async #answers(): Promise<boolean> {
    const health = this.#options.health();
    if (health === 'Healthy' || health === 'Degraded') return true;
    const outcome = await this.#options.session.probe(AbortSignal.any([this.#closing.signal, AbortSignal.timeout(lastWordMs)]));
    return outcome.state === 'healthy' || (outcome.state === 'failed' && outcome.failure.kind === 'auth');
  }

  /** What went wrong, in a sentence; undefined when nothing did. */
  async #try(what: string, work: (until: AbortSignal) => Promise<void>, ms: number): Promise<string | undefined> {
    const budget = new AbortController();
    const cancel = this.#options.clock.after(ms, () => budget.abort(new DOMException(`no end within ${ms} ms`, 'TimeoutError')));
    try {
      await work(AbortSignal.any([this.#closing.signal, budget.signal]));
      return undefined;
    } catch (error) {
      const { message } = (error as GameCallError).reason;
      this.#options.log(`${what}: ${message}`, 'warn');
      return message.slice(0, 2000);
    } finally {
      cancel();
    }
  }

  async #waitUntilGone(ms: number): Promise<boolean> {
    const { clock, buffer } = this.#options;
    const { signal } = this.#closing;
    const until = clock.now() + ms;
    let lastLine = buffer.lastNumber;
    let quietSince: number | undefined;
    while (!signal.aborted && clock.now() < until) {
      if (await this.#listens()) quietSince = undefined;
      else if (buffer.lastNumber !== lastLine || quietSince === undefined) quietSince = clock.now();
      else if (clock.now() - quietSince >= quietMs) return true;
      lastLine = buffer.lastNumber;
      await delay(clock, gonePollMs, signal);
    }
    return quietSince !== undefined;
  }

  #listens(): Promise<boolean> {
    return anyListens(this.#options.addresses, this.#closing.signal);
  }

  async #readProgress(): Promise<Progress> {
    try {
      return progressSchema.parse(JSON.parse(await readFile(join(this.#options.sharedDir, drainProgressFile), 'utf8')));
    } catch {
      return { saved: false, asked: false };
    }
  }
}

function isOccupied(players: ReportedPlayers): boolean {
  return !players.known || players.online > 0;
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
