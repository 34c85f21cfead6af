import { constants } from 'node:os';
import type { Log } from '@gse/kube';

/** What becomes of the signals of this process. */
export interface Signals {
  /** Fires with the first signal. */
  readonly signal: AbortSignal;
  /** Resolves to an exit code when the process must not wait for its work any longer. */
  readonly ended: Promise<number>;
  /** Gives signals and errors back to Node. */
  close(): void;
}

const names = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
/** A terminal and a package manager both pass Ctrl-C on: the same wish, told twice. */
const echoMs = 500;

/** Takes over the signals of this process, and the errors nobody caught. */
export function watchSignals({ log, stopSeconds }: { readonly log: Log; readonly stopSeconds: number | undefined }): Signals {
  const stop = new AbortController();
  const ended = Promise.withResolvers<number>();
  let firstAt: number | undefined;
  let deadline: NodeJS.Timeout | undefined;

  const onSignal = (signal: NodeJS.Signals): void => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      log.info({ signal }, 'The process stops');
      if (stopSeconds !== undefined) deadline = setTimeout(onDeadline, stopSeconds * 1000);
      stop.abort(new Error(`The process stops (${signal})`));
    } else if (performance.now() - firstAt > echoMs) {
      log.warn({ signal }, 'A second signal: the process ends without waiting');
      ended.resolve(128 + constants.signals[signal]);
    }
  };
  const onDeadline = (): void => {
    log.error({ stopSeconds }, 'The work did not end in time and is left behind');
    ended.resolve(1);
  };
  const onError = (err: unknown, origin: string): void => {
    log.error({ err, origin }, 'An error that nobody caught ends the process');
    ended.resolve(1);
  };

  for (const name of names) process.on(name, onSignal);
  process.on('uncaughtException', onError);
  return {
    signal: stop.signal,
    ended: ended.promise,
    close() {
      clearTimeout(deadline);
      for (const name of names) process.off(name, onSignal);
      process.off('uncaughtException', onError);
    },
  };
}
