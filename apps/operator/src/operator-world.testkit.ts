import { gameById, games } from '@gse/catalog';
import { createApiServer } from '@gse/embedded';
import { createKubeClient, persistentVolumeClaims, pods, statefulSets, type Fetch, type KubeClient } from '@gse/kube';
import { API_VERSION, customResourceDefinitions, LABELS } from '@gse/resources';
import { gameServers, type GameServer } from '@gse/server-objects';
import { vi } from 'vitest';
import { createOperator } from './operator.ts';

/** The game that is ordered: one that asks for neither licence nor credentials. */
export const ORDERED =
  games.find(
    ({ licences, secrets }) =>
      [...licences, ...Object.values(secrets).filter(({ optional, generate }) => !optional && generate === undefined)].length === 0,
  )?.id ?? '';

/** Longer than anything that follows from an event takes to begin. */
const QUIET_MS = 500;

/** An API server in memory with people, and with operators that are started and stopped; no node and no pods. */
export class OperatorWorld implements AsyncDisposable {
  readonly #api = createApiServer({ databasePath: ':memory:', crds: customResourceDefinitions() });
  readonly #running: { stop: AbortController; ended: Promise<void> }[] = [];
  /** Those of operators: `PATCH gameservers/status` and the like, of everything but watches and events. */
  readonly requests: string[] = [];
  readonly people: KubeClient = createKubeClient({ baseUrl: 'http://embedded.invalid', fetch: this.#api.fetch, fieldManager: 'people' });

  readonly #counting: Fetch = (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const [, , resource = '', , subresource] =
      /^\/(api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/[^/]+)?\/([^/]+)(\/[^/]+)?(?:\/([^/]+))?/.exec(pathname) ?? [];
    if (!searchParams.has('watch') && resource !== 'events')
      this.requests.push(`${request.method} ${resource}${subresource === undefined ? '' : `/${subresource}`}`);
    return this.#api.fetch(request);
  };

  async startOperator(knows: typeof gameById = gameById): Promise<void> {
    const client = createKubeClient({ baseUrl: 'http://embedded.invalid', fetch: this.#counting, fieldManager: 'gse-operator' });
    const operator = createOperator({ client, gameById: knows, agentImage: 'example.invalid/gse:1' });
    const stop = new AbortController();
    this.#running.push({ stop, ended: operator.run(stop.signal) });
    await operator.ready;
  }

  async stopOperators(): Promise<void> {
    for (const { stop, ended } of this.#running.splice(0)) {
      stop.abort();
      await ended;
    }
  }

  async order(name: string, spec: Partial<GameServer['spec']> = {}): Promise<void> {
    await this.people.create(gameServers, {
      apiVersion: API_VERSION,
      kind: 'GameServer',
      metadata: { namespace: 'default', name },
      spec: {
        game: ORDERED,
        state: 'Running',
        intent: 'None',
        network: { type: 'ClusterIP' },
        ...spec,
      },
    });
  }

  /** Waits until there are so many StatefulSets, and nothing more happens. */
  async untilMet(count: number): Promise<void> {
    const isMet = async () => {
      const { items } = await this.people.list(statefulSets);
      if (items.length !== count) throw new Error(`there are ${items.length} StatefulSets instead of ${count}`);
    };
    await vi.waitFor(isMet, { timeout: 20_000 });
    await this.untilQuiet();
  }

  async untilQuiet(): Promise<void> {
    for (let count = -1; count !== this.requests.length;) {
      count = this.requests.length;
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    }
  }

  /** The volume of a server, as the StatefulSet's controller makes it unless other labels are given. */
  async claimOf(name: string, labels: Record<string, string> = { [LABELS.server]: name, [LABELS.managedBy]: 'gse' }): Promise<void> {
    await this.people.create(persistentVolumeClaims, {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { namespace: 'default', name: `data-${name}-0`, labels },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
  }

  /** The pod of a server, which nobody runs. */
  async podOf(name: string): Promise<void> {
    await this.people.create(pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'default', name: `${name}-0`, labels: { [LABELS.server]: name, [LABELS.managedBy]: 'gse' } },
      spec: { containers: [{ name: 'game', image: 'example.invalid/game' }] },
    });
  }

  /** Names of the volumes there are. */
  async claims(): Promise<string[]> {
    return (await this.people.list(persistentVolumeClaims)).items.map(({ metadata }) => metadata.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stopOperators();
    await this.#api.close();
  }
}
