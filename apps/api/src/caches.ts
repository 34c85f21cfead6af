import {
  createInformer,
  events,
  pods,
  type AnyInformer,
  type Clock,
  type Informer,
  type KubeClient,
  type KubeEvent,
  type Log,
  type Pod,
} from '@gse/kube';
import { LABELS } from '@gse/resources';
import { SESSION_KIND } from './activity/recorder.ts';
import { gameOperations, gameServers, MANAGED_BY, type GameOperation, type GameServer } from '@gse/server-objects';

/** Index of operations and events by the key of their server. */
export const BY_SERVER = 'server';

/** Live copies of what many callers look at; filtered by each caller's permissions before anything is shown. */
export interface Caches {
  readonly servers: Informer<GameServer>;
  readonly operations: Informer<GameOperation>;
  readonly pods: Informer<Pod>;
  readonly events: Informer<KubeEvent>;
  /** Sign-ins, as the API has noted them. */
  readonly sessions: Informer<KubeEvent>;
  /** All of them, for those who look after their health. */
  readonly all: readonly AnyInformer[];
  /** Names of those that have not seen everything yet. */
  notSynced(): string[];
  /** Resolves when everything was seen once. */
  waitForSync(signal: AbortSignal): Promise<void>;
  /** Runs until the signal fires. */
  run(signal: AbortSignal): Promise<void>;
}

export function createCaches(client: KubeClient, clock: Clock, log: Log): Caches {
  const common = { client, clock, log };
  const servers = createInformer({ ...common, type: gameServers });
  const operations = createInformer({
    ...common,
    type: gameOperations,
    indexers: { [BY_SERVER]: ({ metadata, spec }) => [`${metadata.namespace ?? ''}/${spec.server}`] },
  });
  const ours = createInformer({ ...common, type: pods, labelSelector: `${LABELS.managedBy}=${MANAGED_BY}` });
  const stories = createInformer({
    ...common,
    type: events,
    fieldSelector: 'involvedObject.kind=GameServer',
    indexers: { [BY_SERVER]: ({ involvedObject }) => [`${involvedObject.namespace ?? ''}/${involvedObject.name ?? ''}`] },
  });
  const sessions = createInformer({ ...common, type: events, fieldSelector: `involvedObject.kind=${SESSION_KIND}` });
  const all = [servers, operations, ours, stories, sessions];
  return {
    servers,
    operations,
    pods: ours,
    events: stories,
    sessions,
    all,
    notSynced: () => all.filter((informer) => !informer.hasSynced).map((informer) => informer.type.plural),
    waitForSync: async (signal) => {
      await Promise.all(all.map(async (informer) => await informer.waitForSync(signal)));
    },
    run: async (signal) => {
      await Promise.all(all.map((informer) => informer.run(signal)));
    },
  };
}
