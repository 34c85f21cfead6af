import type { KubeClient, Selection } from '../client/client.ts';
import { systemClock, type Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { silentLog, type Log } from '../log.ts';
import { objectKey, type KubeObject, type ResourceType } from '../object.ts';
import type { BackoffOptions } from './backoff.ts';
import { IndexedCache, type Cache, type Indexer } from './indexed-cache.ts';
import { runReflector } from './reflector.ts';

/** What happened to an object in the cache. `old` is there for `updated` only. */
export type ChangeHandler<T extends KubeObject> = (type: 'added' | 'updated' | 'deleted', object: T, old?: T) => void;

/** A live, indexed copy of one kind. */
export interface Informer<T extends KubeObject> {
  readonly type: ResourceType<T>;
  readonly cache: Cache<T>;
  /** True once everything that existed at the start is in the cache; it stays true. */
  readonly hasSynced: boolean;
  /** Calls back for everything in the cache now, then for every change. Returns the way to stop. */
  onChange(handler: ChangeHandler<T>): () => void;
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
  const { type, log = silentLog } = options;
  const cache = new IndexedCache<T>(options.indexers);
  const handlers = new Set<ChangeHandler<T>>();
  const synced = Promise.withResolvers<void>();
  let hasSynced = false;

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

  function upsert(object: T): void {
    delete object.metadata.managedFields;
    const old = cache.getByKey(objectKey(object.metadata));
    if (old && old.metadata.uid !== object.metadata.uid) {
      // Deleted and created again while nobody looked: two objects, not a change of one.
      remove(old);
      cache.set(object);
      notify('added', object);
    } else if (!old) {
      cache.set(object);
      notify('added', object);
    } else if (old.metadata.resourceVersion !== object.metadata.resourceVersion) {
      cache.set(object);
      notify('updated', object, old);
    }
  }

  function remove(object: T): void {
    const key = objectKey(object.metadata);
    if (!cache.getByKey(key)) return;
    delete object.metadata.managedFields;
    cache.delete(key);
    notify('deleted', object);
  }

  function replace(objects: T[]): void {
    const present = new Set(objects.map((object) => objectKey(object.metadata)));
    for (const key of cache.keys()) {
      const gone = present.has(key) ? undefined : cache.getByKey(key);
      if (gone) remove(gone);
    }
    for (const object of objects) upsert(object);
    hasSynced = true;
    synced.resolve();
  }

  return {
    type,
    cache,
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
          sink: { replace, upsert, remove },
          clock: options.clock ?? systemClock,
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
