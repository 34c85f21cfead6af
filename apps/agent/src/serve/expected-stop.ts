import type { Clock } from '@gse/session';

/** A stop that has not come by then is another one. */
const VALID_MS = 2 * 60_000;

/** Remembers that the operator has warned players, or has seen that nobody is there, and stops the game now. */
export class ExpectedStop {
  readonly #clock: Clock;
  #until = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  expect(): void {
    this.#until = this.#clock.now() + VALID_MS;
  }

  /** True while a stop is one that players have had their notice of. */
  get isExpected(): boolean {
    return this.#clock.now() < this.#until;
  }
}
