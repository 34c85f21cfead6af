/** Longest delay a timer takes; a larger one would fire at once. */
const MAX_DELAY_MS = 0x7fff_ffff;

/** Calls back after a while; `Infinity` and other delays beyond a timer's reach are weeks. */
export function startTimer(callback: () => void, delayMs: number): NodeJS.Timeout {
  return setTimeout(callback, Math.min(delayMs, MAX_DELAY_MS));
}
