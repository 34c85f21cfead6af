import { type KubeEvent, objectKey } from '@gse/kube';
import type { Reason } from '@gse/resources';
import { claimName, type GameServer } from '@gse/server-objects';
import { BY_SUBJECT, type Caches } from '../caches.ts';
import { refusal } from '../workload/refusal.ts';
import type { Troubles } from '../workload/troubles.ts';
import { NODE_PORT_FIX } from './network.ts';

/**
 * Why a server that is to run is not as it is wished, in the platform's words; undefined while nothing is known to stand in the way.
 * @param hasPod what kept a pod from being made is over once there is one
 */
export function observeTrouble(server: GameServer, caches: Caches, troubles: Troubles, hasPod: boolean): Reason | undefined {
  const { namespace, name } = server.metadata;
  const key = objectKey({ namespace, name });
  const workload = troubles.get(key, 'parts') ?? troubles.get(key, 'workload');
  if (workload) return workload;
  const service = troubles.get(key, 'service');
  if (service) return (server.spec.network?.type ?? 'LoadBalancer') === 'LoadBalancer' ? { ...service, fix: NODE_PORT_FIX } : service;
  if (hasPod) return undefined;
  const set = caches.statefulSets.cache.getByKey(key);
  const refused = set && latestAbout(caches.podRefusals.cache.byIndex(BY_SUBJECT, key), set.metadata.uid);
  return refused?.message === undefined ? undefined : refusal(refused.message, 'the pod of the server');
}

/** What the volume's own trouble is, where the pod only waits for it. */
export function claimWarning(server: GameServer, caches: Caches): KubeEvent | undefined {
  const { namespace, name } = server.metadata;
  const key = objectKey({ namespace, name: claimName(name) });
  const claim = caches.claims.cache.getByKey(key);
  return claim?.status?.phase === 'Bound'
    ? undefined
    : latestAbout(caches.claimWarnings.cache.byIndex(BY_SUBJECT, key), claim?.metadata.uid);
}

/** What the platform complained of last about the Service. */
export function serviceWarning(server: GameServer, caches: Caches): KubeEvent | undefined {
  const key = objectKey(server.metadata);
  const service = caches.services.cache.getByKey(key);
  return latestAbout(caches.serviceWarnings.cache.byIndex(BY_SUBJECT, key), service?.metadata.uid);
}

/** The latest about this very object: one of an earlier life of the same name counts for nothing. */
function latestAbout(events: readonly KubeEvent[], uid: string | undefined): KubeEvent | undefined {
  return events
    .filter((event) => uid !== undefined && event.involvedObject.uid === uid)
    .toSorted((a, b) => timeOf(b) - timeOf(a))
    .at(0);
}

function timeOf({ lastTimestamp, eventTime, firstTimestamp }: KubeEvent): number {
  return Date.parse(lastTimestamp ?? eventTime ?? firstTimestamp ?? '') || 0;
}
