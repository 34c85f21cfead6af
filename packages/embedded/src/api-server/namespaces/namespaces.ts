import { randomUUID } from 'node:crypto';
import { timestamp } from '@gse/kube';
import type { Api } from '../api.ts';
import { clone, objectAt } from '../json.ts';
import type { ChangeEvent } from '../store/event-log.ts';
import { deleteStored } from '../verbs/delete.ts';
import { removeObject } from '../verbs/remove.ts';

const place = (name: string) => ({ storage: 'namespaces', namespace: '', name });

/** Empties namespaces that are being deleted, and removes them once nothing is left. Returns what stops it. */
export function emptyDeletedNamespaces(api: Api): () => void {
  const definition = api.registry.find('', 'v1', 'namespaces');
  if (!definition) return () => {};

  const advance = (name: string) => {
    const namespace = api.store.get(place(name));
    if (!namespace?.object.metadata.deletionTimestamp) return;
    let left = 0;
    for (const kind of api.registry.stored()) {
      if (!kind.namespaced) continue;
      for (const stored of api.store.list(kind.storage, name)) {
        const isAsked = stored.object.metadata.deletionTimestamp !== undefined;
        if (isAsked || !deleteStored(api, kind, stored, { propagation: 'Background' }).isGone) left += 1;
      }
    }
    if (left > 0) return;
    const last = clone(namespace.object);
    last['spec'] = { ...objectAt(last, 'spec'), finalizers: [] };
    if ((last.metadata.finalizers ?? []).length === 0) removeObject(api, definition, last);
  };

  const touched = (event: ChangeEvent): string | undefined => {
    if (event.storage === 'namespaces') return event.type === 'DELETED' ? undefined : event.object.name;
    return event.type === 'DELETED' ? event.object.namespace : undefined;
  };
  for (const namespace of api.store.list('namespaces')) advance(namespace.name);
  return api.store.onCommit((events) => {
    for (const name of new Set(events.map(touched))) if (name) advance(name);
  });
}

/** Makes a namespace that must exist. */
export function ensureNamespace(api: Api, name: string): void {
  if (api.store.get(place(name))) return;
  api.store.put('namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      uid: randomUUID(),
      creationTimestamp: timestamp(api.clock.now()),
      labels: { 'kubernetes.io/metadata.name': name },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  });
}
