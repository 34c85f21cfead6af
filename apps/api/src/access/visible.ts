import type { KubeObject } from '@gse/kube';
import type { Caller } from '../session/callers.ts';
import type { Permissions, Wish } from './permissions.ts';

const QUESTIONS_AT_ONCE = 20;

/**
 * Tells which namespaces a caller sees: all of them, or those in which the cluster lets them list servers. Somebody who sees
 * none is no error; there is just nothing to see.
 */
export async function visibleNamespaces(
  permissions: Permissions,
  caller: Caller,
  objects: readonly KubeObject[],
): Promise<(namespace: string) => boolean> {
  if (await permissions.allows(caller, { verb: 'list', resource: 'gameservers' })) return () => true;
  const namespaces = [...new Set(objects.map(({ metadata }) => metadata.namespace ?? ''))];
  const visible = await allowedNamespaces(permissions, caller, { verb: 'list', resource: 'gameservers' }, namespaces);
  return (namespace) => visible.has(namespace);
}

/** Those of the namespaces in which a caller may do something. */
export async function allowedNamespaces(
  permissions: Permissions,
  caller: Caller,
  wish: Omit<Wish, 'namespace'>,
  namespaces: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let at = 0; at < namespaces.length; at += QUESTIONS_AT_ONCE) {
    const some = namespaces.slice(at, at + QUESTIONS_AT_ONCE);
    const allowed = await Promise.all(some.map((namespace) => permissions.allows(caller, { ...wish, namespace })));
    for (const [index, namespace] of some.entries()) if (allowed[index]) found.add(namespace);
  }
  return found;
}
