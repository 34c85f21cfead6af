import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { configMaps, createInformer, createKubeClient, type ConfigMap, type InformerOptions } from '../index.ts';

let stop = new AbortController();
afterEach(() => stop.abort());

const fastBackoff = { baseMs: 1, maxMs: 4 };

function setup(options: Partial<InformerOptions<ConfigMap>> = {}) {
  stop = new AbortController();
  const server = new ListWatchServer();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch: server.fetch, fieldManager: 'test', clock: options.clock });
  const informer = createInformer({ client, type: configMaps, backoff: fastBackoff, ...options });
  const changes: string[] = [];
  informer.onChange((type, object, old) => {
    changes.push([type, object.metadata.name, object.metadata.uid, ...(old ? [`was ${old.metadata.resourceVersion}`] : [])].join(' '));
  });
  const start = async () => {
    void informer.run(stop.signal);
    await informer.waitForSync(stop.signal);
    await eventually(() => server.openWatches === 1, 'the watch');
  };
  return { server, client, informer, changes, start };
}

const isWatch = (request: Request) => new URL(request.url).searchParams.has('watch');
const lists = (server: ListWatchServer) => server.count(({ query }) => !query.has('watch'));
const watches = (server: ListWatchServer) => server.count(({ query }) => query.has('watch'));

test('what exists is listed page by page, then changes are followed', async () => {
  const { server, informer, changes, start } = setup({ pageSize: 2 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) server.put(name);
  expect(informer.hasSynced).toBe(false);
  await start();
  expect(informer.cache.size).toBe(5);
  expect(lists(server)).toBe(3);
  server.put('a', { data: { x: '1' } });
  server.remove('b');
  await eventually(() => changes.length === 7);
  expect(changes.slice(5)).toEqual(['updated a uid-1 was 11', 'deleted b uid-2']);
  expect(informer.cache.get('default', 'a')?.data).toEqual({ x: '1' });
  expect(informer.cache.get('default', 'a')?.metadata.managedFields).toBeUndefined();
});

test('a watch asks for bookmarks and for an end between 270 and 330 seconds', async () => {
  const { server, start } = setup();
  await start();
  const query = server.requests.find(({ query }) => query.has('watch'))?.query;
  expect(query?.get('allowWatchBookmarks')).toBe('true');
  expect(Number(query?.get('timeoutSeconds'))).toBeGreaterThanOrEqual(270);
  expect(Number(query?.get('timeoutSeconds'))).toBeLessThanOrEqual(330);
});

test('a broken watch resumes where it was, without a new list', async () => {
  const { server, changes, start } = setup();
  server.put('a');
  await start();
  server.breakWatches();
  server.put('b');
  await eventually(() => changes.includes('added b uid-2'));
  expect(lists(server)).toBe(1);
});

test('a bookmark moves the point of resumption, so that history may be forgotten', async () => {
  const { server, changes, start } = setup();
  await start();
  server.put('a', {}, 'elsewhere');
  server.bookmark();
  await eventually(() => changes.length === 1);
  server.compact();
  server.endWatches();
  await eventually(() => watches(server) === 2);
  server.put('b');
  await eventually(() => changes.length === 2);
  expect(lists(server)).toBe(1);
});

test('an expired version is listed anew, and nothing is missed or told twice', async () => {
  const { server, changes, start } = setup();
  server.put('kept');
  server.put('changed');
  server.put('removed');
  await start();
  server.fail({ kind: 'reset' }, isWatch);
  server.breakWatches();
  server.put('changed', { data: {} });
  server.remove('removed');
  server.put('new');
  server.compact();
  await eventually(() => changes.length === 6);
  expect(changes.slice(3)).toEqual(['deleted removed uid-3', 'updated changed uid-2 was 12', 'added new uid-4']);
  expect(lists(server)).toBe(2);
});

test('a database restored from a backup is followed back', async () => {
  const { server, informer, changes, start } = setup();
  server.put('kept', { data: { from: 'backup' } });
  server.put('deleted-since');
  const backup = server.all().map((object) => structuredClone(object));
  await start();
  server.remove('deleted-since');
  server.put('kept', { data: { from: 'later' } });
  server.put('made-since');
  await eventually(() => changes.length === 5);
  server.restore(backup, 12);
  await eventually(() => changes.length === 8);
  expect(changes.slice(5)).toEqual(['deleted made-since uid-3', 'added deleted-since uid-2', 'updated kept uid-1 was 14']);
  expect(informer.cache.get('default', 'kept')?.data).toEqual({ from: 'backup' });
});

test('an object deleted and created again in a gap is two objects', async () => {
  const { server, changes, start } = setup();
  server.put('a');
  await start();
  server.fail({ kind: 'reset' }, isWatch);
  server.breakWatches();
  server.remove('a');
  server.put('a');
  server.compact();
  await eventually(() => changes.length === 3);
  expect(changes).toEqual(['added a uid-1', 'deleted a uid-1', 'added a uid-2']);
});

test('pages that expire while they are read are read at once instead', async () => {
  const { server, informer, start } = setup({ pageSize: 1 });
  for (const name of ['a', 'b', 'c']) server.put(name);
  server.fail({ kind: 'status', status: 410, reason: 'Expired' }, (request) => request.url.includes('continue='));
  await start();
  expect(informer.cache.size).toBe(3);
  expect(lists(server)).toBe(3);
});

test('no number of refusals, resets and half frames makes it give up', async () => {
  const { server, changes, start } = setup();
  for (let n = 0; n < 5; n++) {
    server.fail({ kind: 'status', status: 403, reason: 'Forbidden' });
    server.fail({ kind: 'status', status: 500, reason: 'InternalError' });
    server.fail({ kind: 'body', body: 'not json' });
  }
  server.fail({ kind: 'frames', text: '{"type":"ADDED","obj', then: 'end' }, isWatch);
  server.fail({ kind: 'frames', text: '', then: 'end' }, isWatch);
  server.fail({ kind: 'frames', text: '', then: 'reset' }, isWatch);
  server.fail({ kind: 'frames', text: '{"type":"ERROR","object":{"code":500}}\n', then: 'end' }, isWatch);
  server.put('a');
  await start();
  server.put('b');
  await eventually(() => changes.length === 2);
});

test('a silent watch is replaced at once, from where it was', async () => {
  const clock = new ManualClock();
  const { server, changes, start } = setup({ clock, inactivityMs: 1000, random: () => 0 });
  server.put('a');
  await start();
  clock.advance(1000);
  await eventually(() => watches(server) === 2);
  server.put('b');
  await eventually(() => changes.length === 2);
  expect(lists(server)).toBe(1);
});

test('the cache answers by name, by namespace and by index', async () => {
  const { server, informer, start } = setup({
    indexers: { color: (object) => Object.values(object.metadata.labels ?? {}) },
  });
  server.put('a', { metadata: { labels: { color: 'red' } } });
  server.put('b', { metadata: { labels: { color: 'blue' } } }, 'other');
  await start();
  const names = (objects: ConfigMap[]) => objects.map(({ metadata }) => metadata.name);
  expect(names(informer.cache.list({ namespace: 'other' }))).toEqual(['b']);
  expect(names(informer.cache.byIndex('color', 'red'))).toEqual(['a']);
  server.put('a', { metadata: { labels: { color: 'blue' } } });
  await eventually(() => informer.cache.byIndex('color', 'blue').length === 2);
  expect(informer.cache.byIndex('color', 'red')).toEqual([]);
  server.remove('a');
  await eventually(() => informer.cache.byIndex('color', 'blue').length === 1);
  expect(() => informer.cache.byIndex('colour', 'red')).toThrow('no index "colour"');
});

test('a late handler first hears of everything there is; a failing one disturbs nobody', async () => {
  const { server, informer, changes, start } = setup();
  server.put('a');
  await start();
  informer.onChange(() => {
    throw new Error('broken handler');
  });
  const late: string[] = [];
  const unsubscribe = informer.onChange((type, object) => void late.push(`${type} ${object.metadata.name}`));
  expect(late).toEqual(['added a']);
  unsubscribe();
  server.put('b');
  await eventually(() => changes.length === 2);
  expect(late).toEqual(['added a']);
});

test('stopping ends the run and a wait for the first list', async () => {
  const { server, informer } = setup();
  server.fail({ kind: 'silence' });
  const ended = informer.run(stop.signal);
  const waiting = informer.waitForSync(stop.signal);
  stop.abort();
  await ended;
  await expect(waiting).rejects.toThrow('stopped before');
});
