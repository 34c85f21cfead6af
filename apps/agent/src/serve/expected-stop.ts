import type { AgentClock } from '../clock.ts';

/** A stop that has not come by then is another one. */
const VALID_MS = 2 * 60_000;

/** Remembers that the operator has warned players, or has seen that nobody is there, and stops the game now. */
export class ExpectedStop {
  readonly #clock: Pick<AgentClock, 'elapsed'>;
  #until = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<AgentClock, 'elapsed'>) {
    this.#clock = clock;
  }

  expect(): void {
    this.#until = this.#clock.elapsed() + VALID_MS;
  }

  /** True while a stop is one that players have had their notice of. */
  get isExpected(): boolean {
    return this.#clock.elapsed() < this.#until;
  }
}
