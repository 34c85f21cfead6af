import type { Clock } from '@gse/kube';
import { ApiError } from '../errors.ts';
import { limitedAddress } from './allowance.ts';

/** An attempt under way. */
export interface Attempt {
  /** Says what came of it; only a failure counts. Once. */
  end(isFailure: boolean): void;
}

interface UnderWay {
  count: number;
  waiting: (() => void)[];
}

const WINDOW_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Counts failed sign-ins by address, so that guessing is slow and costs the cluster little, also when it is done all at once. */
export class FailedAttempts {
  readonly #clock: Clock;
  readonly #max: number;
  readonly #failures = new Map<string, { count: number; until: number }>();
  readonly #underWay = new Map<string, UnderWay>();

  /** At most `max` failures a minute for each address. */
  constructor(clock: Clock, max: number) {
    this.#clock = clock;
    this.#max = Math.max(1, max);
  }

  /** @throws ApiError 429 while another try is not looked at */
  check(address: string): void {
    const found = this.#failures.get(limitedAddress(address));
    const now = this.#clock.now();
    if (found === undefined || found.until <= now || found.count < this.#max) return;
    const waitSeconds = Math.ceil((found.until - now) / 1000);
    throw new ApiError(429, 'TooManyAttempts', `Too many failed sign-ins from this address. Try again in ${waitSeconds} seconds.`, {
      retryAfterSeconds: waitSeconds,
    });
  }

  note(address: string): void {
    const key = limitedAddress(address);
    const now = this.#clock.now();
    const found = this.#failures.get(key);
    if (found !== undefined && found.until > now) {
      found.count++;
      return;
    }
    if (this.#failures.size >= MAX_ADDRESSES)
      for (const [other, { until }] of this.#failures)
        if (until <= now || this.#failures.size >= MAX_ADDRESSES) this.#failures.delete(other);
    this.#failures.set(key, { count: 1, until: now + WINDOW_MS });
  }

  /**
   * Begins an attempt whose end takes a while. As many are under way at once as may still fail; the others wait until it is
   * known what came of those, because people behind one address may well come all at once with tokens that are good.
   *
   * @throws ApiError 429 while another try is not looked at
   */
  async begin(address: string): Promise<Attempt> {
    const key = limitedAddress(address);
    for (;;) {
      this.check(address);
      const underWay = this.#underWay.get(key) ?? { count: 0, waiting: [] };
      this.#underWay.set(key, underWay);
      if (this.#failed(key) + underWay.count < this.#max) {
        underWay.count++;
        return { end: (isFailure) => this.#end(key, underWay, isFailure) };
      }
      await new Promise<void>((resolve) => underWay.waiting.push(resolve));
    }
  }

  #failed(key: string): number {
    const found = this.#failures.get(key);
    return found !== undefined && found.until > this.#clock.now() ? found.count : 0;
  }

  #end(key: string, underWay: UnderWay, isFailure: boolean): void {
    underWay.count--;
    if (isFailure) this.note(key);
    if (underWay.count === 0) this.#underWay.delete(key);
    for (const goOn of underWay.waiting.splice(0)) goOn();
  }
}
