import type { Cache, KubeObject } from '@gse/kube';
import type { Caller } from '../session/callers.ts';
import type { Permissions } from './permissions.ts';

/**
 * Tells which namespaces a caller sees: all of them, or those in which the cluster lets them list servers. Somebody who sees
 * none is no error; there is just nothing to see.
 */
export async function visibleNamespaces(permissions: Permissions, caller: Caller, cache: Cache<KubeObject>): Promise<(namespace: string) => boolean> {
  if (await permissions.allows(caller, { verb: 'list', resource: 'gameservers' })) return () => true;
  const namespaces = [...new Set(cache.list().map(({ metadata }) => metadata.namespace ?? ''))];
  const allowed = await Promise.all(namespaces.map((namespace) => permissions.allows(caller, { verb: 'list', resource: 'gameservers', namespace })));
  const visible = new Set(namespaces.filter((_, index) => allowed[index]));
  return (namespace) => visible.has(namespace);
}
