import type { Clock } from '@gse/kube';

/**
 * The time that decisions are made by, server by server. While an act is under way it goes on evenly, whatever somebody does to
 * the clock of the machine: players who were told of five minutes get five minutes. At rest it is the wall clock again, so that
 * a clock that was put right is believed.
 */
export class SteadyTime {
  readonly #clock: Clock;
  readonly #held = new Map<string, { readonly now: number; readonly elapsed: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The time for a look at this server; from here on it goes on evenly as long as every look says that an act is under way. */
  look(serverKey: string, isUnderWay: boolean): number {
    if (!isUnderWay) this.#held.delete(serverKey);
    else if (!this.#held.has(serverKey)) this.#held.set(serverKey, { now: this.#clock.now(), elapsed: this.#clock.elapsed() });
    return this.now(serverKey);
  }

  /** The time as the last look at this server had it, and what has passed since. */
  now(serverKey: string): number {
    const held = this.#held.get(serverKey);
    return held === undefined ? this.#clock.now() : Math.floor(held.now + this.#clock.elapsed() - held.elapsed);
  }

  forget(serverKey: string): void {
    this.#held.delete(serverKey);
  }
}
