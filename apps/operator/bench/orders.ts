import { metadataOnly, statefulSets, type KubeClient } from '@gse/kube';
import { API_VERSION } from '@gse/resources';
import { gameServers, type GameServer } from '@gse/server-objects';
import { setTimeout as sleep } from 'node:timers/promises';

/** What became of a number of orders. */
export interface OrderFigures {
  readonly orders: number;
  /** From the first order to the last StatefulSet. */
  readonly seconds: number;
  readonly perSecond: number;
  /** From sending the order to seeing its StatefulSet. */
  readonly latencyMs: { readonly median: number; readonly p99: number; readonly max: number };
}

const WRITERS = 8;

/** Orders servers and watches for their StatefulSets. */
export class Orders {
  readonly #client: KubeClient;
  readonly #namespaces: readonly string[];
  readonly #seenAt = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #watching: Promise<void>;
  #ordered = 0;

  constructor(client: KubeClient, namespaces: readonly string[]) {
    this.#client = client;
    this.#namespaces = namespaces;
    this.#watching = this.#watch();
  }

  /** Every server ordered so far, `namespace/name`. */
  get servers(): { namespace: string; name: string }[] {
    return Array.from({ length: this.#ordered }, (_, index) => this.#ref(index));
  }

  /** Orders that many, at a rate or as fast as a few writers can, and waits until each has its StatefulSet. */
  async place(count: number, options: { perSecond?: number; deadlineMs: number; check: () => void }): Promise<OrderFigures> {
    const first = this.#ordered;
    this.#ordered += count;
    const orderedAt = new Map<string, number>();
    const order = async (index: number): Promise<void> => {
      const ref = this.#ref(index);
      orderedAt.set(`${ref.namespace}/${ref.name}`, performance.now());
      await this.#client.create(gameServers, orderOf(ref));
    };
    const began = performance.now();
    if (options.perSecond === undefined) await this.#atOnce(first, count, order);
    else await this.#paced(first, count, options.perSecond, order);
    const deadline = began + options.deadlineMs;
    for (;;) {
      options.check();
      const missing = [...orderedAt.keys()].find((key) => !this.#seenAt.has(key));
      if (missing === undefined) break;
      if (performance.now() > deadline) throw new Error(`${missing} has no StatefulSet after ${options.deadlineMs / 1000} s`);
      await sleep(50);
    }
    const waits: number[] = [];
    let last = began;
    for (const [key, at] of orderedAt) {
      const seen = this.#seenAt.get(key) ?? at;
      waits.push(seen - at);
      last = Math.max(last, seen);
    }
    waits.sort((a, b) => a - b);
    const seconds = (last - began) / 1000;
    const latencyMs = { median: quantile(waits, 0.5), p99: quantile(waits, 0.99), max: quantile(waits, 1) };
    return { orders: count, seconds, perSecond: count / seconds, latencyMs };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#watching;
  }

  async #atOnce(first: number, count: number, order: (index: number) => Promise<void>): Promise<void> {
    let next = first;
    const writer = async (): Promise<void> => {
      for (let index = next++; index < first + count; index = next++) await order(index);
    };
    await Promise.all(Array.from({ length: WRITERS }, writer));
  }

  async #paced(first: number, count: number, perSecond: number, order: (index: number) => Promise<void>): Promise<void> {
    const began = performance.now();
    const sent: Promise<void>[] = [];
    for (let n = 0; n < count; n++) {
      await sleep(Math.max(0, began + (n * 1000) / perSecond - performance.now()));
      sent.push(order(first + n));
    }
    await Promise.all(sent);
  }

  #ref(index: number): { namespace: string; name: string } {
    return {
      namespace: this.#namespaces[index % this.#namespaces.length] ?? 'default',
      name: `s${String(index).padStart(5, '0')}`,
    };
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stop;
    let resourceVersion: string | undefined;
    while (!signal.aborted) {
      try {
        for await (const { type, object } of this.#client.watch(metadataOnly(statefulSets), { signal, resourceVersion })) {
          resourceVersion = object.metadata.resourceVersion;
          if (type === 'BOOKMARK') continue;
          const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
          if (!this.#seenAt.has(key)) this.#seenAt.set(key, performance.now());
        }
      } catch {
        if (!signal.aborted) await sleep(100);
      }
    }
  }
}

/** A small Minecraft server inside the cluster: a headless Service, as the peer makes one. */
function orderOf({ namespace, name }: { namespace: string; name: string }): GameServer {
  return {
    apiVersion: API_VERSION,
    kind: 'GameServer',
    metadata: { namespace, name },
    spec: {
      game: 'minecraft',
      state: 'Running',
      intent: 'None',
      size: 'small',
      network: { type: 'ClusterIP' },
      licences: [{ id: 'minecraft-eula', accepted: true }],
      settings: { motd: `Server ${name}`, maxPlayers: 20 },
    },
  };
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
