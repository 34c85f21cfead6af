import type { Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';

/** How a running call is stopped: by its caller, by its deadline, or because a stream fell silent. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Starts the timer anew with another limit; no limit stops it. */
  reset(limit: { ms: number; code: 'GSE_KUBE_TIMEOUT' | 'GSE_KUBE_INACTIVE'; message: string } | undefined): void;
  /** Settles like the promise, or rejects as soon as the call is stopped, whether or not the promise listens to the signal. */
  race<T>(promise: Promise<T>): Promise<T>;
  /** Releases timer and listeners. */
  close(): void;
}

/** Ties a caller's signal and a timer into one signal whose reason is a {@link KubeError}. */
export function createDeadline(clock: Clock, what: string, callerSignal: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let cancelTimer: (() => void) | undefined;
  const onCallerAbort = () => {
    controller.abort(new KubeError({ code: 'GSE_KUBE_ABORTED', message: `${what}: cancelled by the caller`, cause: callerSignal?.reason }));
  };
  if (callerSignal?.aborted) onCallerAbort();
  else callerSignal?.addEventListener('abort', onCallerAbort, { once: true });

  return {
    signal: controller.signal,
    reset(limit) {
      cancelTimer?.();
      cancelTimer = undefined;
      if (!limit || controller.signal.aborted) return;
      cancelTimer = clock.after(limit.ms, () => {
        controller.abort(new KubeError({ code: limit.code, message: `${what}: ${limit.message}` }));
      });
    },
    race(promise) {
      return new Promise((resolve, reject) => {
        const onAbort = () => {
          const reason: unknown = controller.signal.reason;
          reject(reason instanceof Error ? reason : new Error(String(reason)));
        };
        if (controller.signal.aborted) {
          promise.catch(() => undefined);
          onAbort();
          return;
        }
        controller.signal.addEventListener('abort', onAbort, { once: true });
        promise.then(resolve, reject).finally(() => controller.signal.removeEventListener('abort', onAbort));
      });
    },
    close() {
      cancelTimer?.();
      callerSignal?.removeEventListener('abort', onCallerAbort);
    },
  };
}
