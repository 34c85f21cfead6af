import { KubeError, podMetrics, type Clock, type KubeClient, type Log, type PodMetrics } from '@gse/kube';
import { LABELS } from '@gse/resources';
import { GAME_CONTAINER, MANAGED_BY, type GameServer } from '@gse/server-objects';
import type { Caches } from '../caches.ts';
import { cpuMilliOf, bytesOf } from './quantities.ts';
import { UsageRing } from './usage-ring.ts';

/** The cluster is asked at this pace, for all servers at once. */
export const USAGE_STEP_MS = 30_000;
const KEPT_MS = 2 * 3_600_000;
/** And only while somebody has looked lately. */
const INTEREST_MS = 5 * 60_000;
const ASK_TIMEOUT_MS = 20_000;
/** The first to look waits so long for a first reading. */
const FIRST_PATIENCE_MS = 2_500;

/** Why nothing is measured: the sentence for people. */
type Trouble = string;

/** Watches what games use, through the resource metrics of the cluster, with one question for all servers. */
export class UsageWatch {
  readonly #options: { readonly client: KubeClient; readonly caches: Caches; readonly clock: Clock; readonly log: Log };
  readonly #closing: AbortSignal;
  readonly #rings = new Map<string, UsageRing>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #trouble: Trouble | undefined;

  constructor(options: {
    readonly client: KubeClient;
    readonly caches: Caches;
    readonly clock: Clock;
    readonly log: Log;
    readonly closing: AbortSignal;
  }) {
    this.#options = options;
    this.#closing = options.closing;
    options.caches.servers.onChange((type, { metadata }) => {
      if (type === 'deleted') this.#rings.delete(metadata.uid ?? '');
    });
    this.#closing.addEventListener('abort', () => this.#cancel?.(), { once: true });
  }

  /** Why the last question was not answered; undefined where it was. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** What is known of a server. Somebody looks: from now on the cluster is asked for a while. */
  async look(server: GameServer, spanMs: number): Promise<ReturnType<UsageRing['read']> | undefined> {
    const { clock } = this.#options;
    const isNews = clock.elapsed() - this.#lookedAt > INTEREST_MS;
    this.#lookedAt = clock.elapsed();
    if (isNews && this.#cancel === undefined) this.#round();
    if (this.#asking !== undefined && !this.#rings.has(server.metadata.uid ?? '')) await this.#patiently(this.#asking);
    return this.#rings.get(server.metadata.uid ?? '')?.read(clock.now(), spanMs);
  }

  /** Asks, and again after a while as long as somebody is interested. */
  #round(): void {
    if (this.#closing.aborted) return;
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined;
    });
    this.#cancel = this.#options.clock.after(USAGE_STEP_MS, () => {
      this.#cancel = undefined;
      if (this.#options.clock.elapsed() - this.#lookedAt <= INTEREST_MS) this.#round();
    });
  }

  async #ask(): Promise<void> {
    const { client, log } = this.#options;
    try {
      const { items } = await client.list(podMetrics, {
        labelSelector: `${LABELS.managedBy}=${MANAGED_BY}`,
        timeoutMs: ASK_TIMEOUT_MS,
        signal: this.#closing,
      });
      this.#trouble = undefined;
      for (const item of items) this.#note(item);
    } catch (error) {
      if (this.#closing.aborted) return;
      const trouble = explain(error);
      if (trouble !== this.#trouble) log.info({ err: error }, 'What games use is not known');
      this.#trouble = trouble;
    }
  }

  #note(metrics: PodMetrics): void {
    const { caches, clock } = this.#options;
    const { namespace = '', labels } = metrics.metadata;
    const uid = caches.servers.cache.get(namespace, labels?.[LABELS.server] ?? '')?.metadata.uid;
    const usage = metrics.containers.find(({ name }) => name === GAME_CONTAINER)?.usage;
    const cpuMilli = cpuMilliOf(usage?.cpu);
    const memoryBytes = bytesOf(usage?.memory);
    if (uid === undefined || cpuMilli === undefined || memoryBytes === undefined) return;
    const ring = this.#rings.get(uid) ?? new UsageRing(USAGE_STEP_MS, KEPT_MS / USAGE_STEP_MS);
    this.#rings.set(uid, ring);
    ring.note(clock.now(), { cpuMilli, memoryBytes });
  }

  async #patiently(work: Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(FIRST_PATIENCE_MS, resolve);
    await Promise.race([work, promise]);
    cancel();
  }
}

function explain(error: unknown): string {
  if (error instanceof KubeError && error.status === 404)
    return 'This cluster measures no resources: it has no metrics.k8s.io API, which metrics-server provides.';
  if (error instanceof KubeError && error.status === 403)
    return 'The API may not read the resource metrics of this cluster; its role needs list on pods of metrics.k8s.io.';
  if (error instanceof KubeError && error.status === 503) return 'The resource metrics of this cluster do not answer at the moment.';
  return 'The resource metrics of this cluster could not be read.';
}
