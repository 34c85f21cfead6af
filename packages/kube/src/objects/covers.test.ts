import { expect, test } from 'vitest';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { configMaps, covers, createInformer, createKubeClient } from '../index.ts';

test.each([
  ['the same', { a: 1 }, { a: 1 }, true],
  ['defaults of the server', { a: 1, b: 2 }, { a: 1 }, true],
  ['another value', { a: 2 }, { a: 1 }, false],
  ['a missing field', {}, { a: 1 }, false],
  ['a list of another length', { a: [1, 2] }, { a: [1] }, false],
  ['items with defaults', { a: [{ n: 1, d: 2 }] }, { a: [{ n: 1 }] }, true],
  ['an empty object left out', {}, { a: {} }, true],
  ['nothing wanted', { a: 1 }, { a: undefined }, true],
  ['a quantity in the words of the server', { cpu: '1' }, { cpu: '1000m' }, true],
  ['binary units', { memory: '1Gi' }, { memory: '1024Mi' }, true],
  ['a decimal fraction', { cpu: '500m' }, { cpu: '0.5' }, true],
  ['a number as a quantity', { cpu: '2' }, { cpu: 2 }, true],
  ['decimal and binary units', { memory: '1G' }, { memory: '1Gi' }, false],
  ['text that only looks alike', { a: '1x' }, { a: '1' }, false],
  ['a large quantity', { memory: '8Ei' }, { memory: '9223372036854775808' }, false],
])('covers: %s', (_what, actual, expected, isCovered) => {
  expect(covers(actual, expected)).toBe(isCovered);
});

test('a cache takes in what was written, and is never taken back by an older event', async () => {
  const server = new ListWatchServer();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch: server.fetch, fieldManager: 'test' });
  server.put('a');
  const apply = async (x: string) =>
    await client.apply(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' }, data: { x } });
  const informer = createInformer({ client, type: configMaps });
  const stop = new AbortController();
  const ended = informer.run(stop.signal);
  await informer.waitForSync(stop.signal);
  const seen: string[] = [];
  informer.onChange((type, { data }) => seen.push(`${type} ${data?.['x'] ?? '-'}`));
  const held = server.hold();
  await apply('1');
  const written = await apply('2');
  informer.observe(written);
  expect(informer.cache.get('default', 'a')?.data).toEqual({ x: '2' });
  held.release();
  server.put('b', { data: { x: 'end' } });
  while (!seen.includes('added end')) await new Promise((resolve) => setImmediate(resolve));
  expect(seen).toEqual(['added -', 'updated 2', 'added end']);

  const late = await client.patch(configMaps, { namespace: 'default', name: 'a' }, { data: { x: '3' } });
  server.remove('a');
  while (informer.cache.get('default', 'a')) await new Promise((resolve) => setImmediate(resolve));
  informer.observe(late);
  expect(informer.cache.get('default', 'a')).toBeUndefined();
  stop.abort();
  await ended;
});
