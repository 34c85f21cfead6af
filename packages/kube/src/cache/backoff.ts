/** How long to wait after the nth failure in a row. */
export interface Backoff {
  /** The next delay in ms, longer on average with every call. */
  next(): number;
  /** Things work again. */
  reset(): void;
}

/** Limits of a {@link Backoff}. */
export interface BackoffOptions {
  baseMs?: number | undefined;
  maxMs?: number | undefined;
  random?: (() => number) | undefined;
}

/**
 * Delays drawn evenly between the base and a ceiling that doubles, so that a thousand clients
 * that lost the same server do not come back at the same moment.
 */
export function createBackoff({ baseMs = 800, maxMs = 30_000, random = Math.random }: BackoffOptions = {}): Backoff {
  let ceilingMs = baseMs;
  return {
    next() {
      ceilingMs = Math.min(maxMs, ceilingMs * 2);
      return Math.min(baseMs + random() * (ceilingMs - baseMs), maxMs);
    },
    reset() {
      ceilingMs = baseMs;
    },
  };
}
