import { connectCluster, createInformer, createKubeClient } from '@gse/kube';
import { gameServers } from '@gse/server-objects';
import type { TestMachine } from './machine.ts';

/** The status of a server, read as a test needs it. */
export type Status = Readonly<Record<string, unknown>>;

interface Waiter {
  look(): void;
}

/** Every status that servers go through, in their order: also those that are over before anybody could ask. */
export class Statuses implements AsyncDisposable {
  readonly #told = new Map<string, Status[]>();
  /** How many of them were looked at, by server: what is waited for comes after what was waited for before. */
  readonly #looked = new Map<string, number>();
  readonly #waiters = new Set<Waiter>();
  readonly #stop = new AbortController();
  #ended: Promise<void> | undefined;
  #close: (() => Promise<void>) | undefined;

  /** Begins to listen; servers that are there have gone through their present status. */
  static async of({ kubeconfig, namespace }: Pick<TestMachine, 'kubeconfig' | 'namespace'>): Promise<Statuses> {
    const statuses = new Statuses();
    const connection = await connectCluster({ kubeconfig });
    const client = createKubeClient({ ...connection, fieldManager: 'tests' });
    const informer = createInformer({ client, type: gameServers, namespace });
    informer.onChange((_type, { metadata, status }) => {
      statuses.#told.set(metadata.name, [...(statuses.#told.get(metadata.name) ?? []), status ?? {}]);
      for (const waiter of statuses.#waiters) waiter.look();
    });
    statuses.#ended = informer.run(statuses.#stop.signal);
    statuses.#close = () => connection.close();
    await informer.waitForSync(statuses.#stop.signal);
    return statuses;
  }

  /** The next status of a server that is as wanted. */
  async next(name: string, what: string, isWanted: (status: Status) => boolean, within = 120_000): Promise<Status> {
    const found = Promise.withResolvers<Status>();
    const look = (): void => {
      const told = this.#told.get(name) ?? [];
      for (let index = this.#looked.get(name) ?? 0; index < told.length; index++) {
        const status = told[index] ?? {};
        if (!isWanted(status)) continue;
        this.#looked.set(name, index + 1);
        found.resolve(status);
        return;
      }
    };
    const waiter = { look };
    const giveUp = setTimeout(() => {
      found.reject(new Error(`waited in vain for ${what}; ${name} says ${JSON.stringify(this.#told.get(name)?.at(-1))}`));
    }, within);
    this.#waiters.add(waiter);
    look();
    try {
      return await found.promise;
    } finally {
      clearTimeout(giveUp);
      this.#waiters.delete(waiter);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    await this.#close?.();
  }
}
