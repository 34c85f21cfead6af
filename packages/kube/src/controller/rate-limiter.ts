/** How long a failing key waits before its next turn. */
export interface RateLimiter {
  /** The delay in ms after one more failure of this key. */
  when(key: string): number;
  /** The key succeeded. */
  forget(key: string): void;
  failures(key: string): number;
}

/** Doubles per key from 5 ms to 1000 s, as controller-runtime does. */
export function createRateLimiter({ baseMs = 5, maxMs = 1_000_000 } = {}): RateLimiter {
  const failures = new Map<string, number>();
  return {
    when(key) {
      const count = failures.get(key) ?? 0;
      failures.set(key, count + 1);
      return Math.min(maxMs, baseMs * 2 ** Math.min(count, 60));
    },
    forget: (key) => void failures.delete(key),
    failures: (key) => failures.get(key) ?? 0,
  };
}
