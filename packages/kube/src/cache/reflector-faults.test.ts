import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { configMaps, createInformer, createKubeClient, httpFetch, type ConfigMap, type InformerOptions } from '../index.ts';
import { startFaultProxy, type PassingRequest } from '../testing/index.ts';

/** A server, a proxy that fails, and an informer over real sockets. */
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function setup({ timeoutMs, ...options }: Partial<InformerOptions<ConfigMap>> & { timeoutMs?: number } = {}) {
  const server = new ListWatchServer();
  const { url, close } = await server.listen();
  closers.push(close);
  const proxy = await startFaultProxy({ upstream: url });
  closers.push(() => proxy.close());
  const fetch = httpFetch();
  closers.push(() => fetch.close());
  const client = createKubeClient({ baseUrl: proxy.url, fetch, fieldManager: 'test', timeoutMs });
  const informer = createInformer({ client, type: configMaps, backoff: { baseMs: 1, maxMs: 20 }, ...options });
  const changes: string[] = [];
  informer.onChange((type, object) => changes.push(`${type} ${object.metadata.name}`));
  const stop = new AbortController();
  const start = async () => {
    const ended = informer.run(stop.signal);
    closers.push(async () => {
      stop.abort();
      await ended;
    });
    await informer.waitForSync(stop.signal);
  };
  return { server, proxy, informer, changes, start };
}

const isWatch = ({ query }: PassingRequest) => query.has('watch');
const isList = (request: PassingRequest) => !isWatch(request);

test('a list survives a bad connection: resets, refusals, half answers, garbage', async () => {
  const { server, proxy, informer, start } = await setup();
  for (let n = 0; n < 50; n++) server.put(`object-${n}`, { data: { text: 'x'.repeat(200) } });
  proxy.fail({ kind: 'reset' }, { times: 4 });
  proxy.fail({ kind: 'status', status: 500, reason: 'InternalError' }, { times: 2 });
  proxy.fail({ kind: 'status', status: 403, reason: 'Forbidden' }, { times: 2 });
  proxy.fail({ kind: 'cut', afterBytes: 5000 }, { times: 4, matches: isList });
  proxy.fail({ kind: 'latency', ms: 20 }, { times: 2 });
  await start();
  expect(informer.cache.size).toBe(50);
});

test('a watch cut in the middle of an object goes on where it was, and nothing is told twice', async () => {
  const { server, proxy, changes, start } = await setup();
  await start();
  for (const afterBytes of [10, 150, 233, 420]) proxy.fail({ kind: 'cut', afterBytes }, { times: 1, matches: isWatch });
  proxy.breakAll();
  for (let n = 0; n < 20; n++) server.put(`object-${n}`);
  await eventually(() => changes.length >= 20);
  server.put('last');
  await eventually(() => changes.includes('added last'));
  expect(changes).toEqual([...Array.from({ length: 20 }, (_, n) => `added object-${n}`), 'added last']);
  expect(proxy.requests.filter(isList)).toHaveLength(1);
});

test('a connection that is half open is noticed by its silence', async () => {
  const { server, proxy, changes, start } = await setup({ inactivityMs: 100 });
  await start();
  await eventually(() => server.openWatches === 1);
  proxy.freezeAll();
  server.put('a');
  await eventually(() => changes.includes('added a'));
  expect(proxy.requests.filter(isList)).toHaveLength(1);
});

test('behind a proxy that holds answers back changes still come, with every short watch', async () => {
  const { server, proxy, changes, informer, start } = await setup({ timeoutMs: 1000 });
  // A watch of the usual length lasts longer than anybody waits for the head of its answer.
  server.watchSecondMs = 5;
  proxy.fail({ kind: 'buffer' }, { matches: isWatch });
  await start();
  server.put('a');
  await eventually(() => changes.includes('added a'));
  server.put('b');
  await eventually(() => changes.includes('added b'));
  const seconds = proxy.requests.filter(isWatch).map(({ query }) => Number(query.get('timeoutSeconds')));
  expect(seconds[0]).toBeGreaterThanOrEqual(270);
  expect(seconds[1]).toBeLessThan(30);
  await eventually(() => informer.state.failures === 0);
});

test('an overloaded server is left alone for as long as it asks', async () => {
  const { proxy, start } = await setup();
  await start();
  proxy.fail({ kind: 'status', status: 429, retryAfterSeconds: 1 }, { times: 1, matches: isWatch });
  const before = proxy.requests.length;
  proxy.breakAll();
  await eventually(() => proxy.requests.length >= before + 1);
  const refusedAt = performance.now();
  await eventually(() => proxy.requests.length >= before + 2);
  expect(performance.now() - refusedAt).toBeGreaterThan(900);
});

test('whatever happens on the way, the cache ends up like the server', async () => {
  const seed = Date.now() % 2 ** 31;
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % below;
  };
  const { server, proxy, informer, start } = await setup({ inactivityMs: 150, pageSize: 7 });
  for (let n = 0; n < 30; n++) server.put(`object-${n}`);
  await start();
  for (let round = 0; round < 60; round++) {
    const name = `object-${random(40)}`;
    if (random(4) === 0) server.remove(name);
    else server.put(name, { data: { round: String(round) } });
    const what = random(9);
    if (what === 0) proxy.breakAll();
    if (what === 1) proxy.fail({ kind: 'reset' }, { times: 1 + random(3) });
    if (what === 2) proxy.fail({ kind: 'cut', afterBytes: random(900) }, { times: 1 });
    if (what === 3) server.compact();
    if (what === 4) proxy.fail({ kind: 'status', status: [403, 410, 500, 503][random(4)] ?? 500 }, { times: 1 });
    if (what === 5) proxy.freezeAll();
    if (what === 6) proxy.fail({ kind: 'silence' }, { times: 1, matches: isWatch });
    if (random(3) === 0) await new Promise((resolve) => setTimeout(resolve, random(20)));
  }
  const wanted = () =>
    server
      .all()
      .map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`)
      .sort();
  const cached = () =>
    informer.cache
      .list()
      .map(({ metadata }) => `${metadata.name} ${metadata.uid} ${metadata.resourceVersion}`)
      .sort();
  await eventually(() => cached().join() === wanted().join(), `the cache to be right (seed ${seed})`);
});
