import { systemClock, type Clock } from '../clock.ts';

/** How long a failing key waits before its next turn. */
export interface RateLimiter {
  /** The delay in ms after one more failure of this key. */
  when(key: string): number;
  /** The key succeeded. */
  forget(key: string): void;
  failures(key: string): number;
}

/** Limits of a {@link RateLimiter}; the defaults are controller-runtime's. */
export interface RateLimiterOptions {
  baseMs?: number | undefined;
  maxMs?: number | undefined;
  /** Retries of all keys together: this many at once, then this many a second. */
  burst?: number | undefined;
  perSecond?: number | undefined;
  clock?: Clock | undefined;
}

/**
 * Doubles per key from 5 ms to 1000 s. When everything fails at once, because something they all need is gone, the
 * retries of all keys together are spread out as well.
 */
export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  const { baseMs = 5, maxMs = 1_000_000, burst = 100, perSecond = 10, clock = systemClock } = options;
  const failures = new Map<string, number>();
  const spacingMs = 1000 / perSecond;
  /** When the bucket would be full again: each retry takes a token out, which takes a spacing to come back. */
  let fullAt = clock.elapsed();

  function waitForToken(): number {
    const now = clock.elapsed();
    fullAt = Math.max(fullAt, now) + spacingMs;
    return Math.max(0, fullAt - now - burst * spacingMs);
  }

  return {
    when(key) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      return Math.max(Math.min(maxMs, baseMs * 2 ** Math.min(count, 60)), waitForToken());
    },
    forget: (key) => void failures.delete(key),
    failures: (key) => failures.get(key) ?? 0,
  };
}
