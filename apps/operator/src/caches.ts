import {
  configMaps,
  createInformer,
  persistentVolumeClaims,
  pods,
  secrets,
  services,
  statefulSets,
  type ConfigMap,
  type Informer,
  type KubeObject,
  type PersistentVolumeClaim,
  type Pod,
  type ResourceType,
  type Secret,
  type Service,
  type StatefulSet,
} from '@gse/kube';
import { LABELS } from '@gse/resources';
import type { OperatorContext } from './context.ts';
import { gameOperations, gameServers, type GameOperation, type GameServer } from '@gse/server-objects';
import { MANAGED_BY } from '@gse/server-objects';

/** Name of the index of operations by their server's key. */
export const BY_SERVER = 'server';

/** Live copies of everything the operator reads; controllers read nothing else. */
export interface Caches {
  readonly servers: Informer<GameServer>;
  readonly operations: Informer<GameOperation>;
  readonly statefulSets: Informer<StatefulSet>;
  readonly pods: Informer<Pod>;
  readonly services: Informer<Service>;
  readonly configMaps: Informer<ConfigMap>;
  readonly secrets: Informer<Secret>;
  readonly claims: Informer<PersistentVolumeClaim>;
  /** Key of the server an object was made for, by its label. */
  serverKeys(this: void, object: KubeObject): string[];
}

/** Declares the informers; the manager runs them. */
export function createCaches({ client, runtime }: OperatorContext): Caches {
  const all = <T extends KubeObject>(type: ResourceType<T>) => createInformer({ client, type, log: runtime.log, clock: runtime.clock });
  const ours = <T extends KubeObject>(type: ResourceType<T>) =>
    createInformer({ client, type, log: runtime.log, clock: runtime.clock, labelSelector: `${LABELS.managedBy}=${MANAGED_BY}` });
  return {
    servers: all(gameServers),
    operations: createInformer({
      client,
      type: gameOperations,
      log: runtime.log,
      clock: runtime.clock,
      indexers: { [BY_SERVER]: (operation) => [`${operation.metadata.namespace ?? ''}/${operation.spec.server}`] },
    }),
    statefulSets: ours(statefulSets),
    pods: ours(pods),
    services: ours(services),
    configMaps: ours(configMaps),
    secrets: ours(secrets),
    claims: ours(persistentVolumeClaims),
    serverKeys: ({ metadata }) => {
      const server = metadata.labels?.[LABELS.server];
      return server === undefined ? [] : [`${metadata.namespace ?? ''}/${server}`];
    },
  };
}
