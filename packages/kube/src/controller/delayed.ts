import type { Clock } from '../clock.ts';

/**
 * Longest time until the wall clock is looked at again. Timers count the time that passes; when the wall clock is set
 * forward, or the machine slept, what was due by it comes at most this much later.
 */
const maxSliceMs = 60_000;

interface Turn {
  /** By {@link Clock.elapsed}. */
  dueElapsed: number;
  /** By {@link Clock.now}. */
  dueNow: number;
  cancel: () => void;
}

/**
 * Keys whose time comes later. A key comes when the time has passed or when the wall clock says that it has, whichever
 * is first: a clock that is set back or forward never makes anything later, and coming early harms nobody.
 */
export class DelayedKeys {
  readonly #clock: Clock;
  readonly #onDue: (key: string) => void;
  readonly #turns = new Map<string, Turn>();

  constructor(clock: Clock, onDue: (key: string) => void) {
    this.#clock = clock;
    this.#onDue = onDue;
  }

  get size(): number {
    return this.#turns.size;
  }

  /** Of several times asked for, the earliest counts. */
  add(key: string, ms: number): void {
    const waiting = this.#turns.get(key);
    if (waiting && this.#leftMs(waiting) <= ms) return;
    waiting?.cancel();
    const turn = { dueElapsed: this.#clock.elapsed() + ms, dueNow: this.#clock.now() + ms, cancel: () => {} };
    this.#turns.set(key, turn);
    this.#wait(key, turn);
  }

  clear(): void {
    for (const { cancel } of this.#turns.values()) cancel();
    this.#turns.clear();
  }

  #leftMs(turn: Turn): number {
    return Math.min(turn.dueElapsed - this.#clock.elapsed(), turn.dueNow - this.#clock.now());
  }

  #wait(key: string, turn: Turn): void {
    turn.cancel = this.#clock.after(Math.min(this.#leftMs(turn), maxSliceMs), () => {
      // Timers may fire a fraction of a millisecond early.
      if (this.#leftMs(turn) >= 1) return this.#wait(key, turn);
      this.#turns.delete(key);
      this.#onDue(key);
    });
  }
}
