import { storedDefinition, type ResourceRequest } from '../api.ts';
import { negotiate, type Representation } from '../http/media-type.ts';
import type { JsonObject } from '../json.ts';
import { groupVersion } from '../resources/definition.ts';
import { expired, fieldError, invalid } from '../status.ts';
import type { ChangeEvent, ChangeType } from '../store/event-log.ts';
import { StoredObject } from '../store/stored-object.ts';
import { includeObjectOf, tableOf } from '../table/table.ts';
import { booleanOption, numberOption } from '../verbs/options.ts';
import { selectionOf, type Selection } from '../verbs/read.ts';
import { partialMetadata, presentJson, presentObject } from '../verbs/respond.ts';
import { Cursor } from './cursor.ts';

const encoder = new TextEncoder();

/** A stream hands over about this much at a time; what its reader has not taken stays in the log. */
const chunkBytes = 64 * 1024;

const bookmarkEveryMs = 60_000;
const minTimeoutSeconds = 1800;

/** GET with `watch`: the changes of a kind as they are made, one JSON object a line, until the reader or the time is up. */
export function watch(request: ResourceRequest): Response {
  const form = negotiate(request.request.headers.get('accept'), { canBeTable: true });
  const lines = new WatchLines(request, form);
  const stop = new AbortController();
  const signal = AbortSignal.any([request.request.signal, stop.signal, request.api.closing]);
  const chunks = lines.read(signal);
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(error);
        }
      },
      cancel() {
        stop.abort();
      },
    },
    // Nothing is read ahead of the reader.
    { highWaterMark: 0 },
  );
  const headers = new Headers({
    'content-type': 'application/json',
    'cache-control': 'no-cache, private',
  });
  return new Response(body, { status: 200, headers });
}

/** Writes the lines of one watch. */
class WatchLines {
  readonly #request: ResourceRequest;
  readonly #form: Representation;
  readonly #selection: Selection;
  readonly #storage: string;
  readonly #start: number | undefined;
  readonly #deadlineMs: number;
  readonly #wantsBookmarks: boolean;
  readonly #sendsInitialEvents: boolean;
  #hasSentHeaders = false;

  constructor(request: ResourceRequest, form: Representation) {
    const { query, api } = request;
    this.#request = request;
    this.#form = form;
    this.#selection = selectionOf(request);
    this.#storage = storedDefinition(request).storage;
    const version = numberOption(query, 'resourceVersion') ?? 0;
    if (query.has('resourceVersionMatch') && !query.has('sendInitialEvents')) {
      throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
        fieldError.forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'),
      ]);
    }
    this.#wantsBookmarks = booleanOption(query, 'allowWatchBookmarks');
    this.#sendsInitialEvents = initialEvents(query);
    // Without a version a watch begins with what there is; with initial events too, whatever version is given.
    this.#start = version === 0 || this.#sendsInitialEvents ? undefined : version;
    const timeout = numberOption(query, 'timeoutSeconds') ?? minTimeoutSeconds * (1 + api.random());
    this.#deadlineMs = api.clock.now() + timeout * 1000;
  }

  async *read(signal: AbortSignal): AsyncGenerator<Uint8Array, undefined> {
    const { api } = this.#request;
    const { store } = api;
    // Nothing that is not durable is shown: what is being committed comes as events.
    const from = this.#start ?? store.published;
    if (from < store.events.floor || from > store.version) {
      yield this.#error(`too old resource version: ${from} (${from > store.version ? store.version : store.events.floor})`);
      return undefined;
    }
    const initial =
      this.#start === undefined && this.#includesInitial() ? store.listAt(this.#storage, this.#selection.namespace, from) : [];
    const cursor = new Cursor({ store, hub: api.hub, clock: api.clock, storage: this.#storage, afterVersion: from });
    yield* this.#initial(initial ?? [], from);
    yield* this.#follow(cursor, from, signal);
    return undefined;
  }

  #includesInitial(): boolean {
    return this.#sendsInitialEvents || this.#request.query.get('sendInitialEvents') !== 'false';
  }

  *#initial(objects: readonly StoredObject[], version: number): Generator<Uint8Array> {
    const batch = new LineBatch();
    for (const stored of objects) {
      if (this.#selection.matches && !this.#selection.matches(stored)) continue;
      batch.add(this.#line('ADDED', stored));
      if (batch.isFull) yield batch.take();
    }
    if (this.#sendsInitialEvents && this.#wantsBookmarks) batch.add(this.#bookmark(version, true));
    if (!batch.isEmpty) yield batch.take();
  }

  async *#follow(cursor: Cursor, from: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const { api } = this.#request;
    const batch = new LineBatch();
    let bookmarked = from;
    while (!signal.aborted) {
      const leftMs = this.#deadlineMs - api.clock.now();
      if (leftMs <= 0) break;
      const read = await cursor.read(Math.min(leftMs, bookmarkEveryMs), signal);
      if (read.type === 'lost') {
        yield this.#error('the watch was too slow: what comes next is no longer in the history');
        return;
      }
      if (read.type === 'events') {
        for (const event of read.events) {
          const line = this.#eventLine(event);
          if (line) batch.add(line);
          if (batch.isFull) yield batch.take();
        }
        if (!batch.isEmpty) yield batch.take();
        continue;
      }
      if (this.#wantsBookmarks && !signal.aborted && api.store.published > bookmarked) {
        bookmarked = api.store.published;
        yield this.#bookmark(bookmarked, false);
      }
    }
  }

  /** What a change looks like to this watcher; undefined when it concerns nothing it has selected. */
  #eventLine(event: ChangeEvent): Uint8Array | undefined {
    const { namespace, matches } = this.#selection;
    if (namespace !== undefined && event.object.namespace !== namespace) return undefined;
    if (!matches) return this.#line(event.type, event.object, event);
    const isSelected = event.type !== 'DELETED' && matches(event.object);
    const wasSelected = event.previous !== undefined && matches(event.previous);
    if (isSelected)
      return this.#line(wasSelected ? 'MODIFIED' : 'ADDED', event.object, wasSelected === (event.type === 'MODIFIED') ? event : undefined);
    if (!wasSelected || !event.previous) return undefined;
    return event.type === 'DELETED'
      ? this.#line('DELETED', event.object, event)
      : this.#line('DELETED', asLastSeen(event.previous, event.version));
  }

  /** One line; when it is the same for every watcher, it is made once. */
  #line(type: ChangeType, stored: StoredObject, shared?: ChangeEvent): Uint8Array {
    const { definition } = this.#request;
    if (this.#form.as === undefined) {
      const isShared = shared !== undefined && definition.stored === undefined;
      if (isShared && shared.line) return shared.line;
      const line = encoder.encode(`{"type":"${type}","object":${presentJson(definition, stored)}}\n`);
      if (isShared) shared.line = line;
      return line;
    }
    const object = presentObject(definition, stored.object);
    return encodeEvent(type, this.#form.as === 'Table' ? this.#table(object) : partialMetadata(object));
  }

  #table(object: ReturnType<typeof presentObject>): JsonObject {
    const { definition, query, api } = this.#request;
    const withHeaders = !this.#hasSentHeaders;
    this.#hasSentHeaders = true;
    return tableOf(definition, [object], {
      metadata: { resourceVersion: object.metadata.resourceVersion ?? '' },
      nowMs: api.clock.now(),
      includeObject: includeObjectOf(query),
      withHeaders,
    });
  }

  #bookmark(version: number, endsInitialEvents: boolean): Uint8Array {
    const { definition } = this.#request;
    const annotations = endsInitialEvents ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    const object = {
      apiVersion: groupVersion(definition),
      kind: definition.kind,
      metadata: { resourceVersion: String(version), ...(definition.isCustom ? {} : { creationTimestamp: null }), ...annotations },
    };
    return encodeEvent('BOOKMARK', object);
  }

  #error(message: string): Uint8Array {
    return encodeEvent('ERROR', expired(message).toStatus());
  }
}

function encodeEvent(type: string, object: JsonObject): Uint8Array {
  return encoder.encode(`${JSON.stringify({ type, object })}\n`);
}

/** What a watcher that no longer selects an object gets: the last state it knew, with the version of the change. */
function asLastSeen(previous: StoredObject, version: number): StoredObject {
  const object = { ...previous.object, metadata: { ...previous.object.metadata, resourceVersion: String(version) } };
  const { storage, namespace, name } = previous;
  return new StoredObject({ storage, namespace, name, version, json: JSON.stringify(object), object });
}

/** Reads `sendInitialEvents`. Throws a 422 Status. */
function initialEvents(query: URLSearchParams): boolean {
  const value = query.get('sendInitialEvents');
  if (value === null) return false;
  if (query.get('resourceVersionMatch') !== 'NotOlderThan') {
    throw invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', [
      fieldError.forbidden('resourceVersionMatch', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'),
    ]);
  }
  return value === 'true';
}

/** Lines that are handed over together. */
class LineBatch {
  #lines: Uint8Array[] = [];
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  get isFull(): boolean {
    return this.#bytes >= chunkBytes;
  }

  add(line: Uint8Array): void {
    this.#lines.push(line);
    this.#bytes += line.byteLength;
  }

  take(): Uint8Array {
    const [only] = this.#lines;
    const chunk = this.#lines.length === 1 && only ? only : Buffer.concat(this.#lines);
    this.#lines = [];
    this.#bytes = 0;
    return chunk;
  }
}
