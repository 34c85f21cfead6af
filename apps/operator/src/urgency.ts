import type { Lane } from '@gse/kube';
import type { Caches } from './caches.ts';

/**
 * How urgent a server is: somebody waits for one that shall stop or go, with players who were given a time. A storm of new
 * orders must not hold that up.
 */
export function laneOf(caches: Pick<Caches, 'servers' | 'statefulSets'>, key: string): Lane {
  const server = caches.servers.cache.getByKey(key);
  if (server === undefined) return 'normal';
  if (server.metadata.deletionTimestamp !== undefined) return 'urgent';
  const shallRun = server.spec.state === 'Running' && server.spec.intent !== 'Suspended' && server.status?.desiredReplicas !== 0;
  if (shallRun) return 'normal';
  // One that has stopped is in no hurry any more.
  return (caches.statefulSets.cache.getByKey(key)?.spec.replicas ?? 0) > 0 ? 'urgent' : 'normal';
}
