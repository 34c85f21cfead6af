import { afterEach, beforeEach, expect, test } from 'vitest';
import { events, nodes, persistentVolumeClaims, pods, timestamp, type Pod } from '@gse/kube';
import { find, markReady, registerNode, startCluster, waitFor, type TestCluster } from './testing/cluster.ts';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await startCluster();
});
afterEach(() => cluster.close());

const ref = (name: string, namespace = 'default') => ({ namespace, name });
const isAbsent = (value: unknown) => value === undefined;

function podOf(name: string, namespace = 'default'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...ref(name, namespace) },
    spec: {
      containers: [{ name: 'game', image: 'game:1' }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'world' } }],
    },
  };
}

const createClaim = () =>
  cluster.client.create(persistentVolumeClaims, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...ref('world') },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
const findClaim = () => find(cluster.client, persistentVolumeClaims, ref('world'));

test('a claim is bound, and its capacity follows its request', async () => {
  await cluster.startControllers();
  await createClaim();
  const bound = await waitFor(findClaim, (claim) => claim?.status?.phase === 'Bound', 'the claim to be bound');
  expect(bound?.status).toMatchObject({ accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } });
  await cluster.client.patch(persistentVolumeClaims, ref('world'), { spec: { resources: { requests: { storage: '2Gi' } } } });
  await waitFor(findClaim, (claim) => claim?.status?.capacity?.['storage'] === '2Gi', 'the claim to grow');
});

test('a deleted claim stays while a pod uses it', async () => {
  await cluster.startControllers();
  await registerNode(cluster.client);
  await createClaim();
  await cluster.client.create(pods, podOf('game'));
  await markReady(cluster.client, ref('game'));
  await waitFor(findClaim, (claim) => claim?.metadata.finalizers?.length === 1, 'the claim to be protected');
  await cluster.client.delete(persistentVolumeClaims, ref('world'));
  expect((await findClaim())?.metadata.deletionTimestamp).toBeDefined();
  await cluster.client.delete(pods, ref('game'), { gracePeriodSeconds: 0 });
  await waitFor(findClaim, isAbsent, 'the claim to go');
});

test('a pod deleted before a node took it goes at once', async () => {
  await cluster.startControllers();
  await cluster.client.create(pods, podOf('early'));
  await cluster.client.delete(pods, ref('early'));
  await waitFor(() => find(cluster.client, pods, ref('early')), isAbsent, 'the pod to go');
});

test('pods of a node that is gone go after a while, others stay', async () => {
  await registerNode(cluster.client);
  await cluster.client.create(pods, podOf('stays'));
  await markReady(cluster.client, ref('stays'));
  await cluster.client.create(pods, { ...podOf('goes'), spec: { ...podOf('goes').spec, nodeName: 'lost-node' } });
  // A clock that runs a thousand times as fast.
  const startedAt = Date.now();
  const now = () => startedAt + (Date.now() - startedAt) * 1000;
  const after = (ms: number, callback: () => void) => {
    const timer = setTimeout(callback, ms / 1000);
    return () => clearTimeout(timer);
  };
  await cluster.startControllers({ clock: { now, elapsed: now, after } });
  await waitFor(() => find(cluster.client, pods, ref('goes')), isAbsent, 'the pod to go');
  expect(await find(cluster.client, pods, ref('stays'))).toBeDefined();
  expect((await cluster.client.list(nodes)).items).toHaveLength(1);
});

test('of too many events the oldest go', async () => {
  const create = (name: string, ageMs: number) =>
    cluster.client.create(events, {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { ...ref(name) },
      involvedObject: { kind: 'Pod', name: 'x', namespace: 'default' },
      lastTimestamp: timestamp(Date.now() - ageMs),
    });
  await create('oldest', 3_000_000);
  await create('newest', 60_000);
  await create('older', 2_000_000);
  await cluster.startControllers({ maxEvents: 2 });
  await waitFor(() => find(cluster.client, events, ref('oldest')), isAbsent, 'the oldest event to go');
  expect(await find(cluster.client, events, ref('older'))).toBeDefined();
});
