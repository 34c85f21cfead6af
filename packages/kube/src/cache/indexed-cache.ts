import { objectKey, type KubeObject } from '../object.ts';

/** Under which keys an object is found in one index. */
export type Indexer<T extends KubeObject> = (object: T) => string[];

/**
 * What reconcilers read: every object of one kind as last seen, with indexes.
 * Objects are shared and must not be changed; build a new one instead.
 */
export interface Cache<T extends KubeObject> {
  readonly size: number;
  /** Cluster-scoped kinds: `get(undefined, name)`. */
  get(namespace: string | undefined, name: string): T | undefined;
  /** By `namespace/name`, as in work queues. */
  getByKey(key: string): T | undefined;
  list(selection?: { namespace?: string | undefined }): T[];
  /** Throws when no indexer of that name was declared: a spelling mistake, not an empty answer. */
  byIndex(index: string, key: string): T[];
}

const namespaceIndex = ' namespace';

/** The writable side of a {@link Cache}; the informer holds it. */
export class IndexedCache<T extends KubeObject> implements Cache<T> {
  readonly #objects = new Map<string, T>();
  readonly #indexers: [string, Indexer<T>][];
  /** index name → index key → object keys. */
  readonly #indexes = new Map<string, Map<string, Set<string>>>();

  constructor(indexers: Record<string, Indexer<T>> = {}) {
    this.#indexers = [[namespaceIndex, (object) => [object.metadata.namespace ?? '']], ...Object.entries(indexers)];
    for (const [name] of this.#indexers) this.#indexes.set(name, new Map());
  }

  get size(): number {
    return this.#objects.size;
  }

  get(namespace: string | undefined, name: string): T | undefined {
    return this.#objects.get(objectKey({ namespace, name }));
  }

  getByKey(key: string): T | undefined {
    return this.#objects.get(key);
  }

  list({ namespace }: { namespace?: string | undefined } = {}): T[] {
    return namespace === undefined ? [...this.#objects.values()] : this.byIndex(namespaceIndex, namespace);
  }

  byIndex(index: string, key: string): T[] {
    const entries = this.#indexes.get(index);
    if (!entries) throw new TypeError(`The cache has no index ${JSON.stringify(index)}`);
    const found: T[] = [];
    for (const objectName of entries.get(key) ?? []) {
      const object = this.#objects.get(objectName);
      if (object) found.push(object);
    }
    return found;
  }

  keys(): string[] {
    return [...this.#objects.keys()];
  }

  set(object: T): void {
    const key = objectKey(object.metadata);
    this.delete(key);
    this.#objects.set(key, object);
    for (const [name, indexer] of this.#indexers) {
      const entries = this.#indexes.get(name);
      for (const indexKey of indexer(object)) {
        const members = entries?.get(indexKey);
        if (members) members.add(key);
        else entries?.set(indexKey, new Set([key]));
      }
    }
  }

  delete(key: string): void {
    const object = this.#objects.get(key);
    if (!object) return;
    this.#objects.delete(key);
    for (const [name, indexer] of this.#indexers) {
      const entries = this.#indexes.get(name);
      for (const indexKey of indexer(object)) {
        const members = entries?.get(indexKey);
        members?.delete(key);
        if (members?.size === 0) entries?.delete(indexKey);
      }
    }
  }
}
