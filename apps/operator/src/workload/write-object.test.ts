import { createApiServer } from '@gse/embedded';
import { configMaps, createInformer, createKubeClient, type ConfigMap, type Informer, type KubeClient } from '@gse/kube';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ordered } from './order.testkit.ts';
import { ForeignObjectError, writeObject } from './write-object.ts';

let server: ReturnType<typeof createApiServer>;
let client: KubeClient;
let informer: Informer<ConfigMap>;
let requests: string[];
const stop = { current: new AbortController() };

beforeEach(async () => {
  server = createApiServer({ databasePath: ':memory:' });
  requests = [];
  stop.current = new AbortController();
  const fetch = (request: Request): Promise<Response> => {
    if (!request.url.includes('watch=')) requests.push(request.method);
    return server.fetch(request);
  };
  client = createKubeClient({ baseUrl: 'http://embedded.invalid', fetch, fieldManager: 'gse-operator' });
  informer = createInformer({ client, type: configMaps });
  void informer.run(stop.current.signal);
  await informer.waitForSync(stop.current.signal);
  requests.length = 0;
});
afterEach(async () => {
  stop.current.abort();
  await server.close();
});

const { server: owner } = ordered({}, { namespace: 'default' });
const ref = { namespace: 'default', name: 'my-world-config' };

function write(data: Record<string, string>, labels: Record<string, string> = {}, of = owner): Promise<ConfigMap | undefined> {
  const { apiVersion, kind, metadata } = of;
  const wanted: ConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...ref, labels, ownerReferences: [{ apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true }] },
    data,
  };
  return writeObject({ client, server: of, type: configMaps, informer, wanted, signal: stop.current.signal });
}

test('an object is created with one request, and nothing is sent as long as it is as it is wanted', async () => {
  await write({ a: '1' });
  expect(requests).toEqual(['POST']);
  expect(await write({ a: '1' })).toMatchObject({ data: { a: '1' } });
  expect(requests).toEqual(['POST']);
});

test('what is no longer wanted goes, also from an object that was only ever created, and what others added stays', async () => {
  await write({ a: '1', b: '2' }, { old: 'x' });
  const other = createKubeClient({ baseUrl: 'http://embedded.invalid', fetch: server.fetch, fieldManager: 'somebody' });
  await other.patch(configMaps, ref, { metadata: { annotations: { theirs: 'y' } } });
  await write({ a: '3' });
  const found = await client.get(configMaps, ref);
  expect(found.data).toEqual({ a: '3' });
  expect(found.metadata.labels).toBeUndefined();
  expect(found.metadata.annotations).toMatchObject({ theirs: 'y' });
  requests.length = 0;
  await write({ a: '4' });
  expect(requests).toEqual(['PATCH']);
});

test('what somebody changed by hand is put right', async () => {
  await write({ a: '1' });
  informer.observe(await client.patch(configMaps, ref, { data: { a: 'changed' } }));
  await write({ a: '1' });
  expect((await client.get(configMaps, ref)).data).toEqual({ a: '1' });
});

test('an object of somebody else is not taken over', async () => {
  await client.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: ref, data: { theirs: '1' } });
  const outside = createInformer({ client, type: configMaps, labelSelector: 'ours' });
  void outside.run(stop.current.signal);
  await outside.waitForSync(stop.current.signal);
  informer = outside;
  await expect(write({ a: '1' })).rejects.toThrow(ForeignObjectError);
  expect((await client.get(configMaps, ref)).data).toEqual({ theirs: '1' });
});

test('an object of an earlier server of the same name is waited for', async () => {
  await write({ a: '1' });
  const next = { ...owner, metadata: { ...owner.metadata, uid: 'another' } };
  expect(await write({ a: '2' }, {}, next)).toBeUndefined();
  expect((await client.get(configMaps, ref)).data).toEqual({ a: '1' });
});
