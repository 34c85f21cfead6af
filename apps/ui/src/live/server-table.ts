import type { Place, ServerSummary } from '../api/types.ts';

/** Name of a server in tables of the page. */
export function keyOf({ namespace, name }: Place): string {
  return `${namespace}/${name}`;
}

/**
 * All servers the reader sees, by name, kept by a list and the changes after it. Readers subscribe to one server or to
 * all of them; many changes at once wake them once a frame.
 */
export class ServerTable {
  #servers = new Map<string, ServerSummary>();
  #all: readonly ServerSummary[] = [];
  #isLoaded = false;
  readonly #listeners = new Set<() => void>();
  #isWaking = false;
  /** Names deleted while a list was on its way: the list may still have them. */
  #deleted = new Set<string>();

  /** Every server, sorted by name. The same array until something changes. */
  readonly all = (): readonly ServerSummary[] => this.#all;
  /** Whether the first list has come. */
  readonly isLoaded = (): boolean => this.#isLoaded;

  get(place: Place): ServerSummary | undefined {
    return this.#servers.get(keyOf(place));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Call before a list is asked for. */
  beginList(): void {
    this.#deleted = new Set();
  }

  /** Takes a complete list; newer changes that came meanwhile stay. */
  replace(listed: readonly ServerSummary[]): void {
    const servers = new Map<string, ServerSummary>();
    for (const server of listed) {
      const key = keyOf(server);
      if (this.#deleted.has(server.uid)) continue;
      const known = this.#servers.get(key);
      servers.set(key, known !== undefined && isNewer(known, server) ? known : server);
    }
    this.#servers = servers;
    this.#isLoaded = true;
    this.#changed();
  }

  apply(type: 'added' | 'changed' | 'deleted', server: ServerSummary): void {
    const key = keyOf(server);
    const known = this.#servers.get(key);
    if (type === 'deleted') {
      this.#deleted.add(server.uid);
      if (known !== undefined && known.uid !== server.uid) return;
      this.#servers.delete(key);
    } else {
      if (known !== undefined && isNewer(known, server)) return;
      this.#servers.set(key, server);
    }
    this.#changed();
  }

  #changed(): void {
    if (this.#isWaking) return;
    this.#isWaking = true;
    onNextFrame(() => {
      this.#isWaking = false;
      this.#all = [...this.#servers.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
      for (const listener of this.#listeners) listener();
    });
  }
}

/** A hidden tab gets no frames, but its tables stay true. */
function onNextFrame(callback: () => void): void {
  if (document.hidden) setTimeout(callback, 50);
  else requestAnimationFrame(callback);
}

/** Versions of one Kubernetes resource grow as whole numbers. */
function isNewer(a: ServerSummary, b: ServerSummary): boolean {
  if (a.uid !== b.uid) return a.createdAt > b.createdAt;
  if (!/^[0-9]+$/.test(a.resourceVersion) || !/^[0-9]+$/.test(b.resourceVersion)) return false;
  return BigInt(a.resourceVersion) > BigInt(b.resourceVersion);
}
