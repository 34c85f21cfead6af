import type { Clock } from '@gse/kube';
import { ApiError } from '../errors.ts';

/** Counts failed sign-ins by address, so that guessing is slow and costs the cluster nothing. */
export class FailedAttempts {
  readonly #clock: Clock;
  readonly #max: number;
  readonly #failures = new Map<string, { count: number; until: number }>();

  /** At most `max` failures a minute for each address. */
  constructor(clock: Clock, max: number) {
    this.#clock = clock;
    this.#max = max;
  }

  /** Seconds to wait before another try is looked at; 0 when it may be made now. */
  #waitSeconds(address: string): number {
    const found = this.#failures.get(address);
    const now = this.#clock.now();
    if (found === undefined || found.until <= now || found.count < this.#max) return 0;
    return Math.ceil((found.until - now) / 1000);
  }

  /** @throws ApiError 429 while another try is not looked at */
  check(address: string): void {
    const waitSeconds = this.#waitSeconds(address);
    if (waitSeconds > 0)
      throw new ApiError(429, 'TooManyAttempts', `Too many failed sign-ins from this address. Try again in ${waitSeconds} seconds.`, {
        retryAfterSeconds: waitSeconds,
      });
  }

  note(address: string): void {
    const now = this.#clock.now();
    const found = this.#failures.get(address);
    if (found !== undefined && found.until > now) {
      found.count++;
      return;
    }
    if (this.#failures.size >= MAX_ADDRESSES)
      for (const [key, { until }] of this.#failures) if (until <= now || this.#failures.size >= MAX_ADDRESSES) this.#failures.delete(key);
    this.#failures.set(address, { count: 1, until: now + 60_000 });
  }
}

const MAX_ADDRESSES = 10_000;
