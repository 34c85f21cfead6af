import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  configMaps,
  customResourceDefinitions,
  blockingOwnerReference,
  ownerReference,
  resourceType,
  secrets,
  type ConfigMap,
  type KubeObject,
  type OwnerReference,
} from '@gse/kube';
import { find, startCluster, waitFor, type TestCluster } from './testing/cluster.ts';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await startCluster();
});
afterEach(() => cluster.close());

const ref = (name: string) => ({ namespace: 'default', name });
const findMap = (name: string) => find(cluster.client, configMaps, ref(name));
const isAbsent = (value: unknown) => value === undefined;

function createMap(name: string, owners: OwnerReference[] = [], finalizers: string[] = []): Promise<ConfigMap> {
  return cluster.client.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { ...ref(name), ownerReferences: owners, finalizers },
  });
}

const remove = (name: string, propagationPolicy?: 'Foreground' | 'Background' | 'Orphan') =>
  cluster.client.delete(configMaps, ref(name), { propagationPolicy });

test('what an owner had goes with it, down to the last grandchild', async () => {
  await cluster.startControllers();
  const owner = await createMap('owner');
  const child = await createMap('child', [ownerReference(owner)]);
  await createMap('grandchild', [ownerReference(child)]);
  await createMap('stranger');
  await remove('owner');
  await waitFor(() => findMap('grandchild'), isAbsent, 'the grandchild to go');
  expect(await findMap('child')).toBeUndefined();
  expect(await findMap('stranger')).toBeDefined();
});

test('what was orphaned while nobody looked is found at the start', async () => {
  const owner = await createMap('owner');
  await createMap('child', [ownerReference(owner)]);
  await remove('owner');
  expect(await findMap('child')).toBeDefined();
  await cluster.startControllers();
  await waitFor(() => findMap('child'), isAbsent, 'the child to go');
});

test('an owner of the same name but another life does not count', async () => {
  const owner = await createMap('owner');
  await createMap('child', [ownerReference(owner)]);
  await remove('owner');
  await createMap('owner');
  await cluster.startControllers();
  await waitFor(() => findMap('child'), isAbsent, 'the child to go');
});

test('while one owner lives, only the reference to the other goes', async () => {
  await cluster.startControllers();
  const first = await createMap('first');
  const second = await createMap('second');
  const plain = (owner: KubeObject) => ({ ...ownerReference(owner), controller: undefined });
  await createMap('child', [plain(first), plain(second)]);
  await remove('first');
  const child = await waitFor(
    () => findMap('child'),
    (map) => map?.metadata.ownerReferences?.length === 1,
    'the reference to go',
  );
  expect(child?.metadata.ownerReferences?.[0]?.name).toBe('second');
});

test('an owner of a kind that nobody knows is left in peace', async () => {
  await createMap('child', [{ apiVersion: 'unknown.example/v1', kind: 'Mystery', name: 'x', uid: '123' }]);
  const owner = await createMap('owner');
  await createMap('marker', [ownerReference(owner)]);
  await cluster.startControllers();
  await remove('owner');
  await waitFor(() => findMap('marker'), isAbsent, 'the marker to go');
  expect(await findMap('child')).toBeDefined();
});

test('deleted in the foreground, an owner stays until what blocks it is gone', async () => {
  await cluster.startControllers();
  const owner = await createMap('owner');
  await createMap('child', [blockingOwnerReference(owner)], ['test/hold']);
  await remove('owner', 'Foreground');
  await waitFor(
    () => findMap('child'),
    (map) => map?.metadata.deletionTimestamp !== undefined,
    'the child to be deleted',
  );
  expect((await findMap('owner'))?.metadata.deletionTimestamp).toBeDefined();
  await cluster.client.patch(configMaps, ref('child'), { metadata: { finalizers: null } });
  await waitFor(() => findMap('owner'), isAbsent, 'the owner to go');
  expect(await findMap('child')).toBeUndefined();
});

test('a foreground deletion without anything to wait for is done at once', async () => {
  await cluster.startControllers();
  await createMap('owner');
  await remove('owner', 'Foreground');
  await waitFor(() => findMap('owner'), isAbsent, 'the owner to go');
});

test('orphaning lets the owner go and keeps what it had', async () => {
  await cluster.startControllers();
  const owner = await createMap('owner');
  await createMap('child', [ownerReference(owner)]);
  await remove('owner', 'Orphan');
  await waitFor(() => findMap('owner'), isAbsent, 'the owner to go');
  expect((await findMap('child'))?.metadata.ownerReferences ?? []).toEqual([]);
});

const worlds = resourceType<KubeObject>({ apiVersion: 'test.example/v1', kind: 'World', plural: 'worlds', namespaced: true });

/** Declares a kind, makes one object of it and a secret that belongs to it. */
async function createWorldWithSecret(): Promise<void> {
  await cluster.client.create(customResourceDefinitions, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'worlds.test.example' },
    spec: {
      group: 'test.example',
      scope: 'Namespaced',
      names: { kind: 'World', plural: 'worlds', singular: 'world', listKind: 'WorldList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
    },
  });
  const draft = { apiVersion: 'test.example/v1', kind: 'World', metadata: { ...ref('earth') } };
  const create = () => cluster.client.create(worlds, draft).catch(() => undefined);
  const world = await waitFor(create, (created) => created !== undefined, 'the kind to be served');
  if (!world) throw new Error('not created');
  await cluster.client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...ref('token'), ownerReferences: [ownerReference(world)] },
  });
}

const secretGoes = () => waitFor(() => find(cluster.client, secrets, ref('token')), isAbsent, 'the secret to go');

test('custom resources own and are owned like the others, from when their kind is declared', async () => {
  await cluster.startControllers();
  await createWorldWithSecret();
  const root = await createMap('root');
  await cluster.client.patch(worlds, ref('earth'), { metadata: { ownerReferences: [ownerReference(root)] } });
  await remove('root');
  await waitFor(() => find(cluster.client, worlds, ref('earth')), isAbsent, 'the world to go');
  await secretGoes();
});

test('when a kind goes, what belonged to its objects goes too', async () => {
  await createWorldWithSecret();
  await cluster.startControllers();
  await cluster.client.delete(customResourceDefinitions, { name: 'worlds.test.example' });
  await secretGoes();
});
