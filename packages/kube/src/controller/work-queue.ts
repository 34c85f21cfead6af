import { systemClock, type Clock } from '../clock.ts';
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
}

/**
 * Keys that need work, each at most once: adding a waiting key changes nothing, adding a key that is
 * being worked on brings it back when that work is done. First in, first out; no key is ever with two workers.
 */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #limiter: RateLimiter;
  readonly #observer: WorkQueueObserver | undefined;
  /** Waiting for a worker, oldest first, with the time they were added. */
  readonly #ready = new Map<string, number>();
  /** With a worker, since when. */
  readonly #working = new Map<string, number>();
  /** Added while with a worker. */
  readonly #again = new Set<string>();
  readonly #delayed = new Map<string, { at: number; cancel: () => void }>();
  readonly #takers: ((key: string | undefined) => void)[] = [];
  #closed = false;

  constructor({ clock = systemClock, rateLimiter = createRateLimiter(), observer }: WorkQueueOptions = {}) {
    this.#clock = clock;
    this.#limiter = rateLimiter;
    this.#observer = observer;
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
    const now = this.#clock.now();
    const ages = [...this.#working.values()].map((since) => now - since);
    return { longestMs: Math.max(0, ...ages), totalMs: ages.reduce((sum, age) => sum + age, 0) };
  }

  /** Asks for work on the key as soon as a worker is free. A later turn it was waiting for stays. */
  add(key: string): void {
    if (this.#closed) return;
    if (this.#working.has(key)) {
      if (!this.#again.has(key)) this.#observer?.onAdd();
      this.#again.add(key);
      return;
    }
    if (this.#ready.has(key)) return;
    this.#observer?.onAdd();
    this.#enqueue(key);
  }

  /** Asks for work on the key later; of several times asked for, the earliest counts. */
  addAfter(key: string, ms: number): void {
    if (this.#closed) return;
    if (ms <= 0) return this.add(key);
    const at = this.#clock.now() + ms;
    const waiting = this.#delayed.get(key);
    if (waiting && waiting.at <= at) return;
    waiting?.cancel();
    const cancel = this.#clock.after(ms, () => {
      this.#delayed.delete(key);
      this.add(key);
    });
    this.#delayed.set(key, { at, cancel });
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
    for (const [key, since] of this.#ready) {
      this.#ready.delete(key);
      this.#start(key, since);
      return Promise.resolve(key);
    }
    return new Promise((resolve) => this.#takers.push(resolve));
  }

  /** The work on a taken key has ended, well or not. */
  done(key: string): void {
    const since = this.#working.get(key);
    if (since === undefined) return;
    this.#working.delete(key);
    this.#observer?.onDone(this.#clock.now() - since);
    if (this.#again.delete(key) && !this.#closed) this.#enqueue(key);
  }

  /** Hands out nothing more and cancels everything that waits. */
  close(): void {
    this.#closed = true;
    for (const { cancel } of this.#delayed.values()) cancel();
    this.#delayed.clear();
    this.#ready.clear();
    this.#again.clear();
    this.#observer?.onDepth(0);
    for (const resolve of this.#takers.splice(0)) resolve(undefined);
  }

  #enqueue(key: string): void {
    const taker = this.#takers.shift();
    const now = this.#clock.now();
    if (taker) {
      this.#start(key, now);
      taker(key);
    } else {
      this.#ready.set(key, now);
      this.#observer?.onDepth(this.#ready.size);
    }
  }

  #start(key: string, addedAt: number): void {
    const now = this.#clock.now();
    this.#working.set(key, now);
    this.#observer?.onTake(now - addedAt);
    this.#observer?.onDepth(this.#ready.size);
  }
}
