import type { StoredObject } from './stored-object.ts';

/** The current objects of one kind. */
export class Collection {
  readonly #objects = new Map<string, StoredObject>();
  /** Keys in the order lists have; made when asked for after the set of keys has changed. */
  #sorted: string[] | undefined;

  get size(): number {
    return this.#objects.size;
  }

  get(namespace: string, name: string): StoredObject | undefined {
    return this.#objects.get(collectionKey(namespace, name));
  }

  set(object: StoredObject): void {
    const key = collectionKey(object.namespace, object.name);
    if (!this.#objects.has(key)) this.#sorted = undefined;
    this.#objects.set(key, object);
  }

  delete(namespace: string, name: string): void {
    if (this.#objects.delete(collectionKey(namespace, name))) this.#sorted = undefined;
  }

  /** In the order of namespace and name; all of them, or those of a namespace. */
  list(namespace: string | undefined): StoredObject[] {
    this.#sorted ??= [...this.#objects.keys()].sort();
    const keys = namespace === undefined ? this.#sorted : within(this.#sorted, `${namespace}/`);
    return keys.map((key) => this.#objects.get(key)).filter((object) => object !== undefined);
  }
}

/** What orders and identifies the objects of a kind. */
export function collectionKey(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}

function within(sorted: readonly string[], prefix: string): string[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (sorted[end]?.startsWith(prefix)) end += 1;
  return sorted.slice(low, end);
}
