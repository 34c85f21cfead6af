import { createApiServer } from '@gse/embedded';
import { createInformer, createKubeClient, secrets, type Informer, type KubeClient, type Secret } from '@gse/kube';
import { ANNOTATIONS, LABELS } from '@gse/resources';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ordered } from './order.testkit.ts';
import { ensureSecret } from './secret.ts';

let api: ReturnType<typeof createApiServer>;
let client: KubeClient;
let informer: Informer<Secret>;
let writes: string[];
let stop: AbortController;

beforeEach(async () => {
  api = createApiServer({ databasePath: ':memory:' });
  writes = [];
  stop = new AbortController();
  const fetch = (request: Request): Promise<Response> => {
    if (request.method !== 'GET') writes.push(request.method);
    return api.fetch(request);
  };
  client = createKubeClient({ baseUrl: 'http://embedded.invalid', fetch, fieldManager: 'gse-operator' });
  informer = createInformer({ client, type: secrets, labelSelector: LABELS.server });
  void informer.run(stop.signal);
  await informer.waitForSync(stop.signal);
});
afterEach(async () => {
  stop.abort();
  await api.close();
});

const { server, game } = ordered({}, { namespace: 'default' });
const ref = { namespace: 'default', name: 'my-world-credentials' };
const ensure = (): Promise<void> =>
  ensureSecret({ context: { client, randomBytes }, caches: { secrets: informer }, server, game, signal: stop.signal });

test('credentials are made once, owned by their server, and never changed', async () => {
  await ensure();
  const made = await client.get(secrets, ref);
  expect(made.metadata.ownerReferences).toMatchObject([{ uid: server.metadata.uid }]);
  await ensure();
  expect(await client.get(secrets, ref)).toEqual(made);
  expect(writes).toEqual(['POST']);
});

test('a Secret that was there before is completed and stays whose it was', async () => {
  await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: ref, stringData: { mine: 'x' } });
  await ensure();
  const found = await client.get(secrets, ref);
  expect(found.data).toMatchObject({ mine: 'eA==' });
  expect(Object.keys(found.data ?? {}).length).toBeGreaterThan(1);
  expect(found.metadata.ownerReferences).toBeUndefined();
});

test('one that asks to go with the server is owned by it beside its other owners, and asked for no second write', async () => {
  const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'other', uid: 'other-uid', controller: true };
  const annotations = { [ANNOTATIONS.goesWithServer]: 'true' };
  await client.create(secrets, { apiVersion: 'v1', kind: 'Secret', metadata: { ...ref, annotations, ownerReferences: [other] } });
  await ensure();
  const found = await client.get(secrets, ref);
  expect(found.metadata.ownerReferences).toMatchObject([other, { uid: server.metadata.uid, controller: false }]);
  writes.length = 0;
  await ensure();
  expect(writes).toEqual([]);
});

test('what a person has filled in is not written over by an operator that has not heard of it yet', async () => {
  await ensure();
  const [id] = Object.keys(game.secrets).filter((name) => game.secrets[name]?.generate !== undefined);
  const late = await client.get(secrets, ref);
  const { [id ?? '']: _, ...without } = late.data ?? {};
  informer.cache.get = () => ({ ...late, data: without });
  const chosen = { data: { [id ?? '']: Buffer.from('chosen').toString('base64') } };
  await client.patch(secrets, ref, chosen);
  writes.length = 0;
  await ensure();
  expect(writes).toEqual([]);
  expect((await client.get(secrets, ref)).data).toMatchObject(chosen.data);
});
