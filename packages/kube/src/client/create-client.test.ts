import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import {
  configMaps,
  createKubeClient,
  httpFetch,
  isAlreadyExists,
  isConflict,
  isGone,
  isInvalid,
  isNotFound,
  KubeError,
  metadataOnly,
} from '../index.ts';
import type { Fetch, KubeClientOptions, WatchEvent, ConfigMap } from '../index.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

function setup(options: Partial<KubeClientOptions> = {}) {
  const server = new ListWatchServer();
  const client = createKubeClient({ baseUrl: 'http://kube.test/', fetch: server.fetch, fieldManager: 'test', ...options });
  return { server, client };
}

const settings = { namespace: 'default', name: 'settings' };
const draft: ConfigMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...settings }, data: { a: '1' } };

async function failureOf(promise: Promise<unknown>): Promise<KubeError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KubeError)) throw new Error(`expected a KubeError, got ${String(error)}`);
  return error;
}

async function collect(events: AsyncIterable<WatchEvent<ConfigMap>>, count: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const { type, object } of events) {
    seen.push(`${type} ${object.metadata.name}`);
    if (seen.length === count) break;
  }
  return seen;
}

test('an object is created, read, replaced, patched and deleted', async () => {
  const { client, server } = setup({ token: () => 'secret' });
  const created = await client.create(configMaps, draft);
  expect(created.metadata.uid).toBeDefined();
  expect((await client.get(configMaps, settings)).data).toEqual({ a: '1' });
  await client.replace(configMaps, { ...created, data: { a: '2' } });
  await client.patch(configMaps, settings, { data: { b: '3' } });
  await client.delete(configMaps, settings, { preconditions: { uid: created.metadata.uid }, propagationPolicy: 'Foreground' });
  expect(isNotFound(await failureOf(client.get(configMaps, settings)))).toBe(true);

  const [create, , , patch, remove] = server.requests;
  expect(create?.headers.get('authorization')).toBe('Bearer secret');
  expect(create?.query.get('fieldManager')).toBe('test');
  expect(patch?.headers.get('content-type')).toBe('application/merge-patch+json');
  expect(remove?.body).toMatchObject({ kind: 'DeleteOptions', propagationPolicy: 'Foreground' });
});

test('apply goes out as a forced server-side apply, status writes go to the subresource', async () => {
  const { client, server } = setup();
  server.put('settings');
  await client.apply(configMaps, { ...draft });
  await client.applyStatus(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...settings } }, { force: false });
  const { metadata } = await client.patchStatus(configMaps, settings, { status: {} });
  const { resourceVersion } = metadata;
  await client.replaceStatus(configMaps, { metadata: { ...settings, resourceVersion }, status: { phase: 'Ready' } });
  const [apply, applyStatus, patchStatus, replaceStatus] = server.requests;
  expect(apply?.headers.get('content-type')).toBe('application/apply-patch+yaml');
  expect(apply?.query.toString()).toBe('fieldManager=test&force=true&fieldValidation=Ignore');
  expect(applyStatus?.path).toBe('/api/v1/namespaces/default/configmaps/settings/status');
  expect(applyStatus?.query.get('force')).toBe('false');
  expect(patchStatus?.headers.get('content-type')).toBe('application/merge-patch+json');
  expect(replaceStatus).toMatchObject({
    method: 'PUT',
    path: '/api/v1/namespaces/default/configmaps/settings/status',
    body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', resourceVersion }, status: { phase: 'Ready' } },
  });
});

test('a pod is bound through its subresource', async () => {
  const { client, server } = setup();
  server.fail({ kind: 'body', status: 201, body: '{"kind":"Status","status":"Success"}' });
  await client.bind({ namespace: 'default', name: 'world-0' }, 'here');
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    path: '/api/v1/namespaces/default/pods/world-0/binding',
    body: { kind: 'Binding', target: { kind: 'Node', name: 'here' } },
  });
});

test('items of a list say their kind, pages are followed by their token', async () => {
  const { client, server } = setup();
  for (const name of ['a', 'b', 'c']) server.put(name);
  const first = await client.list(configMaps, { namespace: 'default', limit: 2, labelSelector: 'x=y' });
  expect(first.items.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(['ConfigMap a', 'ConfigMap b']);
  const second = await client.list(configMaps, { namespace: 'default', limit: 2, continue: first.metadata.continue });
  expect(second.items.map(({ metadata }) => metadata.name)).toEqual(['c']);
  expect(second.metadata.continue).toBeUndefined();
  expect(server.requests[0]?.query.get('labelSelector')).toBe('x=y');
});

test('a refusal carries the status of the server', async () => {
  const { client, server } = setup();
  server.put('settings');
  expect(isAlreadyExists(await failureOf(client.create(configMaps, draft)))).toBe(true);
  const stale = { ...draft, metadata: { ...draft.metadata, resourceVersion: '1' } };
  expect(isConflict(await failureOf(client.replace(configMaps, stale)))).toBe(true);

  const causes = [{ reason: 'FieldValueInvalid', message: 'must be a number', field: 'spec.port' }];
  const body = JSON.stringify({ kind: 'Status', code: 422, reason: 'Invalid', message: 'is invalid', details: { causes } });
  server.fail({ kind: 'body', status: 422, body });
  const invalid = await failureOf(client.create(configMaps, draft));
  expect(isInvalid(invalid)).toBe(true);
  expect(invalid).toMatchObject({ code: 'GSE_KUBE_API', status: 422, message: 'is invalid', details: { causes } });

  server.fail({ kind: 'body', status: 502, body: '<html>Bad Gateway</html>' });
  expect(await failureOf(client.create(configMaps, draft))).toMatchObject({ status: 502, message: expect.stringContaining('Bad Gateway') });
});

test('a read survives two lost connections, a write is never repeated', async () => {
  const { client, server } = setup();
  server.put('settings');
  server.fail({ kind: 'reset' });
  server.fail({ kind: 'reset' });
  await client.get(configMaps, settings);
  expect(server.requests).toHaveLength(3);

  server.fail({ kind: 'reset' });
  expect(await failureOf(client.patch(configMaps, settings, {}))).toMatchObject({
    code: 'GSE_KUBE_CONNECTION',
    message: expect.stringContaining('ECONNRESET'),
  });
  expect(server.requests).toHaveLength(4);
});

test('a read that keeps failing fails for good after three attempts', async () => {
  const { client, server } = setup();
  for (let n = 0; n < 5; n++) server.fail({ kind: 'reset' });
  expect((await failureOf(client.get(configMaps, settings))).code).toBe('GSE_KUBE_CONNECTION');
  expect(server.requests).toHaveLength(3);
});

test('a server that asks for patience is asked again after it', async () => {
  const clock = new ManualClock();
  const { client, server } = setup({ clock });
  server.put('settings');
  server.fail({ kind: 'status', status: 429, reason: 'TooManyRequests', retryAfterSeconds: 2 });
  const answer = client.get(configMaps, settings);
  await eventually(() => clock.nextMs === 2000, 'the retry to be planned');
  clock.advance(2000);
  expect((await answer).metadata.name).toBe('settings');
});

test('a write that was turned away at the door is sent again, and the header says when', async () => {
  const clock = new ManualClock();
  let calls = 0;
  const { client, server } = setup({
    clock,
    fetch: (request) => {
      if (++calls > 1) return server.fetch(request);
      return Promise.resolve(new Response('Too many requests, please try again later.', { status: 429, headers: { 'retry-after': '3' } }));
    },
  });
  const answer = client.create(configMaps, draft);
  await eventually(() => clock.nextMs === 3000, 'the retry to be planned');
  clock.advance(3000);
  expect((await answer).metadata.name).toBe('settings');
});

test('metadata alone is asked for, and a server that sends everything is put up with', async () => {
  const { client, server } = setup();
  server.put('settings', { data: { a: 'x'.repeat(1000) } });
  const list = await client.list(metadataOnly(configMaps));
  expect(server.requests[0]?.headers.get('accept')).toBe(
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json',
  );
  expect(list.items.map((item) => [Object.keys(item), item.kind, item.metadata.name])).toEqual([
    [['apiVersion', 'kind', 'metadata'], 'ConfigMap', 'settings'],
  ]);
});

test('a server that never answers runs into the deadline', async () => {
  const clock = new ManualClock();
  const { client, server } = setup({ clock });
  server.fail({ kind: 'silence' });
  const answer = failureOf(client.get(configMaps, settings, { timeoutMs: 5000 }));
  await eventually(() => server.requests.length === 1);
  clock.advance(5000);
  expect(await answer).toMatchObject({ code: 'GSE_KUBE_TIMEOUT', status: 0 });
});

test('a body that stops half-way runs into the deadline too', async () => {
  const clock = new ManualClock();
  const { client, server } = setup({ clock });
  server.fail({ kind: 'frames', text: '{"metadata":', then: 'silence' });
  const answer = failureOf(client.get(configMaps, settings));
  await eventually(() => server.requests.length === 1);
  clock.advance(30_000);
  expect((await answer).code).toBe('GSE_KUBE_TIMEOUT');
});

test('a caller can cancel', async () => {
  const { client, server } = setup();
  server.fail({ kind: 'silence' });
  const abort = new AbortController();
  const answer = failureOf(client.get(configMaps, settings, { signal: abort.signal }));
  await eventually(() => server.requests.length === 1);
  abort.abort();
  expect((await answer).code).toBe('GSE_KUBE_ABORTED');
  expect((await failureOf(client.get(configMaps, settings, { signal: abort.signal }))).code).toBe('GSE_KUBE_ABORTED');
  expect(server.requests).toHaveLength(1);
});

test('an answer that is too large or not JSON is refused', async () => {
  const { client, server } = setup({ maxResponseBytes: 1000 });
  server.fail({ kind: 'body', body: 'x'.repeat(1001) });
  expect((await failureOf(client.get(configMaps, settings))).code).toBe('GSE_KUBE_PROTOCOL');
  server.fail({ kind: 'body', body: '{"metadata": {' });
  expect((await failureOf(client.get(configMaps, settings))).code).toBe('GSE_KUBE_PROTOCOL');
  server.fail({ kind: 'body', body: '[]' });
  expect((await failureOf(client.get(configMaps, settings))).code).toBe('GSE_KUBE_PROTOCOL');
});

test('a watch goes on from a version and ends when the server ends it', async () => {
  const { client, server } = setup();
  const first = server.put('a');
  server.put('b');
  const events = collect(client.watch(configMaps, { namespace: 'default', resourceVersion: first.metadata.resourceVersion }), 10);
  await eventually(() => server.openWatches === 1);
  server.bookmark();
  server.remove('b');
  server.endWatches();
  expect(await events).toEqual(['ADDED b', 'BOOKMARK undefined', 'DELETED b']);
});

test('leaving the loop closes the watch on the server', async () => {
  const { client, server } = setup();
  server.put('a');
  expect(await collect(client.watch(configMaps), 1)).toEqual(['ADDED a']);
  await eventually(() => server.openWatches === 0);
});

test('an expired version is told apart from a broken stream', async () => {
  const { client, server } = setup();
  server.put('a');
  server.compact();
  expect(isGone(await failureOf(collect(client.watch(configMaps, { resourceVersion: '1' }), 1)))).toBe(true);
  server.fail({ kind: 'frames', text: '{"type":"ADDED","object":{"metad', then: 'end' });
  expect((await failureOf(collect(client.watch(configMaps), 1))).code).toBe('GSE_KUBE_PROTOCOL');
  server.fail({ kind: 'frames', text: '', then: 'reset' });
  expect((await failureOf(collect(client.watch(configMaps), 1))).code).toBe('GSE_KUBE_CONNECTION');
});

test('a watch that falls silent is given up', async () => {
  const clock = new ManualClock();
  const { client, server } = setup({ clock });
  const ended = failureOf(collect(client.watch(configMaps, { inactivityMs: 1000 }), 5));
  await eventually(() => server.openWatches === 1);
  clock.advance(900);
  server.put('a');
  await eventually(() => clock.nextMs === 1000, 'the timer to start anew');
  clock.advance(1000);
  expect((await ended).code).toBe('GSE_KUBE_INACTIVE');
  await eventually(() => server.openWatches === 0);
});

test('events arrive whole, however the bytes are cut', async () => {
  const frames = ['a', 'ä€🎮', 'c'].map((name) => JSON.stringify({ type: 'ADDED', object: { metadata: { name } } })).join('\n');
  const bytes = new TextEncoder().encode(`${frames}\n`);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 20 }), async (cuts) => {
      const bounds = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const pieces = bounds.slice(1).map((end, index) => bytes.subarray(bounds[index], end));
      const client = createKubeClient({ baseUrl: 'http://kube.test', fieldManager: 'test', fetch: streaming(pieces) });
      expect(await collect(client.watch(configMaps), 99)).toEqual(['ADDED a', 'ADDED ä€🎮', 'ADDED c']);
    }),
    { numRuns: 300 },
  );
});

test('whatever bytes a watch sends, it ends with events or a typed error', async () => {
  const valid = new TextEncoder().encode(
    '{"type":"MODIFIED","object":{"metadata":{"name":"a"}}}\n{"type":"BOOKMARK","object":{"metadata":{}}}\n',
  );
  const seed = Date.now();
  const mutation = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
  const mutations = fc.sample(mutation, { numRuns: 20_000, seed });
  for (const mutated of mutations) {
    // Five truncations of each mutation: 100,000 inputs.
    const bytes = valid.slice();
    for (const [at, value] of mutated) bytes[at] = value;
    for (let part = 1; part <= 5; part++) {
      const cut = bytes.subarray(0, Math.floor((bytes.length * part) / 5));
      const client = createKubeClient({ baseUrl: 'http://kube.test', fieldManager: 'test', fetch: streaming([cut]) });
      try {
        for await (const { object } of client.watch(configMaps)) if (typeof object !== 'object') throw new Error(`seed ${seed}`);
      } catch (error) {
        if (!(error instanceof KubeError)) throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
      }
    }
  }
}, 120_000);

function streaming(pieces: Uint8Array[]): Fetch {
  return () =>
    Promise.resolve(
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            for (const piece of pieces) controller.enqueue(piece);
            controller.close();
          },
        }),
      ),
    );
}

test('a log comes line by line, and a line without end in pieces', async () => {
  const { client, server } = setup();
  server.fail({ kind: 'body', body: `first\n\n${'x'.repeat(70_000)}\nlast` });
  const lines: string[] = [];
  for await (const line of client.logs({ namespace: 'default', name: 'pod-0' }, { container: 'game', tailLines: 5 })) lines.push(line);
  expect(lines.map((line) => line.length)).toEqual([5, 0, 65_536, 4464, 4]);
  expect(server.requests[0]?.path).toBe('/api/v1/namespaces/default/pods/pod-0/log');
  expect(server.requests[0]?.query.toString()).toBe('container=game&tailLines=5');
});

test('a followed log stays open until the caller leaves', async () => {
  const clock = new ManualClock();
  const { client, server } = setup({ clock });
  server.fail({ kind: 'frames', text: 'hello\n', then: 'silence' });
  const abort = new AbortController();
  const lines: string[] = [];
  const ended = failureOf(
    (async () => {
      for await (const line of client.logs({ namespace: 'default', name: 'pod-0' }, { follow: true, signal: abort.signal }))
        lines.push(line);
    })(),
  );
  await eventually(() => lines.length === 1);
  clock.advance(3_600_000);
  abort.abort();
  expect((await ended).code).toBe('GSE_KUBE_ABORTED');
});

test('an object without its namespace is a mistake of the caller', async () => {
  const { client } = setup();
  await expect(client.get(configMaps, { name: 'settings' })).rejects.toThrow(TypeError);
});

test('over real sockets a hundred calls share a few connections, and watches stream', async () => {
  const server = new ListWatchServer();
  const { url, close, sockets } = await server.listen();
  const fetch = httpFetch({ maxConnections: 4 });
  closers.push(() => fetch.close(), close);
  const client = createKubeClient({ baseUrl: url, fetch, fieldManager: 'test' });
  await client.create(configMaps, draft);
  for (let n = 0; n < 25; n++) await Promise.all([1, 2, 3, 4].map(() => client.get(configMaps, settings)));
  expect(sockets()).toBeLessThanOrEqual(4);

  const events = collect(client.watch(configMaps, { namespace: 'default' }), 2);
  await eventually(() => server.openWatches === 1);
  server.put('other');
  expect(await events).toEqual(['ADDED settings', 'ADDED other']);
});

test('a server that is not there is a connection error that says so', async () => {
  const server = new ListWatchServer();
  const { url, close } = await server.listen();
  await close();
  const fetch = httpFetch();
  closers.push(() => fetch.close());
  const client = createKubeClient({ baseUrl: url, fetch, fieldManager: 'test' });
  expect(await failureOf(client.get(configMaps, settings))).toMatchObject({
    code: 'GSE_KUBE_CONNECTION',
    message: expect.stringContaining('ECONNREFUSED'),
  });
});
