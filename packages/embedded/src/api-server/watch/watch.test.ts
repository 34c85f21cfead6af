import { expect, test } from 'vitest';
import { metadataOf, refused } from '../contract/case.ts';
import { configMap } from '../contract/samples.ts';
import { isObject, parseJson, type JsonObject } from '../json.ts';
import { eventually, startServer, token } from '../testing/server.ts';

const collection = '/api/v1/namespaces/test/configmaps';

function watchRequest(query = '', signal?: AbortSignal): Request {
  return new Request(`http://embedded.invalid${collection}?watch=1${query}`, {
    headers: { authorization: `Bearer ${token}` },
    ...(signal ? { signal } : {}),
  });
}

function eventsIn(text: string): JsonObject[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => parseJson(line))
    .filter(isObject);
}

test('a watcher that stops reading costs the writers nothing, and is told to start again', { timeout: 60_000 }, async () => {
  await using test = await startServer({ history: { maxEvents: 200 } });
  const { client, server } = test;
  const version = metadataOf((await client.get(collection)).body)['resourceVersion'];
  const slow = (await server.fetch(watchRequest(`&resourceVersion=${String(version)}`))).body?.getReader();
  const filling = 'x'.repeat(20_000);
  await client.create('configmaps', configMap('busy'));
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < 1000; count += 1) {
    await client.patch(`${collection}/busy`, 'merge', { data: { filling, count: String(count) } });
  }
  // Twenty megabytes have gone by; nothing of them waits for the one who does not read.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(15_000_000);
  let text = '';
  for (;;) {
    const read = await slow?.read();
    if (!read || read.done) break;
    text += Buffer.from(read.value).toString();
  }
  const events = eventsIn(text);
  expect(events.at(-1)).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
});

test('a quick watcher sees every change beside a slow one', { timeout: 60_000 }, async () => {
  await using test = await startServer({ history: { maxEvents: 200 } });
  const { client, server } = test;
  const version = String(metadataOf((await client.get(collection)).body)['resourceVersion']);
  const slow = await server.fetch(watchRequest(`&resourceVersion=${version}`));
  const quick = client.watch(`${collection}?resourceVersion=${version}`, 1001);
  await client.create('configmaps', configMap('busy'));
  for (let count = 0; count < 1000; count += 1) await client.patch(`${collection}/busy`, 'merge', { data: { count: String(count) } });
  const events = await quick;
  expect(events.map(({ type }) => type)).toEqual(['ADDED', ...Array.from({ length: 1000 }, () => 'MODIFIED')]);
  await slow.body?.cancel();
});

test('a watcher of a quiet kind is not left behind by what happens to others', { timeout: 60_000 }, async () => {
  await using test = await startServer({ history: { maxEvents: 100 } });
  const { client } = test;
  const quiet = client.watch('/api/v1/namespaces/test/secrets', 1);
  await client.create('configmaps', configMap('busy'));
  for (let count = 0; count < 500; count += 1) await client.patch(`${collection}/busy`, 'merge', { data: { count: String(count) } });
  await client.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });
  expect((await quiet).map(({ type }) => type)).toEqual(['ADDED']);
});

test('a watch that resumes before the history is refused inside the stream, a list with 410', { timeout: 60_000 }, async () => {
  await using test = await startServer({ history: { maxEvents: 100 } });
  const { client } = test;
  await client.create('configmaps', configMap('a'));
  await client.create('configmaps', configMap('busy'));
  const first = await client.get(`${collection}?limit=1`);
  for (let count = 0; count < 500; count += 1) await client.patch(`${collection}/busy`, 'merge', { data: { count: String(count) } });
  const version = String(metadataOf(first.body)['resourceVersion']);
  const [event] = await client.watch(`${collection}?resourceVersion=${version}`, 1);
  expect(event).toMatchObject({
    type: 'ERROR',
    object: { kind: 'Status', code: 410, reason: 'Expired', message: expect.stringMatching(/^too old resource version: \d+ \(\d+\)$/) },
  });
  refused(await client.get(`${collection}?resourceVersion=${version}&resourceVersionMatch=Exact`), 410, 'Expired');
  refused(await client.get(`${collection}?limit=1&continue=${String(metadataOf(first.body)['continue'])}`), 410, 'Expired');
});

test('bookmarks carry the version on while nothing happens to the kind', { timeout: 60_000 }, async () => {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const timers = new Set<{ at: number; callback: () => void }>();
  const clock = {
    now: () => now,
    elapsed: () => now,
    after(ms: number, callback: () => void) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
  const advance = (ms: number) => {
    now += ms;
    for (const timer of timers) {
      if (timer.at > now) continue;
      timers.delete(timer);
      timer.callback();
    }
  };
  await using test = await startServer({ clock });
  const { client, server } = test;
  const reader = (await server.fetch(watchRequest('&allowWatchBookmarks=true'))).body?.getReader();
  const pending = reader?.read();
  await eventually('the watcher waits', () => [...timers].some((timer) => timer.at - now === 60_000));
  const made = await client.create('secrets', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } });
  advance(60_000);
  const read = await pending;
  expect(eventsIn(Buffer.from(read?.value ?? []).toString())).toEqual([
    {
      type: 'BOOKMARK',
      object: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { resourceVersion: metadataOf(made)['resourceVersion'], creationTimestamp: null },
      },
    },
  ]);
});

test('a watch ends when its request is given up, and when the server closes', async () => {
  const { client, server } = await startServer();
  const stop = new AbortController();
  const givenUp = await server.fetch(watchRequest('', stop.signal));
  const text = givenUp.text();
  stop.abort();
  expect(await text).toBe('');
  const open = (await server.fetch(watchRequest())).text();
  await client.create('configmaps', configMap('a'));
  await server.close();
  expect(eventsIn(await open).length).toBeLessThanOrEqual(1);
});
