import type { AgentReport, ReportedPlayers } from '@gse/agent-client';
import type { Health } from '@gse/resources';
import { gracePeriodSeconds, type AnyGame } from '@gse/sdk';
import { delay, GameCallError, type CallFailureKind, type LogBuffer, type Session } from '@gse/session';
import { msSince, type AgentClock } from '../clock.ts';
import type { Address } from '../environment.ts';
import { messageOf } from '../errors.ts';
import { DrainNotes, type DrainProgress } from './drain-notes.ts';
import { drainRequest, type DrainRequest } from './drain-request.ts';
import { sayFarewell } from './farewell.ts';
import { anyListens } from './listening.ts';
import type { AgentLog } from '../log.ts';
import { untilGone } from './until-gone.ts';

/** What a drain needs. */
export interface DrainOptions {
  readonly game: AnyGame;
  readonly session: Session;
  readonly sharedDir: string;
  readonly addresses: readonly Address[];
  readonly buffer: LogBuffer;
  readonly clock: AgentClock;
  /** What the game was when it was last asked. */
  health(): Health;
  /** When the present run of the game began; undefined where none is known. */
  runSince(): number | undefined;
  /** Warning that players are owed: none where they have had it from the operator. */
  noticeSeconds(): number;
  /** Asks the game now who is there. */
  askPlayers(signal: AbortSignal): Promise<ReportedPlayers>;
  /** Who was there when the game was last asked, as far as that is known. */
  players(): ReportedPlayers;
  /** Lets the game write again, if its files are held still: a game that may not save cannot be saved. */
  release(): Promise<void>;
  onChange(drain: AgentReport['drain']): void;
  readonly log: AgentLog;
}

/** A game that did not answer lately is asked once more, this long, before it is left to the signal. */
const lastWordMs = 3_000;
/** Failures of a probe that come from a game that is there and says something; a probe that breaks must not cost the world. */
const talkative: ReadonlySet<CallFailureKind> = new Set(['auth', 'protocol', 'game']);

/** The hook is let go by trying at least this long, also where the time for the drain is over. */
const finishMs = 5_000;

/** Notes a change, and tells which state it leads to. */
type Note = (state: 'warning' | 'saving' | 'stopping', change?: Partial<DrainProgress>) => Promise<void>;

/**
 * Ends the game whenever its container is asked to go: waits for the request in the shared volume, warns players where nobody has,
 * saves, asks the game to leave, waits for it, and lets the container's hook go. Every step may be repeated, so a restarted
 * agent just goes on, and none keeps the next ones from being taken. Time is measured, not read off the wall clock, which may be
 * set while players have their notice.
 */
export class Drain {
  readonly #options: DrainOptions;
  readonly #notes: DrainNotes;
  readonly #closing = new AbortController();
  #loop: Promise<void> | undefined;
  #over = Promise.withResolvers<void>();
  #isRequested = false;
  #isDone = false;
  #drainedRun: number | undefined;

  constructor(options: DrainOptions) {
    this.#options = options;
    this.#notes = new DrainNotes(options);
  }

  /** Begins to watch for the request. */
  start(): void {
    this.#loop ??= this.#run()
      .catch((error: unknown) => this.#options.log(`the drain failed: ${messageOf(error)}`, 'error'))
      .finally(() => this.#over.resolve());
  }

  /** True once the container's hook has asked, until another run of the game is up. */
  get isRequested(): boolean {
    return this.#isRequested;
  }

  /** Settles when the drain is done, or was given up by `close`. */
  get over(): Promise<void> {
    return this.#over.promise;
  }

  /** The game is up. Where it is another run than the drained one, its container was started again in its place and stays. */
  gameIsUp(): void {
    if (!this.#isDone || this.#options.runSince() === this.#drainedRun) return;
    this.#begin(false);
    this.#options.onChange({ state: 'none' });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { sharedDir, clock, onChange, runSince } = this.#options;
    const { signal } = this.#closing;
    while (!signal.aborted) {
      if (await this.#notes.isFinished()) {
        // By this agent, or by an earlier one.
        if (!this.#isRequested) onChange({ state: 'done' });
        this.#isRequested = this.#isDone = true;
        this.#drainedRun = runSince() ?? this.#drainedRun;
        this.#over.resolve();
        await this.#notes.clear(signal);
      }
      const request = await drainRequest({ sharedDir, clock, signal, longestMs: this.#graceMs() });
      if (request === undefined) return;
      this.#begin(true);
      this.#drainedRun = runSince();
      if (!(await this.#drain(request))) return;
    }
  }

  #begin(isRequested: boolean): void {
    if (this.#isDone) this.#over = Promise.withResolvers<void>();
    this.#isRequested = isRequested;
    this.#isDone = false;
  }

  /** True when the hook was let go. */
  async #drain(request: DrainRequest): Promise<boolean> {
    const { clock, log, onChange } = this.#options;
    const { signal } = this.#closing;
    const startedAt = new Date(request.at).toISOString();
    const progress = await this.#notes.read();
    const note: Note = async (state, change = {}) => {
      // What comes of calls that are broken off by the end of the agent says nothing of the game.
      if (signal.aborted) return;
      Object.assign(progress, change);
      onChange({ state, startedAt, ...(progress.error === undefined ? {} : { error: progress.error }) });
      await this.#notes.note(progress);
    };
    log('asked to drain: saving and stopping the game');
    if (!progress.asked) await this.#bringDown(request, progress, note);
    if (signal.aborted) return false;

    const gone = progress.asked ? await untilGone(this.#options, signal) : !(await this.#listens());
    if (signal.aborted) return false;
    const { saved, asked, error } = progress;
    const result = {
      startedAt,
      finishedAt: new Date(clock.now()).toISOString(),
      saved,
      asked,
      gone,
      ...(error === undefined ? {} : { error }),
    };
    const leftMs = this.#graceMs() - (clock.elapsed() - request.elapsedAt);
    const isLetGo = await this.#notes.finish(result, Math.max(leftMs, finishMs), signal);
    if (!isLetGo && signal.aborted) return false;
    onChange({ state: 'done', startedAt, ...(error === undefined ? {} : { error }) });
    log(
      `drained: ${saved ? 'saved' : 'not saved'}, ${gone ? 'the game is gone' : 'the game is left to its signal'}${error === undefined ? '' : ` (${error})`}`,
    );
    if (!isLetGo) log("the game container's hook could not be told, and waits until it gives up by itself", 'error');
    return isLetGo;
  }

  /** Warns, saves and asks to leave, as far as an earlier agent has not. */
  async #bringDown(request: DrainRequest, progress: DrainProgress, note: Note): Promise<void> {
    const { game, session, clock } = this.#options;
    const step = (what: string, work: () => Promise<void>): Promise<void> =>
      work().catch((error: unknown) => {
        progress.error ??= this.#failed(what, error);
      });
    // No later call is worth a pause: there is none.
    session.retryNow();
    // A game that does not let go of its files now is told so again and again meanwhile, and saves what it can.
    await Promise.race([this.#options.release().catch(() => undefined), delay(clock, lastWordMs, this.#closing.signal)]);

    // One that answered an earlier agent of this drain may be silent now because it saves.
    const isSaving = progress.answered === true && (await this.#listens());
    if (!isSaving && !(await this.#answers())) {
      // Never ready, or hung: its own handling of the signal is the only way left, and needs the time.
      await step('stop', async () => {
        await note('stopping', (await this.#listens()) ? { error: `${game.title} did not answer, so it could not be asked to save` } : {});
        const error = await this.#try('stop', (until) => session.stop(until), lastWordMs);
        await note('stopping', error === undefined ? { asked: true } : {});
      });
      return;
    }
    progress.answered = true;
    let noticeEnd: number | undefined;
    if (!progress.saved) {
      await step('notice', async () => {
        noticeEnd = await this.#noticeEnd(progress);
        if (noticeEnd === undefined || clock.elapsed() >= noticeEnd) return;
        await note('warning');
        progress.saved = await this.#giveNotice(noticeEnd);
      });
    }
    if (!progress.saved) {
      await step('save', async () => {
        await note('saving');
        // The time to save begins when the notice ends, also where an earlier agent gave it.
        const since = Math.min(noticeEnd ?? request.elapsedAt, clock.elapsed());
        const leftMs = game.budgets.saveSeconds * 1000 - (clock.elapsed() - since);
        const error = await this.#try('save', (until) => session.save(until), Math.max(leftMs, lastWordMs));
        await note('saving', error === undefined ? { saved: true } : { error });
      });
    }
    await step('stop', async () => {
      await note('stopping');
      const error = await this.#try('stop', (until) => session.stop(until), game.budgets.stopSeconds * 1000);
      await note('stopping', error === undefined ? { asked: true } : { error });
    });
  }

  /**
   * When the notice of players ends, on the clock that measures; undefined where none is owed. Players that nobody has warned are
   * warned; who is not known to be absent counts as there. What an earlier agent noted is right unless the clock was set since.
   */
  async #noticeEnd(progress: DrainProgress): Promise<number | undefined> {
    const { clock, askPlayers } = this.#options;
    const noticeMs = this.#options.noticeSeconds() * 1000;
    if (progress.noticeEndsAt !== undefined) {
      const leftMs = progress.noticeEndsAt - clock.now();
      return clock.elapsed() + (leftMs > 0 ? Math.min(leftMs, noticeMs) : -msSince(progress.noticeEndsAt, clock, this.#graceMs()));
    }
    if (noticeMs === 0) return undefined;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(lastWordMs)]);
    // What was known before proves nothing where the game cannot be asked now.
    const players = await askPlayers(signal).catch((): ReportedPlayers => ({ known: false, reason: '' }));
    if (!isOccupied(players)) return undefined;
    progress.noticeEndsAt = clock.now() + noticeMs;
    return clock.elapsed() + noticeMs;
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
      return error === undefined && clock.elapsed() >= endsAt;
    };
    const [isSavedAtTheEnd] = await Promise.all([save(), farewell]);
    return isSavedAtTheEnd;
  }

  /** A game that answered lately is given its whole budget for the save: it may be slow because it is busy. */
  async #answers(): Promise<boolean> {
    const health = this.#options.health();
    if (health === 'Healthy' || health === 'Degraded') return true;
    try {
      const outcome = await this.#options.session.probe(AbortSignal.any([this.#closing.signal, AbortSignal.timeout(lastWordMs)]));
      return outcome.state === 'healthy' || (outcome.state === 'failed' && talkative.has(outcome.failure.kind));
    } catch (error) {
      this.#failed('probe', error);
      return true;
    }
  }

  /** What went wrong, in a sentence; undefined when nothing did. */
  async #try(what: string, work: (until: AbortSignal) => Promise<void>, ms: number): Promise<string | undefined> {
    const budget = new AbortController();
    const cancel = this.#options.clock.after(ms, () => budget.abort(new DOMException(`no end within ${ms} ms`, 'TimeoutError')));
    try {
      await work(AbortSignal.any([this.#closing.signal, budget.signal]));
      return undefined;
    } catch (error) {
      return this.#failed(what, error);
    } finally {
      cancel();
    }
  }

  /** Logs what went wrong, and answers the sentence for the report. */
  #failed(what: string, error: unknown): string {
    const message = error instanceof GameCallError ? error.reason.message : messageOf(error);
    this.#options.log(`${what}: ${message}`, 'warn');
    return message.slice(0, 2000);
  }

  #listens(): Promise<boolean> {
    return anyListens(this.#options.addresses, this.#closing.signal);
  }

  /** What the game has from the request to the kill, as far as this agent knows. */
  #graceMs(): number {
    return gracePeriodSeconds(this.#options.game, this.#options.noticeSeconds()) * 1000;
  }
}

function isOccupied(players: ReportedPlayers): boolean {
  return !players.known || players.online > 0;
}
