import type { GameProcess, ReportedPlayers } from '@gse/agent-client';
import type { AnyGame, PlayersResult } from '@gse/sdk';
import { GameCallError, newRun, nextHealth, type HealthEvent, type HealthState, type ProbeOutcome, type Session } from '@gse/session';
import type { AgentClock } from '../clock.ts';
import type { Address } from '../environment.ts';
import { messageOf } from '../errors.ts';
import type { AgentLog } from '../log.ts';
import { anyListens } from './listening.ts';
import { Roster } from './roster.ts';
import { understoodPlayers, understoodProbe } from './understood.ts';

/** What the monitor knows. */
export interface Observation {
  readonly process: GameProcess;
  readonly health: HealthState;
  readonly players: ReportedPlayers;
}

/** What the monitor needs. */
export interface MonitorOptions {
  readonly game: AnyGame;
  readonly session: Session;
  /** TCP ports of the game. */
  readonly addresses: readonly Address[];
  /** What an earlier agent knew of this run. */
  readonly known: Pick<HealthState, 'startedAt' | 'firstHealthyAt'>;
  readonly clock: AgentClock;
  readonly log: AgentLog;
  random(): number;
  onChange(observation: Observation): void;
}

const startPauseMs = { first: 250, growth: 1.3, longest: 2_000 };
/** Something happened: look again, but not more often than this. */
const wakePauseMs = 100;
const lostPauseMs = 1_000;
/** A game whose log tells of joins and leaves is asked for its players only every so many rounds. */
const playersEvery = 4;

const notAskedYet: ReportedPlayers = { known: false, reason: 'The game has not been asked yet.' };

/** Asks the game how it is and who is on: often while it starts, as its adapter says afterwards, at once when something happened. */
export class Monitor {
  readonly #options: MonitorOptions;
  readonly #roster = new Roster();
  readonly #stopping = new AbortController();
  #observation: Observation;
  #loop: Promise<void> | undefined;
  #startPauseMs = startPauseMs.first;
  #wake: (() => void) | undefined;
  #isWakeWanted = false;
  #arePlayersDue = true;
  #round = 0;
  #lostAt = Number.NEGATIVE_INFINITY;
  #trouble: string | undefined;

  constructor(options: MonitorOptions) {
    this.#options = options;
    this.#observation = { process: 'unknown', health: newRun(options.known), players: notAskedYet };
  }

  get observation(): Observation {
    return this.#observation;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    await this.#loop;
  }

  /** The log says that the game is ready. */
  ready(): void {
    this.#options.session.retryNow();
    this.#startPauseMs = startPauseMs.first;
    this.#lookSoon();
  }

  /** A connection ended by itself: the game may just have gone. A game that hangs up again and again is not asked more often for it. */
  connectionLost(): void {
    const now = this.#options.clock.elapsed();
    if (now - this.#lostAt < lostPauseMs) return;
    this.#lostAt = now;
    this.#lookSoon();
  }

  /** The game wrote something: the first sign of a run that does not listen yet. */
  wrote(): void {
    if (this.#observation.process === 'unknown' && this.#observation.health.startedAt === undefined)
      this.#advance({ type: 'started' }, 'starting');
  }

  /** The game began another log: before it was up, that is another run. */
  logReplaced(): void {
    if (this.#observation.process !== 'up') this.#advance({ type: 'started' }, 'starting');
  }

  progressed(progress: string): void {
    if (progress !== this.#observation.health.progress) this.#advance({ type: 'progressed', progress });
  }

  joined(player: string): void {
    this.#roster.joined(player, this.#options.clock.now());
    this.#arePlayersDue = true;
    this.#lookSoon();
  }

  left(player: string): void {
    this.#roster.left(player);
    this.#arePlayersDue = true;
    this.#lookSoon();
  }

  /** Asks now, whatever was asked before. */
  async askPlayers(signal?: AbortSignal): Promise<ReportedPlayers> {
    const players = this.#reported(await this.#options.session.players(signal));
    this.#publish({ players });
    return players;
  }

  #lookSoon(): void {
    this.#isWakeWanted = true;
    this.#wake?.();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#look(signal).catch((error: unknown) => {
        if (!signal.aborted) this.#stumble(error);
      });
      if (signal.aborted) return;
      await this.#pause(this.#isWakeWanted ? wakePauseMs : this.#pauseMs());
      this.#isWakeWanted = false;
    }
  }

  /**
   * What goes wrong here must not end the agent, without which nobody saves the game. Nor may what was known before stay: it would
   * pass for what is known now, and nobody on for nobody on.
   */
  #stumble(error: unknown): void {
    const reason = this.#notUnderstood(messageOf(error));
    try {
      this.#publish({ players: { known: false, reason } });
      this.#advance({ type: 'probed', outcome: failed(reason) });
    } catch (again) {
      this.#notUnderstood(messageOf(again));
    }
  }

  /** Says it in the log, once as long as it is the same; answers it in a sentence. */
  #notUnderstood(trouble: string): string {
    if (trouble !== this.#trouble) this.#options.log(`what the game said is not understood: ${trouble}`, 'error');
    this.#trouble = trouble;
    return `What ${this.#options.game.title} said is not understood: ${trouble}`.slice(0, 2000);
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { session } = this.#options;
    const wasBusy = session.isBusy;
    const outcome = this.#understood(await session.probe(signal));
    if (signal.aborted) return;
    const isUp = await this.#isUp(outcome, signal);
    if (signal.aborted) return;
    const { process, health } = this.#observation;
    // A run that an earlier agent saw up, and of which nothing is left, ended in between.
    const wasUp = process === 'up' || (process === 'unknown' && health.firstHealthyAt !== undefined);
    if (!isUp && wasUp) {
      this.#advance({ type: 'gone' }, 'gone');
    } else if (isUp || process !== 'gone') {
      if (isUp && (process === 'gone' || health.startedAt === undefined)) this.#advance({ type: 'started' });
      this.#advance({ type: 'probed', outcome, isBusy: wasBusy || session.isBusy }, isUp ? 'up' : process);
    }
    await this.#lookAtPlayers(signal);
  }

  /** A probe that answers what no adapter may has failed. */
  #understood(outcome: ProbeOutcome): ProbeOutcome {
    const read = understoodProbe(outcome);
    return 'trouble' in read ? failed(this.#notUnderstood(read.trouble)) : read.answer;
  }

  async #isUp(outcome: ProbeOutcome, signal: AbortSignal): Promise<boolean> {
    if (outcome.state !== 'failed') return true;
    // Whoever rejects a password or says something strange is there.
    if (outcome.failure.kind === 'auth' || outcome.failure.kind === 'protocol') return true;
    const { addresses, clock } = this.#options;
    if (addresses.length === 0) return this.#observation.process === 'up' && outcome.failure.kind !== 'refused';
    if (await anyListens(addresses, signal)) return true;
    if (this.#observation.process !== 'up' || signal.aborted) return false;
    // Asked twice: a game that is just opening its port again after a reload is not gone.
    await new Promise<void>((resolve) => {
      clock.after(wakePauseMs, resolve);
    });
    return anyListens(addresses, signal);
  }

  async #lookAtPlayers(signal: AbortSignal): Promise<void> {
    const { game, session } = this.#options;
    const { health } = this.#observation.health;
    if (health !== 'Healthy' && health !== 'Degraded') {
      this.#arePlayersDue = true;
      return this.#publish({ players: { known: false, reason: whyUnknown(this.#observation) } });
    }
    const isToldByLog = game.log.joined !== undefined && game.log.left !== undefined;
    const isDue = this.#arePlayersDue || !isToldByLog || this.#round++ % playersEvery === 0 || !this.#observation.players.known;
    // A game that saves does not answer; what was known a moment ago is nearer the truth than nothing.
    if (!isDue || session.isBusy) return;
    this.#arePlayersDue = false;
    const players = this.#reported(await session.players(signal));
    if (!signal.aborted) this.#publish({ players });
  }

  #advance(event: HealthEvent, process: GameProcess = this.#observation.process): void {
    const { game, clock } = this.#options;
    const health = nextHealth(
      this.#observation.health,
      event,
      { startSeconds: game.budgets.startSeconds, failures: game.health.failures },
      clock.now(),
    );
    // What was said of a game that starts is no reason any more once it is up.
    const isUp = health.health === 'Healthy' || health.health === 'Degraded';
    const { players } = this.#observation;
    this.#publish({ health, process, players: isUp && this.#arePlayersDue && !players.known ? notAskedYet : players });
  }

  #publish(part: Partial<Observation>): void {
    this.#observation = { ...this.#observation, ...part };
    this.#options.onChange(this.#observation);
  }

  #reported(told: PlayersResult): ReportedPlayers {
    const read = understoodPlayers(told);
    if ('trouble' in read) return { known: false, reason: this.#notUnderstood(read.trouble) };
    const players = read.answer;
    if (!players.known) return { known: false, reason: players.reason.slice(0, 2000) };
    const { online, max, names } = players;
    return {
      known: true,
      online,
      max: limitOf(max),
      ...(names ? { names: this.#roster.update(names, this.#options.clock.now()) } : {}),
    };
  }

  #pauseMs(): number {
    const { game, random } = this.#options;
    const isSettled = this.#observation.health.firstHealthyAt !== undefined && this.#observation.process !== 'gone';
    const jitter = 0.9 + random() * 0.2;
    if (isSettled) {
      this.#startPauseMs = startPauseMs.first;
      return game.health.intervalSeconds * 1000 * jitter;
    }
    const pause = this.#startPauseMs;
    this.#startPauseMs = Math.min(pause * startPauseMs.growth, startPauseMs.longest);
    return pause * jitter;
  }

  async #pause(ms: number): Promise<void> {
    const { clock } = this.#options;
    await new Promise<void>((resolve) => {
      let cancel = clock.after(ms, resolve);
      this.#wake = () => {
        cancel();
        cancel = clock.after(this.#stopping.signal.aborted ? 0 : wakePauseMs, resolve);
      };
    });
    this.#wake = undefined;
  }
}

function whyUnknown({ process, health }: Observation): string {
  if (process === 'gone') return 'The game is not running.';
  if (health.health === 'Starting' || health.health === 'Unknown') return 'The game is starting.';
  return health.reason?.message ?? 'The game does not answer.';
}

/** 0, which is no limit, for what cannot be one. */
function limitOf(max: number): number {
  const whole = Math.trunc(max);
  return Number.isSafeInteger(whole) && whole > 0 ? whole : 0;
}

/** As if the game had said no: that it answers at all is not known. */
function failed(message: string): ProbeOutcome {
  return { state: 'failed', failure: new GameCallError('game', { code: 'UnexpectedAnswer', message }) };
}
