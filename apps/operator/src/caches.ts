import {
  configMaps,
  createInformer,
  events,
  metadataOnly,
  networkPolicies,
  objectKey,
  persistentVolumeClaims,
  pods,
  secrets,
  services,
  statefulSets,
  type ConfigMap,
  type Informer,
  type KubeEvent,
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
import { keptConfigMap, keptOperation, keptPod, keptSecret, keptStatefulSet, SharedParts } from './kept-forms.ts';
import { MANAGED_BY, serverOfClaim } from '@gse/server-objects';

/** Name of the index of operations by their server's key. */
export const BY_SERVER = 'server';
/** Name of the index of events by the key of the object they are about. */
export const BY_SUBJECT = 'subject';

/**
 * Objects that a list brings at a time. The kinds are listed side by side, and what has just come takes ten times the room of
 * what is kept of it.
 */
const PAGE_SIZE = 50;
/** As much of a warning as a status would tell. */
const LONGEST_WARNING = 1_000;

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
  /** Metadata alone: policies only ever add, so one that somebody widened by hand is no less than another beside it. */
  readonly networkPolicies: Informer<KubeObject>;
  /** Why StatefulSets could not make their pods. */
  readonly podRefusals: Informer<KubeEvent>;
  /** What load balancers complain of. */
  readonly serviceWarnings: Informer<KubeEvent>;
  /** What storage drivers complain of. */
  readonly claimWarnings: Informer<KubeEvent>;
  /** Key of the server an object was made for, by its label. */
  serverKeys(this: void, object: KubeObject): string[];
  /** Key of the server whose object an event is about. */
  warnedKeys(this: void, event: KubeEvent): string[];
}

/** Declares the informers; the manager runs them. */
export function createCaches({ client, runtime }: OperatorContext): Caches {
  const all = <T extends KubeObject>(type: ResourceType<T>) =>
    createInformer({ client, type, log: runtime.log, clock: runtime.clock, pageSize: PAGE_SIZE });
  const ours = <T extends KubeObject>(type: ResourceType<T>, transform?: (object: T) => T) =>
    createInformer({
      client,
      type,
      transform,
      log: runtime.log,
      clock: runtime.clock,
      pageSize: PAGE_SIZE,
      labelSelector: `${LABELS.managedBy}=${MANAGED_BY}`,
    });
  /** Events last for an hour, and these kinds tell of trouble only: a healthy cluster has none. */
  const warnings = (kind: string, selector: string) =>
    createInformer({
      client,
      type: events,
      log: runtime.log,
      clock: runtime.clock,
      pageSize: PAGE_SIZE,
      fieldSelector: `involvedObject.kind=${kind},${selector}`,
      indexers: { [BY_SUBJECT]: subjectKeys },
      transform: ({ apiVersion, kind: eventKind, metadata: { name, namespace, uid, resourceVersion }, ...event }: KubeEvent) => ({
        apiVersion,
        kind: eventKind,
        metadata: { name, namespace, uid, resourceVersion },
        involvedObject: event.involvedObject,
        reason: event.reason,
        message: event.message?.slice(0, LONGEST_WARNING),
        firstTimestamp: event.firstTimestamp,
        lastTimestamp: event.lastTimestamp,
        eventTime: event.eventTime,
      }),
    });
  const servers = all(gameServers);
  const parts = new SharedParts();
  return {
    servers,
    operations: createInformer({
      client,
      type: gameOperations,
      transform: keptOperation,
      log: runtime.log,
      clock: runtime.clock,
      pageSize: PAGE_SIZE,
      indexers: { [BY_SERVER]: (operation) => [`${operation.metadata.namespace ?? ''}/${operation.spec.server}`] },
    }),
    statefulSets: ours(statefulSets, (set) => keptStatefulSet(set, parts)),
    pods: ours(pods, (pod) => keptPod(pod, parts)),
    services: ours(services),
    configMaps: ours(configMaps, keptConfigMap),
    // One that a person or a chart made is managed by them, and has no more than the label of the server.
    secrets: createInformer({
      client,
      type: secrets,
      transform: keptSecret,
      log: runtime.log,
      clock: runtime.clock,
      pageSize: PAGE_SIZE,
      labelSelector: LABELS.server,
    }),
    claims: ours(persistentVolumeClaims),
    networkPolicies: ours(metadataOnly(networkPolicies)),
    podRefusals: warnings('StatefulSet', 'reason=FailedCreate'),
    serviceWarnings: warnings('Service', 'type=Warning'),
    claimWarnings: warnings('PersistentVolumeClaim', 'type=Warning'),
    warnedKeys: ({ involvedObject: { kind, namespace, name = '' } }) => {
      const server = kind === 'PersistentVolumeClaim' ? serverOfClaim(name) : name;
      const key = objectKey({ namespace, name: server ?? '' });
      return servers.cache.getByKey(key) === undefined ? [] : [key];
    },
    serverKeys: ({ metadata }) => {
      const server = metadata.labels?.[LABELS.server];
      return server === undefined ? [] : [`${metadata.namespace ?? ''}/${server}`];
    },
  };
}

/** Key of the object that an event is about. */
function subjectKeys({ involvedObject: { namespace, name } }: KubeEvent): string[] {
  return name === undefined ? [] : [objectKey({ namespace, name })];
}
