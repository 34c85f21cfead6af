import type { KubeClient, Selection } from '../client/client.ts';
import { systemClock, type Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { silentLog, type Log } from '../log.ts';
import { objectKey, type KubeObject, type ResourceType } from '../object.ts';
import type { BackoffOptions } from './backoff.ts';
import { IndexedCache, type Cache, type Indexer } from './indexed-cache.ts';
import { runReflector, type ReflectorState } from './reflector.ts';
import { compareVersions } from './resource-version.ts';

/** What happened to an object in the cache. `old` is there for `updated` only. */
export type ChangeHandler<T extends KubeObject> = (type: 'added' | 'updated' | 'deleted', object: T, old?: T) => void;

/** A live, indexed copy of one kind. */
export interface Informer<T extends KubeObject> {
  readonly type: ResourceType<T>;
  readonly cache: Cache<T>;
  /** How the connection to the server is doing. */
  readonly state: Readonly<ReflectorState>;
  /** True once everything that existed at the start is in the cache; it stays true. */
  readonly hasSynced: boolean;
  /** Calls back for everything in the cache now, then for every change. Returns the way to stop. */
  onChange(handler: ChangeHandler<T>): () => void;
  /**
   * Takes in what the server answered to a write of an object that is in the informer's selection, so that the next
   * reconcile sees its own work before the watch tells of it. Ignored when the watch has already seen something newer.
   */
  observe(object: T): void;
  /** Resolves when {@link hasSynced} is true; rejects when the signal fires before. */
  waitForSync(signal: AbortSignal): Promise<void>;
  /** Keeps the cache up to date until the signal fires. Once per informer. */
  run(signal: AbortSignal): Promise<void>;
}

/** What an informer needs. */
export interface InformerOptions<T extends KubeObject> extends Selection {
  client: KubeClient;
  type: ResourceType<T>;
  indexers?: Record<string, Indexer<T>> | undefined;
  /** What is kept of an object: drop what nobody reads to save memory. It must keep the metadata. */
  transform?: ((object: T) => T) | undefined;
  pageSize?: number | undefined;
  backoff?: BackoffOptions | undefined;
  /** How long a watch may say nothing before it is taken for dead. */
  inactivityMs?: number | undefined;
  clock?: Clock | undefined;
  random?: (() => number) | undefined;
  log?: Log | undefined;
}

const defaultPageSize = 500;

/** Creates an informer; nothing happens before `run`. */
export function createInformer<T extends KubeObject>(options: InformerOptions<T>): Informer<T> {
  const { type, log = silentLog, clock = systemClock, transform = (object: T) => object } = options;
  const cache = new IndexedCache<T>(options.indexers);
  const handlers = new Set<ChangeHandler<T>>();
  const synced = Promise.withResolvers<void>();
  const state: ReflectorState = { phase: 'listing', heardAt: undefined, triedAt: clock.elapsed(), failures: 0, error: undefined };
  let hasSynced = false;
  /** Up to where the reflector has seen everything. */
  let seenVersion: string | undefined;
  let isRestored = false;

  function call(handler: ChangeHandler<T>, ...change: Parameters<ChangeHandler<T>>): void {
    try {
      handler(...change);
    } catch (err) {
      log.error({ err, kind: type.kind, key: objectKey(change[1].metadata) }, 'A change handler failed');
    }
  }

  function notify(...change: Parameters<ChangeHandler<T>>): void {
    for (const handler of handlers) call(handler, ...change);
  }

  function shape(received: T): T {
    delete received.metadata.managedFields;
    return transform(received);
  }

  function upsert(object: T): void {
    const old = cache.getByKey(objectKey(object.metadata));
    if (old && old.metadata.uid !== object.metadata.uid) {
      if (isNewer(old, object)) return;
      // Deleted and created again while nobody looked: two objects, not a change of one.
      remove(old);
      cache.set(object);
      notify('added', object);
    } else if (!old) {
      cache.set(object);
      notify('added', object);
    } else if (old.metadata.resourceVersion !== object.metadata.resourceVersion && !isNewer(old, object)) {
      cache.set(object);
      notify('updated', object, old);
    }
  }

  /** What was observed from a write is ahead of the watch, which tells older states before it catches up. */
  function isNewer(cached: T, object: T): boolean {
    return !isRestored && (compareVersions(cached.metadata.resourceVersion, object.metadata.resourceVersion) ?? 0) > 0;
  }

  function remove(received: T): void {
    const key = objectKey(received.metadata);
    const cached = cache.getByKey(key);
    if (!cached || (cached.metadata.uid !== received.metadata.uid && isNewer(cached, received))) return;
    cache.delete(key);
    notify('deleted', shape(received));
  }

  function observe(object: T): void {
    const isAhead = (compareVersions(object.metadata.resourceVersion, seenVersion) ?? -1) > 0;
    // A deleted object's last state would stay for ever: the watch has told of the deletion already.
    if (!isAhead || !hasSynced) return;
    const { apiVersion, kind, metadata } = object;
    const body = type.isMetadataOnly ? {} : object;
    upsert(shape({ ...body, apiVersion, kind, metadata: { ...metadata } } as T));
  }

  function replace(objects: T[], resourceVersion: string): void {
    // Versions that go back are those of a restored database: nothing that was seen before counts against them.
    isRestored = (compareVersions(resourceVersion, seenVersion) ?? 0) < 0;
    seenVersion = resourceVersion;
    const present = new Set(objects.map((object) => objectKey(object.metadata)));
    for (const key of cache.keys()) {
      const gone = present.has(key) ? undefined : cache.getByKey(key);
      const isYounger = !isRestored && (compareVersions(gone?.metadata.resourceVersion, resourceVersion) ?? 0) > 0;
      if (gone && !isYounger) remove(gone);
    }
    for (const object of objects) upsert(object);
    isRestored = false;
    hasSynced = true;
    synced.resolve();
  }

  return {
    type,
    cache,
    state,
    observe,
    get hasSynced() {
      return hasSynced;
    },
    onChange(handler) {
      for (const object of cache.list()) call(handler, 'added', object);
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    waitForSync(signal) {
      return new Promise((resolve, reject) => {
        const onAbort = () =>
          reject(new KubeError({ code: 'GSE_KUBE_ABORTED', message: `${type.plural}: stopped before the first list was complete` }));
        if (signal.aborted) return onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        void synced.promise.then(() => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
      });
    },
    run: (signal) =>
      runReflector(
        {
          client: options.client,
          type,
          namespace: options.namespace,
          labelSelector: options.labelSelector,
          fieldSelector: options.fieldSelector,
          sink: {
            shape,
            replace,
            upsert: (object) => upsert(shape(object)),
            remove,
            advance: (resourceVersion) => void (seenVersion = resourceVersion),
          },
          state,
          clock,
          random: options.random ?? Math.random,
          log,
          pageSize: options.pageSize ?? defaultPageSize,
          backoff: options.backoff ?? {},
          inactivityMs: options.inactivityMs,
        },
        signal,
      ),
  };
}
