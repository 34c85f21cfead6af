import { isDeepStrictEqual } from 'node:util';
import {
  compareVersions,
  createBackoff,
  delay,
  isNotFound,
  pods,
  type Clock,
  type KubeClient,
  type Log,
  type ObjectRef,
  type Pod,
  type PodStatus,
} from '@gse/kube';
import { errorMessage } from '../errors.ts';
import { ownConditions } from './pod-status.ts';

export interface StatusWriterOptions {
  client: KubeClient;
  pod: ObjectRef & { uid: string | undefined };
  /** What the API has now. */
  written: PodStatus | undefined;
  /** The version of the pod that has it. */
  version: string | undefined;
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
  /** Of the pod as this node has last written it. */
  #version: string | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: StatusWriterOptions) {
    this.#options = options;
    this.#written = options.written;
    this.#version = options.version;
  }

  /** The status as last written; what the next one is computed from. */
  get latest(): PodStatus | undefined {
    return this.#wanted ?? this.#written;
  }

  write(status: PodStatus): void {
    if (!isDeepStrictEqual(status, this.latest)) this.#begin(status);
  }

  #begin(status: PodStatus): void {
    this.#wanted = status;
    this.#writing ??= this.#drain().finally(() => {
      this.#writing = undefined;
    });
  }

  /**
   * The API's copy, as this node sees it. A cluster that has not heard of a node for a while declares its pods unready; what the
   * node says is said again then, because nothing else ever would.
   */
  observe({ metadata, status: seen }: Pod): void {
    const said = this.#written;
    const isNews = (compareVersions(metadata.resourceVersion, this.#version) ?? 0) > 0;
    if (this.#writing || !said || !isNews) return;
    const own = (said.conditions ?? []).filter(({ type }) => ownConditions.has(type));
    const others = (seen?.conditions ?? []).filter(({ type }) => !ownConditions.has(type));
    const isContradicted = own.some(({ type, status }) =>
      seen?.conditions?.some((condition) => condition.type === type && condition.status !== status),
    );
    if (isContradicted) this.#begin({ ...said, conditions: [...own, ...others] });
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
        const patch = { metadata: { uid: pod.uid }, status: mergePatch(this.#written, status) };
        this.#version = (await client.patchStatus(pods, pod, patch, { signal })).metadata.resourceVersion;
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
