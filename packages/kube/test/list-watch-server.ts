import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch, UntypedObject } from '../src/index.ts';

/** What goes wrong with the next request that matches. */
export type Fault =
  /** The connection fails before an answer. */
  | { kind: 'reset' }
  /** An answer that never comes. */
  | { kind: 'silence' }
  | { kind: 'status'; status: number; reason?: string; message?: string; retryAfterSeconds?: number }
  /** A body of our own choosing. */
  | { kind: 'body'; status?: number; body: string }
  /** A watch that sends this text and then breaks. */
  | { kind: 'frames'; text: string; then: 'reset' | 'end' | 'silence' };

interface StoredEvent {
  resourceVersion: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: UntypedObject;
}

interface Watcher {
  send(frame: object): void;
  end(): void;
  break(error: Error): void;
}

/** A small server of list, watch and CRUD over one collection, with faults on demand. */
export class ListWatchServer {
  readonly requests: { method: string; path: string; query: URLSearchParams; headers: Headers; body: unknown }[] = [];
  readonly #objects = new Map<string, UntypedObject>();
  readonly #events: StoredEvent[] = [];
  readonly #watchers = new Set<Watcher>();
  readonly #faults: { matches: (request: Request) => boolean; fault: Fault }[] = [];
  /** How long a second of `timeoutSeconds` is. */
  watchSecondMs = 1000;
  #held: StoredEvent[] | undefined;
  #resourceVersion = 10;
  #nextUid = 1;
  /** Watches from before this version get 410. */
  #oldestVersion = 0;

  /** The next request for which `matches` holds fails like this; one fault, one request. */
  fail(fault: Fault, matches: (request: Request) => boolean = () => true): void {
    this.#faults.push({ matches, fault });
  }

  get openWatches(): number {
    return this.#watchers.size;
  }

  /** Requests of one sort so far. */
  count(matches: (request: { method: string; query: URLSearchParams }) => boolean): number {
    return this.requests.filter(matches).length;
  }

  put(name: string, fields: object = {}, namespace = 'default'): UntypedObject {
    const key = `${namespace}/${name}`;
    const old = this.#objects.get(key);
    const resourceVersion = ++this.#resourceVersion;
    const object: UntypedObject = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      ...fields,
      metadata: {
        ...old?.metadata,
        name,
        namespace,
        managedFields: [{ manager: 'someone' }],
        ...('metadata' in fields ? (fields.metadata as object) : {}),
        uid: old?.metadata.uid ?? `uid-${this.#nextUid++}`,
        resourceVersion: String(resourceVersion),
      },
    };
    this.#objects.set(key, object);
    this.#publish({ resourceVersion, type: old ? 'MODIFIED' : 'ADDED', object });
    return object;
  }

  remove(name: string, namespace = 'default'): void {
    const key = `${namespace}/${name}`;
    const object = this.#objects.get(key);
    if (!object) return;
    this.#objects.delete(key);
    const resourceVersion = ++this.#resourceVersion;
    this.#publish({
      resourceVersion,
      type: 'DELETED',
      object: { ...object, metadata: { ...object.metadata, resourceVersion: String(resourceVersion) } },
    });
  }

  get(name: string, namespace = 'default'): UntypedObject | undefined {
    return this.#objects.get(`${namespace}/${name}`);
  }

  all(): UntypedObject[] {
    return [...this.#objects.values()];
  }

  /** Goes back to an earlier state, versions included, as a database restored from a backup does. */
  restore(objects: readonly UntypedObject[], resourceVersion: number): void {
    this.#objects.clear();
    for (const object of objects) this.#objects.set(`${object.metadata.namespace ?? ''}/${object.metadata.name}`, object);
    this.#events.length = 0;
    this.#resourceVersion = resourceVersion;
    this.#oldestVersion = resourceVersion;
    this.breakWatches();
  }

  /** Forgets history: whoever resumes from before now gets 410. */
  compact(): void {
    this.#oldestVersion = this.#resourceVersion;
  }

  /** Holds events back until they are released, as a slow network does. */
  hold(): { release: () => void } {
    const watchers = [...this.#watchers];
    const held: StoredEvent[] = [];
    this.#held = held;
    return {
      release: () => {
        this.#held = undefined;
        for (const { type, object } of held) for (const watcher of watchers) watcher.send({ type, object });
      },
    };
  }

  breakWatches(): void {
    for (const watcher of this.#watchers) watcher.break(new Error('ECONNRESET'));
  }

  endWatches(): void {
    for (const watcher of this.#watchers) watcher.end();
  }

  bookmark(): void {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { resourceVersion: String(this.#resourceVersion) } };
    for (const watcher of this.#watchers) watcher.send({ type: 'BOOKMARK', object });
  }

  readonly fetch: Fetch = async (request) => {
    const url = new URL(request.url);
    const text = await request.clone().text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    this.requests.push({ method: request.method, path: url.pathname, query: url.searchParams, headers: request.headers, body });
    const index = this.#faults.findIndex(({ matches }) => matches(request));
    const [planned] = index < 0 ? [] : this.#faults.splice(index, 1);
    if (planned) return this.#misbehave(planned.fault);
    const [, namespace, name] = /\/namespaces\/([^/]+)\/[^/]+(?:\/([^/]+))?/.exec(url.pathname) ?? [];
    const isCollection = name === undefined;
    switch (request.method) {
      case 'GET':
        if (url.searchParams.get('watch') === 'true') return this.#watch(url.searchParams);
        if (isCollection) return this.#list(url.searchParams);
        return this.#answer(namespace, name, (object) => json(object));
      case 'POST': {
        const draft = body as UntypedObject;
        if (this.get(draft.metadata.name, namespace)) return failure(409, 'AlreadyExists', `"${draft.metadata.name}" already exists`);
        return json(this.put(draft.metadata.name, draft, namespace), 201);
      }
      case 'PUT':
        return this.#answer(namespace, name, (object) => {
          const draft = body as UntypedObject;
          if (draft.metadata.resourceVersion !== object.metadata.resourceVersion)
            return failure(409, 'Conflict', 'the object has been modified');
          return json(this.put(object.metadata.name, draft, namespace));
        });
      case 'PATCH':
        return this.#answer(namespace, name, (object) => {
          const patch = body as UntypedObject;
          const { resourceVersion = object.metadata.resourceVersion } = patch.metadata ?? {};
          if (resourceVersion !== object.metadata.resourceVersion) return failure(409, 'Conflict', 'the object has been modified');
          const { resourceVersion: _, ...metadata } = patch.metadata ?? {};
          return json(this.put(object.metadata.name, { ...object, ...patch, metadata: { ...object.metadata, ...metadata } }, namespace));
        });
      default:
        return this.#answer(namespace, name, (object) => {
          this.remove(object.metadata.name, namespace);
          return json({ kind: 'Status', apiVersion: 'v1', status: 'Success' });
        });
    }
  };

  /** The same over a real socket on a free port of the loopback interface. */
  async listen(): Promise<{ url: string; close: () => Promise<void>; sockets: () => number }> {
    let sockets = 0;
    const server: Server = createServer((incoming, outgoing) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of incoming) chunks.push(chunk as Buffer);
        const body = Buffer.concat(chunks);
        const response = await this.fetch(
          new Request(`http://localhost${incoming.url}`, {
            method: incoming.method ?? 'GET',
            headers: Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
            ...(body.length > 0 ? { body } : {}),
          }),
        );
        outgoing.writeHead(response.status, [...response.headers].flat());
        outgoing.flushHeaders();
        const reader = response.body?.getReader();
        outgoing.once('close', () => void reader?.cancel().catch(() => undefined));
        for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) outgoing.write(part.value);
        outgoing.end();
      })().catch(() => incoming.socket.destroy());
    });
    server.on('connection', () => sockets++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      url: `http://127.0.0.1:${port}`,
      sockets: () => sockets,
      close: () => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(() => resolve()));
      },
    };
  }

  #publish(event: StoredEvent): void {
    this.#events.push(event);
    if (this.#held) return void this.#held.push(event);
    for (const watcher of this.#watchers) watcher.send({ type: event.type, object: event.object });
  }

  #answer(namespace: string | undefined, name: string | undefined, then: (object: UntypedObject) => Response): Response {
    const object = this.get(name ?? '', namespace);
    return object ? then(object) : failure(404, 'NotFound', `configmaps "${name}" not found`);
  }

  #list(query: URLSearchParams): Response {
    const token = query.get('continue');
    const [version, offset] = token ? token.split(':').map(Number) : [this.#resourceVersion, 0];
    if ((version ?? 0) < this.#oldestVersion) return failure(410, 'Expired', 'The provided continue parameter is too old');
    const limit = Number(query.get('limit') ?? Infinity);
    const start = offset ?? 0;
    const all = [...this.#objects.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    const items = all.slice(start, start + limit);
    const more = start + limit < all.length;
    return json({
      kind: 'ConfigMapList',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(version), ...(more ? { continue: `${version}:${start + limit}` } : {}) },
      items: items.map((item) => ({ ...item, apiVersion: undefined, kind: undefined })),
    });
  }

  #watch(query: URLSearchParams): Response {
    const from = Number(query.get('resourceVersion') ?? 0);
    const encoder = new TextEncoder();
    let watcher: Watcher | undefined;
    let timer: NodeJS.Timeout | undefined;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        const leave = (): boolean => watcher !== undefined && this.#watchers.delete(watcher);
        watcher = {
          send: (frame) => controller.enqueue(encoder.encode(`${JSON.stringify(frame)}\n`)),
          end: () => leave() && controller.close(),
          break: (error) => leave() && controller.error(error),
        };
        this.#watchers.add(watcher);
        if (from < this.#oldestVersion || from > this.#resourceVersion) {
          watcher.send({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' } });
          watcher.end();
          return;
        }
        for (const event of this.#events) {
          if (event.resourceVersion > from) watcher.send({ type: event.type, object: event.object });
        }
        const seconds = Number(query.get('timeoutSeconds') ?? 0);
        if (seconds > 0) timer = setTimeout(() => watcher?.end(), seconds * this.watchSecondMs).unref();
      },
      cancel: () => {
        clearTimeout(timer);
        if (watcher) this.#watchers.delete(watcher);
      },
    });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  }

  #misbehave(fault: Fault): Promise<Response> | Response {
    switch (fault.kind) {
      case 'reset':
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
      case 'silence':
        return new Promise(() => undefined);
      case 'status':
        return failure(fault.status, fault.reason ?? '', fault.message ?? 'no', fault.retryAfterSeconds);
      case 'body':
        return new Response(fault.body, { status: fault.status ?? 200 });
      case 'frames':
        return new Response(
          new ReadableStream<Uint8Array>(
            {
              start: (controller) => controller.enqueue(new TextEncoder().encode(fault.text)),
              pull: (controller) => {
                if (fault.then === 'reset') controller.error(new Error('ECONNRESET'));
                if (fault.then === 'end') controller.close();
                return fault.then === 'silence' ? new Promise(() => undefined) : undefined;
              },
            },
            { highWaterMark: 2 },
          ),
        );
    }
  }
}

function json(value: unknown, status = 200): Response {
  return Response.json(value, { status });
}

function failure(status: number, reason: string, message: string, retryAfterSeconds?: number): Response {
  const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return json({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, reason, message, details }, status);
}
