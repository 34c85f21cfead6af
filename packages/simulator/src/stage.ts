import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { SimulatorContext } from '@gse/sdk';
import type { FaultState } from './faults.ts';
import type { SimulatorLog } from './log.ts';
import { PlayerPopulation } from './players.ts';
import type { PlayerHooks } from './players.ts';
import { SimulatedWorld } from './world.ts';

/** What a simulated game plays on: time, log, people, world and faults, all of which end with its process. */
export class Stage {
  readonly env: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly listen: SimulatorContext['listen'];
  readonly players = new PlayerPopulation();
  readonly faults: FaultState;
  /** Aborts when the process is over: it ended, crashed or was killed. Everything that waits here rejects then. */
  readonly signal: AbortSignal;
  /** Aborts when the game is asked to leave, from outside or by its own stop command. */
  readonly stopRequested: AbortSignal;
  /** Answers a console line that begins with `simulate`; undefined when the line belongs to the game. */
  readonly simulate: (line: string) => string | undefined;

  readonly #log: SimulatorLog;
  readonly #pace: number;
  readonly #stop: AbortController;
  readonly #fail: (error: unknown) => void;
  readonly #closers: (() => Promise<void> | void)[] = [];
  #world: SimulatedWorld | undefined;
  #isOpen = false;

  /** Made by `runSimulator`. */
  constructor(parts: {
    readonly context: SimulatorContext;
    readonly log: SimulatorLog;
    readonly faults: FaultState;
    readonly over: AbortSignal;
    readonly stop: AbortController;
    readonly fail: (error: unknown) => void;
    readonly simulate: (line: string) => string | undefined;
  }) {
    const { context } = parts;
    this.env = context.env;
    this.dataDir = context.dataDir;
    this.listen = (port, protocol) => context.listen(port, protocol);
    this.#pace = context.pace ?? 1;
    this.#log = parts.log;
    this.faults = parts.faults;
    this.signal = parts.over;
    this.#stop = parts.stop;
    this.#fail = parts.fail;
    this.stopRequested = parts.stop.signal;
    this.simulate = parts.simulate;
  }

  /** Writes a line to the container's output and the game's log file. */
  print(line: string): void {
    this.#log.print(line);
  }

  /** Waits so many seconds of the simulation. */
  async wait(seconds: number): Promise<void> {
    await sleep(seconds * 1000 * this.#pace, undefined, { signal: this.signal });
  }

  /** Does something again and again, not while the game hangs; a failure ends the simulation with that error. */
  every(seconds: number, act: () => Promise<void> | void): void {
    this.onEnd(() => clearInterval(timer));
    const timer = setInterval(
      () => {
        if (this.faults.hanging || this.signal.aborted) return;
        void (async () => act())().catch(this.#fail);
      },
      seconds * 1000 * this.#pace,
    );
  }

  /** Waits while the game hangs. Every answer of a game passes here first. */
  async responsive(): Promise<void> {
    await this.faults.thawed(this.signal);
  }

  /**
   * Spends the time a start takes, telling progress from 0 to 1 on the way. The fault `slowStart` makes it longer;
   * `hangStart` makes it last until the game is asked to leave.
   * @returns false when the game was asked to leave meanwhile.
   */
  async startUp(seconds: number, progress: (fraction: number) => void = () => {}): Promise<boolean> {
    const total = seconds + this.faults.slowStartSeconds;
    const steps = Math.min(100, Math.max(4, Math.ceil(total)));
    for (let step = 0; step < steps && !this.stopRequested.aborted; step++) {
      progress(step / steps);
      await this.wait(total / steps);
    }
    while (this.faults.hangStart && !this.stopRequested.aborted) await this.wait(0.2);
    await this.responsive();
    return !this.stopRequested.aborted;
  }

  /** Opens the world of this game, `file` being a path inside the data folder. */
  async openWorld(file: string): Promise<SimulatedWorld> {
    this.#world = await SimulatedWorld.open(join(this.dataDir, file), {
      alive: () => this.signal.throwIfAborted(),
      beforeSave: async () => {
        if (this.faults.slowSaveSeconds > 0) await this.wait(this.faults.slowSaveSeconds);
      },
      saveFails: () => this.faults.saveFails,
    });
    return this.#world;
  }

  /** The world, once it is open. */
  get world(): SimulatedWorld | undefined {
    return this.#world;
  }

  /** Whether players can come in. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The game is up: whoever was told to come comes, and so do the lines of the variable `GSE_SIMULATE`. */
  open(hooks: PlayerHooks): void {
    this.#isOpen = true;
    this.players.open(hooks);
    for (const line of (this.env['GSE_SIMULATE'] ?? '').split(';')) {
      if (line.trim() !== '') this.simulate(`simulate ${line.trim()}`);
    }
  }

  /** Asks the game to leave, as its own stop command does. */
  requestStop(): void {
    this.#stop.abort();
  }

  /** Resolves when the game was asked to leave and is able to; a game that hangs is not. */
  async untilStopRequested(): Promise<void> {
    while (!this.stopRequested.aborted) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const left = (): void => resolve();
      const over = (): void => reject(this.signal.reason);
      this.stopRequested.addEventListener('abort', left, { once: true });
      this.signal.addEventListener('abort', over, { once: true });
      try {
        this.signal.throwIfAborted();
        await promise;
      } finally {
        this.stopRequested.removeEventListener('abort', left);
        this.signal.removeEventListener('abort', over);
      }
    }
    await this.responsive();
  }

  /** Closes something when the process is over, whatever ended it; the last opened first. */
  onEnd(close: () => Promise<void> | void): void {
    this.#closers.push(close);
  }

  /** Closes everything that `onEnd` was told of. Called by `runSimulator`. */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    // Every one is closed, whatever the others do: a dead game must not go on answering on some port.
    for (const close of this.#closers.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'not everything of the simulation could be closed');
  }
}
