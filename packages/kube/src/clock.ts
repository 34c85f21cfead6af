/** Time as an argument: what waits or stamps takes one, so that tests own the time. */
export interface Clock {
  /** Milliseconds since the epoch: the wall clock, which somebody may set forward or back. */
  now(): number;
  /** Milliseconds since some moment in the past, for measuring: never set, never jumps. */
  elapsed(): number;
  /** Calls back once after `ms`; the returned function cancels. Never keeps a process alive by itself. */
  after(ms: number, callback: () => void): () => void;
}

/** Longest delay a timer of the platform takes; beyond it `setTimeout` fires at once. */
const maxTimerMs = 2 ** 31 - 1;

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, Math.min(Math.max(ms, 0), maxTimerMs));
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** A time as Kubernetes writes it: RFC 3339 with whole seconds. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** Waits; resolves early, without an error, when the signal fires. */
export function delay(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.after(ms, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}
