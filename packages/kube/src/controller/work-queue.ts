import { systemClock, type Clock } from '../clock.ts';
import { DelayedKeys } from './delayed.ts';
import { Lanes, moreUrgent, type Lane } from './lanes.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';

/** What a queue reports about itself. */
export interface WorkQueueObserver {
  onAdd(): void;
  onDepth(depth: number): void;
  onTake(waitedMs: number): void;
  onDone(workedMs: number): void;
  onRetry(): void;
}

/** What a queue needs. */
export interface WorkQueueOptions {
  clock?: Clock | undefined;
  rateLimiter?: RateLimiter | undefined;
  observer?: WorkQueueObserver | undefined;
  /** How urgent a key is now; asked whenever it is added. `normal` when absent. */
  laneOf?: ((key: string) => Lane) | undefined;
  /** Keys of the other lanes with workers at most, so that a worker is left for an urgent one. */
  maxOrdinary?: number | undefined;
}

/**
 * Keys that need work, each at most once: adding a waiting key changes nothing (or makes it more urgent), adding a key
 * that is being worked on brings it back when that work is done. No key is ever with two workers. {@link Lanes} says
 * who comes first.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  readonly #observer: WorkQueueObserver | undefined;
  readonly #laneOf: (key: string) => Lane;
  readonly #maxOrdinary: number;
  readonly #ready = new Lanes();
  /** With a worker: since when, and whether as an urgent one. */
  readonly #working = new Map<string, { since: number; isUrgent: boolean }>();
  #ordinary = 0;
  /** Added while with a worker. */
  readonly #again = new Map<string, Lane>();
  readonly #delayed: DelayedKeys;
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;

  constructor(options: WorkQueueOptions = {}) {
    const { clock = systemClock } = options;
    this.#clock = clock;
    this.#limiter = options.rateLimiter ?? createRateLimiter({ clock });
    this.#observer = options.observer;
    this.#laneOf = options.laneOf ?? (() => 'normal');
    this.#maxOrdinary = options.maxOrdinary ?? Number.POSITIVE_INFINITY;
    this.#delayed = new DelayedKeys(clock, (key) => this.add(key));
  }

  /** Keys waiting for a worker. */
  get depth(): number {
    return this.#ready.size;
  }

  /** Keys waiting for their time. */
  get delayed(): number {
    return this.#delayed.size;
  }

  /** Since when the longest-running piece of work has been going on, in ms; all of them together in `totalMs`. */
  get unfinished(): { longestMs: number; totalMs: number } {
    const now = this.#clock.elapsed();
    const ages = [...this.#working.values()].map(({ since }) => now - since);
    return { longestMs: Math.max(0, ...ages), totalMs: ages.reduce((sum, age) => sum + age, 0) };
  }

  /**
   * Asks for work on the key as soon as a worker is free. A later turn it was waiting for stays.
   * `asBackground`: nobody waits for it, unless it turns out to be urgent.
   */
  add(key: string, { asBackground = false }: { asBackground?: boolean | undefined } = {}): void {
    if (this.#closed) return;
    const lane = this.#laneOf(key);
    this.#place(key, asBackground && lane === 'normal' ? 'background' : lane);
  }

  /** Asks for work on the key later; of several times asked for, the earliest counts. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    if (ms <= 0) this.add(key);
    else this.#delayed.add(key, ms);
  }

  /** Asks for work on a key that just failed, later with every failure in a row. */
  addRateLimited(key: string): void {
    this.#observer?.onRetry();
    this.addAfter(key, this.#limiter.when(key));
  }

  /** The key is well: its next failure waits the shortest time again. */
  forget(key: string): void {
    this.#limiter.forget(key);
  }

  /** How often the key failed in a row. */
  failures(key: string): number {
    return this.#limiter.failures(key);
  }

  /** The next key, now or when there is one; undefined when the queue is closed. Every key taken must be given to {@link done}. */
  take(): Promise<string | undefined> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      this.#takers.push(resolve);
      this.#handOut();
    });
  }

  /** The work on a taken key has ended, well or not. */
  done(key: string): void {
    const work = this.#working.get(key);
    if (work === undefined) return;
    this.#working.delete(key);
    if (!work.isUrgent) this.#ordinary--;
    this.#observer?.onDone(this.#clock.elapsed() - work.since);
    const lane = this.#again.get(key);
    this.#again.delete(key);
    if (lane !== undefined && !this.#closed) this.#ready.add(key, lane, this.#clock.elapsed());
    this.#handOut();
  }

  /** Hands out nothing more and cancels everything that waits. */
  close(): void {
    this.#closed = true;
    this.#delayed.clear();
    this.#ready.clear();
    this.#again.clear();
    this.#observer?.onDepth(0);
    for (const resolve of this.#takers.splice(0)) resolve(undefined);
  }

  #place(key: string, lane: Lane): void {
    if (this.#working.has(key)) {
      const before = this.#again.get(key);
      if (before === undefined) this.#observer?.onAdd();
      this.#again.set(key, before === undefined ? lane : moreUrgent(before, lane));
      return;
    }
    if (!this.#ready.has(key)) this.#observer?.onAdd();
    this.#ready.add(key, lane, this.#clock.elapsed());
    this.#observer?.onDepth(this.#ready.size);
    this.#handOut();
  }

  #handOut(): void {
    while (this.#takers.length > 0) {
      const next = this.#ready.take((lane) => lane === 'urgent' || this.#ordinary < this.#maxOrdinary);
      if (!next) return;
      const now = this.#clock.elapsed();
      const isUrgent = next.lane === 'urgent';
      if (!isUrgent) this.#ordinary++;
      this.#working.set(next.key, { since: now, isUrgent });
      this.#observer?.onTake(now - next.since);
      this.#observer?.onDepth(this.#ready.size);
      this.#takers.shift()?.(next.key);
    }
  }
}
