import { afterEach, beforeEach, expect, test } from 'vitest';
import { events, persistentVolumeClaims, pods, statefulSets, type StatefulSet, type StatefulSetSpec } from '@gse/kube';
import { find, markReady, registerNode, startCluster, waitFor, type TestCluster } from '../testing/cluster.ts';
import { revisionLabel } from './revision.ts';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await startCluster();
  await registerNode(cluster.client);
  await cluster.startControllers();
});
afterEach(() => cluster.close());

const set = { namespace: 'default', name: 'world' };
const pod0 = { namespace: 'default', name: 'world-0' };
const claim0 = { namespace: 'default', name: 'data-world-0' };

function setOf(spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { ...set },
    spec: {
      replicas: 1,
      serviceName: 'world',
      selector: { matchLabels: { app: 'world' } },
      updateStrategy: { type: 'OnDelete' },
      template: templateOf('game:1'),
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
      ],
      ...spec,
    },
  };
}

const templateOf = (image: string) => ({
  metadata: { labels: { app: 'world' } },
  spec: { containers: [{ name: 'game', image, volumeMounts: [{ name: 'data', mountPath: '/data' }] }] },
});

const getSet = () => cluster.client.get(statefulSets, set);
const findPod = (ref = pod0) => find(cluster.client, pods, ref);
const isPresent = (value: unknown) => value !== undefined;
const isAbsent = (value: unknown) => value === undefined;

const podAppears = (ref = pod0) => waitFor(() => findPod(ref), isPresent, `pod ${ref.name}`);
const podGoes = (ref = pod0) => waitFor(() => findPod(ref), isAbsent, `pod ${ref.name} to go`);
const becomesReady = () => waitFor(getSet, ({ status, spec }) => status?.readyReplicas === spec.replicas, 'the set to be ready');

test('a set gets its claim and its pod, and its status follows the pod', async () => {
  await cluster.client.create(statefulSets, setOf());
  const pod = await podAppears();
  expect(pod?.metadata.labels).toMatchObject({ app: 'world', 'apps.kubernetes.io/pod-index': '0' });
  expect(pod?.spec.volumes).toContainEqual({ name: 'data', persistentVolumeClaim: { claimName: 'data-world-0' } });
  await waitFor(
    () => find(cluster.client, persistentVolumeClaims, claim0),
    (claim) => claim?.status?.phase === 'Bound',
    'the claim',
  );
  expect((await waitFor(getSet, ({ status }) => status?.replicas === 1, 'the status')).status?.readyReplicas).toBe(0);
  await markReady(cluster.client, pod0);
  const ready = await becomesReady();
  expect(ready.status).toMatchObject({ observedGeneration: 1, replicas: 1, availableReplicas: 1, updatedReplicas: 1 });
  await waitFor(
    async () => (await cluster.client.list(events, { namespace: 'default' })).items.map(({ reason }) => reason),
    (reasons) => reasons.includes('SuccessfulCreate'),
    'the event',
  );
});

test('a stopped world keeps its claim and finds it again', async () => {
  cluster.startNode();
  await cluster.client.create(statefulSets, setOf());
  await becomesReady();
  const claim = await cluster.client.get(persistentVolumeClaims, claim0);
  await cluster.client.patch(statefulSets, set, { spec: { replicas: 0 } });
  await podGoes();
  await cluster.client.patch(statefulSets, set, { spec: { replicas: 1 } });
  await podAppears();
  await becomesReady();
  expect((await cluster.client.get(persistentVolumeClaims, claim0)).metadata.uid).toBe(claim.metadata.uid);
});

test('with OnDelete a new template waits until somebody deletes the pod, and the successor waits until it is gone', async () => {
  await cluster.client.create(statefulSets, setOf());
  const before = await podAppears();
  await markReady(cluster.client, pod0);
  await cluster.client.patch(statefulSets, set, { spec: { template: templateOf('game:2') } });
  const updated = await waitFor(getSet, ({ status }) => status?.observedGeneration === 2, 'the new template to be seen');
  expect(updated.status?.updatedReplicas).toBe(0);
  expect((await findPod())?.metadata.deletionTimestamp).toBeUndefined();

  await cluster.client.delete(pods, pod0);
  expect((await findPod())?.metadata).toMatchObject({ uid: before?.metadata.uid, deletionTimestamp: expect.any(String) });
  await cluster.client.patch(statefulSets, set, { spec: { minReadySeconds: 1 } });
  await waitFor(getSet, ({ status }) => status?.observedGeneration === 3, 'another round of the controller');
  expect((await findPod())?.metadata.uid).toBe(before?.metadata.uid);

  await cluster.client.delete(pods, pod0, { gracePeriodSeconds: 0 });
  const after = await waitFor(
    () => findPod(),
    (pod) => pod !== undefined && pod.metadata.uid !== before?.metadata.uid,
    'the successor',
  );
  expect(after?.spec.containers[0]?.image).toBe('game:2');
  expect(after?.metadata.labels?.[revisionLabel]).toBe(updated.status?.updateRevision);
});

test('with RollingUpdate every pod is replaced', async () => {
  cluster.startNode();
  await cluster.client.create(statefulSets, setOf({ replicas: 2, updateStrategy: { type: 'RollingUpdate' } }));
  await becomesReady();
  await cluster.client.patch(statefulSets, set, { spec: { template: templateOf('game:2') } });
  const done = await waitFor(
    getSet,
    ({ status }) => status?.observedGeneration === 2 && status.updatedReplicas === 2 && status.readyReplicas === 2,
    'the update',
  );
  expect(done.status?.currentRevision).toBe(done.status?.updateRevision);
  expect((await findPod({ namespace: 'default', name: 'world-1' }))?.spec.containers[0]?.image).toBe('game:2');
});

test('a pod that failed is replaced', async () => {
  await cluster.client.create(statefulSets, setOf());
  const failed = await podAppears();
  await cluster.client.patchStatus(pods, pod0, { status: { phase: 'Failed', reason: 'Evicted' } });
  await waitFor(
    () => findPod(),
    (pod) => pod !== undefined && pod.metadata.uid !== failed?.metadata.uid,
    'the replacement',
  );
});

test('a deleted set takes its pods along and leaves its claims', async () => {
  cluster.startNode();
  await cluster.client.create(statefulSets, setOf());
  await becomesReady();
  await cluster.client.delete(statefulSets, set);
  await podGoes();
  expect((await cluster.client.get(persistentVolumeClaims, claim0)).metadata.deletionTimestamp).toBeUndefined();
});

test('claims go with the set where its policy says so, but not before the pod', async () => {
  await cluster.client.create(statefulSets, setOf({ persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } }));
  await podAppears();
  await markReady(cluster.client, pod0);
  await becomesReady();
  await cluster.client.delete(statefulSets, set);
  const findClaim = () => find(cluster.client, persistentVolumeClaims, claim0);
  await waitFor(findClaim, (claim) => claim?.metadata.deletionTimestamp !== undefined, 'the claim to be deleted');
  await waitFor(
    () => findPod(),
    (pod) => pod?.metadata.deletionTimestamp !== undefined,
    'the pod to be deleted',
  );
  expect(await findClaim()).toBeDefined();
  await cluster.client.delete(pods, pod0, { gracePeriodSeconds: 0 });
  await waitFor(findClaim, isAbsent, 'the claim to go');
});

test('claims of pods that are too many go where the policy says so', async () => {
  cluster.startNode();
  const policy = { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } as const };
  await cluster.client.create(statefulSets, setOf({ replicas: 2, ...policy }));
  await becomesReady();
  await cluster.client.patch(statefulSets, set, { spec: { replicas: 1 } });
  await podGoes({ namespace: 'default', name: 'world-1' });
  const claim1 = { namespace: 'default', name: 'data-world-1' };
  await waitFor(() => find(cluster.client, persistentVolumeClaims, claim1), isAbsent, 'the claim to go');
  expect(await find(cluster.client, persistentVolumeClaims, claim0)).toBeDefined();
});

test('a claim that is still being deleted keeps the pod waiting for a new one', async () => {
  await cluster.client.create(statefulSets, setOf({ replicas: 0 }));
  const { metadata, ...claim } = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { ...claim0, finalizers: ['test/wipe'] } };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  const old = await cluster.client.create(persistentVolumeClaims, { ...claim, metadata, spec });
  await cluster.client.delete(persistentVolumeClaims, claim0);
  await cluster.client.patch(statefulSets, set, { spec: { replicas: 1 } });
  await waitFor(getSet, ({ status }) => status?.observedGeneration === 2, 'the controller to look at it');
  expect(await findPod()).toBeUndefined();
  await cluster.client.patch(persistentVolumeClaims, claim0, { metadata: { finalizers: null } });
  await podAppears();
  expect((await cluster.client.get(persistentVolumeClaims, claim0)).metadata.uid).not.toBe(old.metadata.uid);
});

test('a set that was orphaned and made again takes its old pods back', async () => {
  cluster.startNode();
  await cluster.client.create(statefulSets, setOf());
  await becomesReady();
  const pod = await findPod();
  await cluster.client.delete(statefulSets, set, { propagationPolicy: 'Orphan' });
  await waitFor(() => find(cluster.client, statefulSets, set), isAbsent, 'the set to go');
  expect((await findPod())?.metadata.ownerReferences ?? []).toEqual([]);
  const again = await cluster.client.create(statefulSets, setOf());
  const adopted = await waitFor(
    () => findPod(),
    (each) => (each?.metadata.ownerReferences?.length ?? 0) > 0,
    'the adoption',
  );
  expect(adopted?.metadata.uid).toBe(pod?.metadata.uid);
  expect(adopted?.metadata.ownerReferences?.[0]?.uid).toBe(again.metadata.uid);
});
