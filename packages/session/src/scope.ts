import { isTimeout, type Clock } from './clock.ts';
import type { ManagedConnection } from './connection/managed.ts';

/** How long what an adapter does in `finally` may take after the deadline of its call. */
const cleanupMs = 5_000;

/**
 * One call of an adapter: its deadline, and which connection failed in it.
 *
 * The adapter holds one signal, `signal`, for the whole call. After the deadline that signal is over for good, but an
 * adapter that turned saving off must still be able to turn it on again in its `finally`. So its clients use `live`, which
 * is the same signal before the deadline and a short one of its own afterwards.
 */
export class CallScope {
  readonly #clock: Clock;
  readonly #controller = new AbortController();
  #live: AbortController;
  #cancelTimer: () => void = () => undefined;
  readonly #origins = new WeakMap<Error, ManagedConnection>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#live = this.#controller;
  }

  /** The adapter's signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** True once the deadline has passed, rather than the caller given up. */
  get isPastDeadline(): boolean {
    return isTimeout(this.#controller.signal.reason);
  }

  /** The signal that connections obey at this moment. */
  get live(): AbortSignal {
    return this.#live.signal;
  }

  /**
   * Runs a part of the call: `work` gets until the deadline, or until `outer` fires, and then a little for its clean-up.
   * Rejects with what `work` threw, and with the reason of the abort where `work` does not come to an end.
   */
  async run<Result>(deadlineMs: number, outer: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    outer?.throwIfAborted();
    if (this.#live.signal.aborted) this.#live = new AbortController();
    const over = this.#live;
    const { promise: cutOff, reject: cut } = Promise.withResolvers<never>();
    const end = (reason: unknown): void => {
      if (over.signal.aborted) return;
      this.#cancelTimer();
      const cleanup = new AbortController();
      this.#live = cleanup;
      over.abort(reason);
      this.#cancelTimer = this.#clock.after(cleanupMs, () => {
        cleanup.abort(reason);
        cut(reason);
      });
    };
    const abort = (): void => end(outer?.reason);
    this.#cancelTimer = this.#clock.after(deadlineMs, () => end(new DOMException(`no end within ${deadlineMs} ms`, 'TimeoutError')));
    outer?.addEventListener('abort', abort, { once: true });
    try {
      const working = work();
      working.catch(() => undefined);
      return await Promise.race([working, cutOff]);
    } finally {
      this.#cancelTimer();
      outer?.removeEventListener('abort', abort);
    }
  }

  /** Remembers which connection an error came from. */
  async track<Result>(connection: ManagedConnection, result: Promise<Result>): Promise<Result> {
    try {
      return await result;
    } catch (error) {
      if (error instanceof Error) this.#origins.set(error, connection);
      throw error;
    }
  }

  /** The connection an error, or what it was caused by, came from. */
  originOf(error: unknown): ManagedConnection | undefined {
    let current = error;
    for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
      const origin = this.#origins.get(current);
      if (origin) return origin;
      current = current.cause;
    }
    return undefined;
  }
}
