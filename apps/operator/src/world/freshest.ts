import { objectKey, type Cache, type KubeObject } from '@gse/kube';

/**
 * Reads a cache together with one's own writes: a controller that has just written an object must not act on the older copy
 * that the cache still holds.
 */
export class Freshest<T extends KubeObject> {
  readonly #cache: Cache<T>;
  readonly #written = new Map<string, T>();

  constructor(cache: Cache<T>) {
    this.#cache = cache;
  }

  /** Notes the answer of a write. */
  remember(object: T): void {
    this.#written.set(objectKey(object.metadata), object);
  }

  get(key: string): T | undefined {
    return this.freshest(key, this.#cache.getByKey(key));
  }

  /** The newer of a cached object and one's own last write. */
  freshest(key: string, cached: T | undefined): T | undefined {
    const written = this.#written.get(key);
    if (written === undefined) return cached;
    if (cached !== undefined && revision(cached) >= revision(written)) {
      this.#written.delete(key);
      return cached;
    }
    return written;
  }

  /** Own writes under keys that the cache does not know yet, such as objects just created. */
  unseen(): T[] {
    return [...this.#written].filter(([key]) => this.#cache.getByKey(key) === undefined).map(([, object]) => object);
  }

  /** Forgets a key, once the object is known to be gone. */
  forget(key: string): void {
    this.#written.delete(key);
  }
}

/** Revisions of one resource can be compared, which Kubernetes promises since 1.35 and etcd always kept. */
function revision(object: KubeObject): bigint {
  const text = object.metadata.resourceVersion ?? '';
  return /^[0-9]+$/.test(text) ? BigInt(text) : 0n;
}
