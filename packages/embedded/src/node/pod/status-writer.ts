import { isDeepStrictEqual } from 'node:util';
import { createBackoff, delay, isNotFound, pods, type Clock, type KubeClient, type Log, type ObjectRef, type PodStatus } from '@gse/kube';
import { errorMessage } from '../errors.ts';

export interface StatusWriterOptions {
  client: KubeClient;
  pod: ObjectRef & { uid: string | undefined };
  /** What the API has now. */
  written: PodStatus | undefined;
  clock: Clock;
  random: () => number;
  log: Log;
  signal: AbortSignal;
}

/** Writes a pod's status when it has changed, one write at a time, the latest one last; goes on trying while the API is away. */
export class StatusWriter {
  readonly #options: StatusWriterOptions;
  #written: PodStatus | undefined;
  #wanted: PodStatus | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: StatusWriterOptions) {
    this.#options = options;
    this.#written = options.written;
  }

  /** The status as last written; what the next one is computed from. */
  get latest(): PodStatus | undefined {
    return this.#wanted ?? this.#written;
  }

  write(status: PodStatus): void {
    if (isDeepStrictEqual(status, this.latest)) return;
    this.#wanted = status;
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = undefined;
    });
  }

  /** Resolves when everything is written or given up. */
  async flush(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    const { client, pod, clock, random, log, signal } = this.#options;
    const backoff = createBackoff({ baseMs: 200, maxMs: 10_000, random });
    // What happens in the same turn goes into one write.
    await Promise.resolve();
    while (this.#wanted && !signal.aborted) {
      const status = this.#wanted;
      try {
        await client.patchStatus(pods, pod, { metadata: { uid: pod.uid }, status: mergePatch(this.#written, status) }, { signal });
        this.#written = status;
        if (this.#wanted === status) this.#wanted = undefined;
        backoff.reset();
      } catch (error) {
        if (signal.aborted || isNotFound(error)) return;
        log.warn({ pod: pod.name, problem: errorMessage(error) }, 'A pod status was not written, trying again');
        await delay(clock, backoff.next(), signal);
      }
    }
  }
}

/** A merge patch leaves alone what it does not name; what is gone must be named. */
function mergePatch(before: PodStatus | undefined, after: PodStatus): object {
  const gone = Object.keys(before ?? {}).filter((key) => !(key in after));
  return { ...after, ...Object.fromEntries(gone.map((key) => [key, null])) };
}
