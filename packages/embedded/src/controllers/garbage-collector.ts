import {
  createController,
  hasFinalizer,
  isNotFound,
  objectKey,
  parseObjectKey,
  removeFinalizer,
  type Clock,
  type Controller,
  type ControllerWatch,
  type KubeClient,
  type KubeObject,
  type Log,
  type MetricsRegistry,
  type OwnerReference,
} from '@gse/kube';
import type { MonitoredObject, ResourceMonitor } from './resource-monitor.ts';

/** The owner stays until its dependents are gone. Set by the API server for `propagationPolicy: Foreground`. */
const foregroundFinalizer = 'foregroundDeletion';
/** The owner stays until its dependents have let go of it. Set by the API server for `propagationPolicy: Orphan`. */
const orphanFinalizer = 'orphan';

/** What the collector needs. */
export interface GarbageCollectorOptions {
  client: KubeClient;
  monitor: ResourceMonitor;
  clock: Clock;
  log: Log;
  metrics: MetricsRegistry;
}

/** How an owner stands to its dependents. `waiting`: it is being deleted in the foreground, they go first. */
type OwnerState = 'solid' | 'waiting' | 'absent';

const concurrency = 4;

function isForegroundDeleted({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes(foregroundFinalizer) ?? false);
}

/** Kinds and names have no spaces. */
function keyOf({ apiVersion, kind, metadata }: KubeObject): string {
  return `${apiVersion} ${kind} ${objectKey(metadata)}`;
}

function ownerRef(owner: OwnerReference, dependent: KubeObject, isNamespaced: boolean) {
  return { name: owner.name, namespace: isNamespaced ? dependent.metadata.namespace : undefined };
}

/**
 * Deletes what all owners of are gone, and carries out foreground and orphaning deletions.
 * Level-based over live caches: what was orphaned while nobody looked is found at the next start.
 */
export function createGarbageCollector({ client, monitor, clock, log, metrics }: GarbageCollectorOptions): Controller {
  const watchEverything: ControllerWatch = {
    informer: monitor,
    subscribe: (enqueue) =>
      monitor.onChange((change, object, old) => {
        if (change !== 'deleted') return concerns(object) && enqueue(keyOf(object));
        for (const dependent of monitor.dependentsOf(object.metadata.uid ?? '')) enqueue(keyOf(dependent.object));
        // An owner that waits in the foreground may have waited for this one.
        for (const owner of ownersOf(old ?? object)) enqueue(keyOf(owner));
      }),
  };

  function concerns({ metadata }: KubeObject): boolean {
    return (metadata.ownerReferences?.length ?? 0) > 0 || metadata.deletionTimestamp !== undefined;
  }

  function ownersOf(object: KubeObject): KubeObject[] {
    return (object.metadata.ownerReferences ?? []).flatMap((owner) => {
      const found = cachedOwner(owner, object);
      return found ? [found] : [];
    });
  }

  function cachedOwner(owner: OwnerReference, dependent: KubeObject): KubeObject | undefined {
    const type = monitor.typeOf(owner.apiVersion, owner.kind);
    const found = type && monitor.get(owner.apiVersion, owner.kind, ownerRef(owner, dependent, type.namespaced))?.object;
    return found?.metadata.uid === owner.uid ? found : undefined;
  }

  /** A cache may lag behind: before an owner counts as gone, the server itself is asked. */
  async function stateOf(owner: OwnerReference, dependent: KubeObject, signal: AbortSignal): Promise<OwnerState> {
    const cached = cachedOwner(owner, dependent);
    if (cached) return isForegroundDeleted(cached) ? 'waiting' : 'solid';
    const type = monitor.typeOf(owner.apiVersion, owner.kind);
    // Nobody knows this kind (any more): that is no proof that the owner is gone.
    if (!type) return 'solid';
    try {
      const live = await client.get(type, ownerRef(owner, dependent, type.namespaced), { signal });
      if (live.metadata.uid !== owner.uid) return 'absent';
      return isForegroundDeleted(live) ? 'waiting' : 'solid';
    } catch (error) {
      if (isNotFound(error)) return 'absent';
      throw error;
    }
  }

  async function collect({ type, object }: MonitoredObject, signal: AbortSignal): Promise<void> {
    const owners = object.metadata.ownerReferences ?? [];
    if (owners.length === 0) return;
    const states = await Promise.all(owners.map((owner) => stateOf(owner, object, signal)));
    if (states.every((state) => state === 'solid')) return;
    const { uid, resourceVersion } = object.metadata;
    if (states.includes('solid')) {
      const ownerReferences = owners.filter((_, index) => states[index] === 'solid');
      await client.patch(type, object.metadata, { metadata: { uid, resourceVersion, ownerReferences } }, { signal });
      return;
    }
    const hasDependents = monitor.dependentsOf(uid ?? '').length > 0;
    await client.delete(type, object.metadata, {
      // The version too: an owner that was added meanwhile must not be overlooked.
      preconditions: { uid, resourceVersion },
      ...(states.includes('waiting') && hasDependents ? { propagationPolicy: 'Foreground' } : {}),
      signal,
    });
    log.info({ kind: object.kind, key: objectKey(object.metadata) }, 'Deleted, because its owners are gone');
  }

  /** Dependents that block are deleted first; {@link collect} does it, because it finds their owner waiting. */
  async function finishForeground({ type, object }: MonitoredObject, signal: AbortSignal): Promise<void> {
    const { uid } = object.metadata;
    const blocking = monitor
      .dependentsOf(uid ?? '')
      .filter((dependent) => dependent.object.metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion));
    if (blocking.length === 0) return await removeFinalizer(client, type, object, foregroundFinalizer, { signal });
    for (const dependent of blocking) {
      if (dependent.object.metadata.deletionTimestamp === undefined) controller.enqueue(keyOf(dependent.object));
    }
  }

  async function orphanDependents({ type, object }: MonitoredObject, signal: AbortSignal): Promise<void> {
    for (const dependent of monitor.dependentsOf(object.metadata.uid ?? '')) {
      const { uid, resourceVersion, ownerReferences = [] } = dependent.object.metadata;
      const remaining = ownerReferences.filter((owner) => owner.uid !== object.metadata.uid);
      const patch = { metadata: { uid, resourceVersion, ownerReferences: remaining } };
      await client.patch(dependent.type, dependent.object.metadata, patch, { signal }).catch((error: unknown) => {
        if (!isNotFound(error)) throw error;
      });
    }
    await removeFinalizer(client, type, object, orphanFinalizer, { signal });
  }

  const controller = createController({
    name: 'garbage-collector',
    watches: [watchEverything],
    concurrency,
    clock,
    log,
    metrics,
    async reconcile(key, { signal }) {
      const [apiVersion = '', kind = '', name = ''] = key.split(' ');
      const found = monitor.get(apiVersion, kind, parseObjectKey(name));
      if (!found) return;
      try {
        if (found.object.metadata.deletionTimestamp === undefined) await collect(found, signal);
        else if (hasFinalizer(found.object, orphanFinalizer)) await orphanDependents(found, signal);
        else if (hasFinalizer(found.object, foregroundFinalizer)) await finishForeground(found, signal);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  });
  return controller;
}
