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
import type { EventSeal } from './activity/event-seal.ts';
import { SESSION_KIND, SESSION_NAMESPACE } from './activity/recorder.ts';
import { keptEvent, keptPod } from './kept.ts';
import { gameOperations, gameServers, MANAGED_BY, type GameOperation, type GameServer } from '@gse/server-objects';

/** Index of operations and events by the key of their server. */
export const BY_SERVER = 'server';

/** Of what tenants may make as large as the cluster takes, so many are read at once: an answer has to fit into memory. */
const PAGE_SIZE = 50;

/** Live copies of what many callers look at; filtered by each caller's permissions before anything is shown. */
export interface Caches {
  readonly servers: Informer<GameServer>;
  readonly operations: Informer<GameOperation>;
  readonly pods: Informer<Pod>;
  /** Of servers. Those that the API has not written itself have no actor. */
  readonly events: Informer<KubeEvent>;
  /** What the API has noted of sign-ins, and what pretends to be that: only those with an actor are ours. */
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

export function createCaches(client: KubeClient, clock: Clock, log: Log, { isOurs }: Pick<EventSeal, 'isOurs'>): Caches {
  const common = { client, clock, log };
  const told = { ...common, type: events, transform: keptEvent(isOurs), pageSize: PAGE_SIZE };
  const servers = createInformer({ ...common, type: gameServers });
  const operations = createInformer({
    ...common,
    type: gameOperations,
    indexers: { [BY_SERVER]: ({ metadata, spec }) => [`${metadata.namespace ?? ''}/${spec.server}`] },
  });
  const ours = createInformer({
    ...common,
    type: pods,
    labelSelector: `${LABELS.managedBy}=${MANAGED_BY}`,
    transform: keptPod,
    pageSize: PAGE_SIZE,
  });
  const stories = createInformer({
    ...told,
    fieldSelector: 'involvedObject.kind=GameServer',
    indexers: { [BY_SERVER]: ({ involvedObject }) => [`${involvedObject.namespace ?? ''}/${involvedObject.name ?? ''}`] },
  });
  const sessions = createInformer({ ...told, namespace: SESSION_NAMESPACE, fieldSelector: `involvedObject.kind=${SESSION_KIND}` });
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
