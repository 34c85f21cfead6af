import { createRateLimiter, type Clock, type RateLimiter } from '@gse/kube';

/** Longest wait for the answer of a write of the journal or a status. Nothing else happens to the server meanwhile. */
const WRITE_TIMEOUT_MS = 6_000;

/** How soon a server is looked at again for what is due, where writing down the last look failed. */
export const LEAST_LOOK_MS = 1_000;

/** How a write of the journal or a status is to be called. */
export interface WriteCall {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** The call of what is written down of a look; it does not outlast the moment at which the next look is due, such as for a notice. */
export function writeCall(signal: AbortSignal, requeueAfterMs = WRITE_TIMEOUT_MS): WriteCall {
  return { signal, timeoutMs: Math.min(WRITE_TIMEOUT_MS, Math.max(LEAST_LOOK_MS, requeueAfterMs)) };
}

/**
 * After an outage of any length, everything is tried again within this; with more than some three hundred that fail at once, as
 * soon as the ten retries a second of all together allow it.
 */
const LONGEST_RETRY_MS = 30_000;

/**
 * How long what failed waits before it is tried again. The usual quarter of an hour would go on long after the API server is
 * back, and a countdown has no quarter of an hour; the retries of all servers together are spread out all the same.
 */
export function retries(clock: Clock): RateLimiter {
  return createRateLimiter({ clock, maxMs: LONGEST_RETRY_MS });
}
