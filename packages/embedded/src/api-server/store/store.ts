import { delay, type Clock, type Log } from '@gse/kube';
import { EmbeddedError } from '../../errors.ts';
import { internalError } from '../status.ts';
import type { ApiObject } from './api-object.ts';
import { Collection, collectionKey } from './collection.ts';
import type { LoadedLog, VersionRow } from './database.ts';
import { EventLog, type ChangeEvent, type ChangeType, type HistoryLimits } from './event-log.ts';
import type { Journal } from './journal.ts';
import { StoredObject } from './stored-object.ts';

/** What the store needs. */
export interface StoreOptions {
  /** What was kept so far. */
  loaded: LoadedLog;
  /** Where changes become durable. */
  journal: Journal;
  clock: Clock;
  log: Log;
  history: HistoryLimits;
}

/** Where an object is. */
export interface ObjectPlace {
  storage: string;
  namespace: string;
  name: string;
}

/** Called with changes once they are durable, in order. */
export type CommitListener = (events: readonly ChangeEvent[], firstPosition: number) => void;

interface Batch {
  events: ChangeEvent[];
  done: Promise<void>;
  resolve: () => void;
  reject: (error: Error) => void;
}

/** A batch that reaches neither disk nor error for this long is reported to those who wait for it. */
const commitDeadlineMs = 15_000;

/** Compacting the file less often than this many versions keeps commits short. */
const compactEvery = 2000;

/**
 * All objects, in memory and on disk. Changes take effect in memory at once and get their version there;
 * those that arrive while the disk is busy are committed together. Nobody hears of a change before it is durable:
 * watchers are told by the commit, and answers wait for {@link Store.settled}.
 */
export class Store {
  readonly #options: StoreOptions;
  readonly #collections = new Map<string, Collection>();
  readonly #listeners = new Set<CommitListener>();
  readonly #closing = new AbortController();
  readonly events: EventLog;
  #version: number;
  #published: number;
  #open: Batch | undefined;
  #committing: Batch | undefined;
  #compacted: number;
  #failure: string | undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
    const { loaded } = options;
    this.#version = Math.max(loaded.last, 1);
    this.#published = this.#version;
    this.#compacted = loaded.floor;
    this.events = new EventLog(options.history, loaded.floor);
    const versions = new Map<number, StoredObject>();
    for (const row of loaded.rows) {
      const object = new StoredObject(row);
      versions.set(row.version, object);
      if (loaded.live.has(row.version)) this.#collection(row.storage).set(object);
      if (row.version <= loaded.floor) continue;
      this.events.append({
        type: row.type,
        version: row.version,
        storage: row.storage,
        object,
        previous: versions.get(row.previous),
      });
    }
  }

  /** The newest version given out, durable or not. */
  get version(): number {
    return this.#version;
  }

  /** The newest version that watchers have been told. */
  get published(): number {
    return this.#published;
  }

  get(place: ObjectPlace): StoredObject | undefined {
    return this.#collections.get(place.storage)?.get(place.namespace, place.name);
  }

  /** In the order of namespace and name. */
  list(storage: string, namespace?: string): StoredObject[] {
    return this.#collections.get(storage)?.list(namespace) ?? [];
  }

  /** The objects as they were at a version, or undefined when the history does not reach back that far. */
  listAt(storage: string, namespace: string | undefined, version: number): StoredObject[] | undefined {
    if (version < this.events.floor) return undefined;
    const changed = new Map<string, StoredObject | undefined>();
    // Newest first, so that for each object the oldest change after the version decides.
    const undo = (event: ChangeEvent) => {
      if (event.storage !== storage || (namespace !== undefined && event.object.namespace !== namespace)) return;
      changed.set(collectionKey(event.object.namespace, event.object.name), event.previous);
    };
    const later = [
      ...this.events.since(this.events.positionAfter(version)),
      ...(this.#committing?.events ?? []),
      ...(this.#open?.events ?? []),
    ].filter((event) => event.version > version);
    for (const event of later.reverse()) undo(event);
    const current = this.list(storage, namespace);
    if (changed.size === 0) return current;
    const kept = current.filter((object) => !changed.has(collectionKey(object.namespace, object.name)));
    const restored = [...changed.values()].filter((object) => object !== undefined);
    return [...kept, ...restored].sort((left, right) =>
      collectionKey(left.namespace, left.name) < collectionKey(right.namespace, right.name) ? -1 : 1,
    );
  }

  /** Adds or replaces an object; it is stamped with its version and belongs to the store from here on. */
  put(storage: string, object: ApiObject): StoredObject {
    const place = { storage, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
    const previous = this.get(place);
    const stored = this.#record(previous ? 'MODIFIED' : 'ADDED', place, object, previous);
    this.#collection(storage).set(stored);
    return stored;
  }

  /** Removes an object; its last state, stamped with the version of the deletion, is what watchers get. */
  remove(place: ObjectPlace, lastState: ApiObject): StoredObject {
    const stored = this.#record('DELETED', place, lastState, this.get(place));
    this.#collections.get(place.storage)?.delete(place.namespace, place.name);
    return stored;
  }

  /** Resolves when everything changed so far is durable; undefined when it already is. */
  settled(): Promise<void> | undefined {
    const pending = (this.#open ?? this.#committing)?.done;
    return pending && this.#withDeadline(pending);
  }

  /** Calls a listener after each commit; returns what ends that. */
  onCommit(listener: CommitListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes what is waiting and closes the file. */
  async close(): Promise<void> {
    if (!this.#failure) await (this.#open ?? this.#committing)?.done;
    this.#closing.abort();
    await this.#options.journal.close();
  }

  #collection(storage: string): Collection {
    let collection = this.#collections.get(storage);
    if (!collection) this.#collections.set(storage, (collection = new Collection()));
    return collection;
  }

  #record(type: ChangeType, place: ObjectPlace, object: ApiObject, previous: StoredObject | undefined): StoredObject {
    if (this.#failure) throw internalError(this.#failure);
    if (this.#closing.signal.aborted) throw new EmbeddedError('GSE_EMBEDDED_CLOSED', 'the API server is closed');
    this.#version += 1;
    const version = this.#version;
    object.metadata.resourceVersion = String(version);
    const stored = new StoredObject({ ...place, version, json: JSON.stringify(object), object });
    this.#open ??= newBatch();
    this.#open.events.push({ type, version, storage: place.storage, object: stored, previous });
    if (!this.#committing) queueMicrotask(() => this.#commitNext());
    return stored;
  }

  #commitNext(): void {
    if (this.#committing || !this.#open) return;
    const batch = this.#open;
    this.#committing = batch;
    this.#open = undefined;
    void this.#commit(batch).then(
      () => {
        this.#committing = undefined;
        batch.resolve();
        this.#commitNext();
      },
      (error: Error) => batch.reject(error),
    );
  }

  /** Tries until the disk takes it: memory is ahead of the file, so the order must not be broken. */
  async #commit(batch: Batch): Promise<void> {
    const rows = batch.events.map(toRow);
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5000)) {
      const floor = this.events.floor;
      const compactTo = floor - this.#compacted >= compactEvery ? floor : undefined;
      try {
        await this.#options.journal.commit({ rows, compactTo });
        if (compactTo !== undefined) this.#compacted = compactTo;
        if (this.#failure) this.#options.log.info({}, 'the database can be written again');
        this.#failure = undefined;
        break;
      } catch (error) {
        if (this.#closing.signal.aborted)
          throw new EmbeddedError('GSE_EMBEDDED_CLOSED', 'closed before the change was durable', { cause: error });
        this.#failure = error instanceof Error ? error.message : String(error);
        this.#options.log.error({ error: this.#failure, retryInMs: waitMs }, 'a change could not be made durable');
        await delay(this.#options.clock, waitMs, this.#closing.signal);
      }
    }
    this.#publish(batch.events);
  }

  #publish(events: readonly ChangeEvent[]): void {
    const first = this.events.end;
    for (const event of events) {
      this.events.append(event);
      event.previous?.release();
    }
    this.#published = events.at(-1)?.version ?? this.#published;
    for (const listener of this.#listeners) listener(events, first);
  }

  async #withDeadline(done: Promise<void>): Promise<void> {
    const expired = Promise.withResolvers<never>();
    const cancel = this.#options.clock.after(commitDeadlineMs, () =>
      expired.reject(internalError(this.#failure ?? 'the disk did not take the change in time; whether it will is not known')),
    );
    try {
      await Promise.race([done, expired.promise]);
    } finally {
      cancel();
    }
  }
}

function newBatch(): Batch {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => {}); // Nobody may be waiting; whoever is, sees it.
  return { events: [], done: promise, resolve, reject };
}

function toRow(event: ChangeEvent): VersionRow {
  const { storage, namespace, name, json } = event.object;
  return { version: event.version, storage, namespace, name, type: event.type, previous: event.previous?.version ?? 0, json };
}
