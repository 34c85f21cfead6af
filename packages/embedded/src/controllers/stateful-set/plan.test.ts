import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Pod, StatefulSet, StatefulSetSpec } from '@gse/kube';
import { planStatefulSet } from './plan.ts';
import { ordinalOf, podOf } from './pod-identity.ts';
import { revisionOf } from './revision.ts';
import { statusOf } from './status.ts';

const now = Date.parse('2026-01-01T12:00:00Z');

function setOf(spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'world', namespace: 'default', uid: 'set-uid', generation: 3 },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'world' } },
      template: { metadata: { labels: { app: 'world' } }, spec: { containers: [{ name: 'game', image: 'game:1' }] } },
      ...spec,
    },
  };
}

type State = 'pending' | 'unready' | 'ready' | 'failed' | 'terminating';

function podIn(set: StatefulSet, ordinal: number, state: State, revision = revisionOf(set)): Pod {
  const pod = podOf(set, ordinal, revision);
  if (state === 'terminating') pod.metadata.deletionTimestamp = '2026-01-01T11:59:00Z';
  const phase = state === 'pending' ? 'Pending' : state === 'failed' ? 'Failed' : 'Running';
  const isReady = state === 'ready' || state === 'terminating';
  const lastTransitionTime = '2026-01-01T11:59:50Z';
  pod.status = { phase, conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False', lastTransitionTime }] };
  return pod;
}

function planned(set: StatefulSet, pods: Pod[]): string {
  const plan = planStatefulSet(set, pods, revisionOf(set), now);
  return [...plan.create.map((ordinal) => `+${ordinal}`), ...plan.delete.map((pod) => `-${ordinalOf(set, pod)}`)].join(' ');
}

const ordered = (replicas: number): Partial<StatefulSetSpec> => ({ replicas });
const parallel = (replicas: number): Partial<StatefulSetSpec> => ({ replicas, podManagementPolicy: 'Parallel' });

test.each<[string, Partial<StatefulSetSpec>, State[], string]>([
  ['a new set gets its first pod', ordered(2), [], '+0'],
  ['the second pod waits for the first', ordered(2), ['unready'], ''],
  ['the second pod comes when the first is ready', ordered(2), ['ready'], '+1'],
  ['nothing is done for a set that is complete', ordered(2), ['ready', 'ready'], ''],
  ['a terminating pod keeps its ordinal', ordered(1), ['terminating'], ''],
  ['a failed pod is replaced', ordered(1), ['failed'], '-0'],
  ['scaled to nothing, the highest goes first', ordered(0), ['ready', 'ready'], '-1'],
  ['the next goes when the highest is gone', ordered(0), ['ready', 'terminating'], ''],
  ['scaling down a world that is not ready works', ordered(0), ['unready'], '-0'],
  ['in parallel all come at once', parallel(3), ['unready'], '+1 +2'],
  ['in parallel all go at once', parallel(0), ['ready', 'unready'], '-1 -0'],
])('%s', (_name, spec, states, expected) => {
  const set = setOf(spec);
  expect(
    planned(
      set,
      states.map((state, ordinal) => podIn(set, ordinal, state)),
    ),
  ).toBe(expected);
});

test('a changed template replaces pods from the top, one by one', () => {
  const set = setOf({ replicas: 2 });
  const old = 'world-old';
  expect(planned(set, [podIn(set, 0, 'ready', old), podIn(set, 1, 'ready', old)])).toBe('-1');
  expect(planned(set, [podIn(set, 0, 'ready', old), podIn(set, 1, 'terminating', old)])).toBe('');
  expect(planned(set, [podIn(set, 0, 'ready', old)])).toBe('+1');
  expect(planned(set, [podIn(set, 0, 'ready', old), podIn(set, 1, 'unready')])).toBe('');
  expect(planned(set, [podIn(set, 0, 'ready', old), podIn(set, 1, 'ready')])).toBe('-0');
});

test('a partition keeps the ordinals below it on their template', () => {
  const set = setOf({ replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } });
  expect(planned(set, [podIn(set, 0, 'ready', 'world-old'), podIn(set, 1, 'ready')])).toBe('');
});

test('with OnDelete a pod of an old template is left alone until somebody deletes it', () => {
  const set = setOf({ updateStrategy: { type: 'OnDelete' } });
  expect(planned(set, [podIn(set, 0, 'ready', 'world-old')])).toBe('');
  expect(planned(set, [])).toBe('+0');
});

test('a pod must have been ready for minReadySeconds before the next one comes', () => {
  const set = setOf({ replicas: 2, minReadySeconds: 30 });
  const plan = planStatefulSet(set, [podIn(set, 0, 'ready')], revisionOf(set), now);
  expect(plan).toEqual({ create: [], delete: [], requeueAfterMs: 20_000 });
});

test('the revision follows the template, whatever the order of its fields, and nothing else', () => {
  const set = setOf();
  const { metadata, spec } = set.spec.template;
  expect(revisionOf(setOf({ template: { spec, metadata: metadata ?? {} } }))).toBe(revisionOf(set));
  expect(revisionOf(setOf({ replicas: 5 }))).toBe(revisionOf(set));
  expect(revisionOf(setOf({ template: { spec: { containers: [{ name: 'game', image: 'game:2' }] } } }))).not.toBe(revisionOf(set));
});

test('a pod carries its identity, its revision and its claims', () => {
  const set = setOf({
    serviceName: 'worlds',
    template: {
      metadata: { labels: { app: 'world' }, annotations: { note: 'x' } },
      spec: {
        containers: [{ name: 'game' }],
        volumes: [
          { name: 'data', emptyDir: {} },
          { name: 'gse', emptyDir: {} },
        ],
      },
    },
    volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
  });
  const pod = podOf(set, 0, 'world-abc');
  expect(pod.metadata).toEqual({
    name: 'world-0',
    namespace: 'default',
    labels: {
      app: 'world',
      'statefulset.kubernetes.io/pod-name': 'world-0',
      'apps.kubernetes.io/pod-index': '0',
      'controller-revision-hash': 'world-abc',
    },
    annotations: { note: 'x' },
    finalizers: undefined,
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'world', uid: 'set-uid', controller: true, blockOwnerDeletion: true },
    ],
  });
  expect(pod.spec).toMatchObject({ hostname: 'world-0', subdomain: 'worlds' });
  expect(pod.spec.nodeName).toBeUndefined();
  expect(pod.spec.volumes).toEqual([
    { name: 'data', persistentVolumeClaim: { claimName: 'data-world-0' } },
    { name: 'gse', emptyDir: {} },
  ]);
});

test('the status counts pods by readiness and revision', () => {
  const set = setOf({ replicas: 3 });
  set.status = { replicas: 0, currentRevision: 'world-old' };
  const pods = [podIn(set, 0, 'ready', 'world-old'), podIn(set, 1, 'unready'), podIn(set, 2, 'ready')];
  expect(statusOf(set, pods, revisionOf(set), now)).toEqual({
    observedGeneration: 3,
    replicas: 3,
    readyReplicas: 2,
    availableReplicas: 2,
    currentReplicas: 1,
    updatedReplicas: 2,
    currentRevision: 'world-old',
    updateRevision: revisionOf(set),
  });
  const updated = pods.slice(2);
  expect(statusOf(set, updated, revisionOf(set), now).currentRevision).toBe(revisionOf(set));
});

test('from any state, a set reaches what it wants and never has two pods of one ordinal', () => {
  const start = fc.record({
    replicas: fc.nat(3),
    policy: fc.constantFrom<'OrderedReady' | 'Parallel'>('OrderedReady', 'Parallel'),
    pods: fc.uniqueArray(
      fc.tuple(fc.nat(4), fc.constantFrom<State>('pending', 'unready', 'ready', 'failed', 'terminating'), fc.boolean()),
      {
        selector: ([ordinal]) => ordinal,
      },
    ),
  });
  fc.assert(
    fc.property(start, ({ replicas, policy, pods: initial }) => {
      const set = setOf({ replicas, podManagementPolicy: policy });
      const revision = revisionOf(set);
      let pods = initial.map(([ordinal, state, isOld]) => podIn(set, ordinal, state, isOld ? 'world-old' : revision));
      for (let round = 0; round < 40; round++) {
        const plan = planStatefulSet(set, pods, revision, now);
        for (const ordinal of plan.create) expect(pods.every((pod) => ordinalOf(set, pod) !== ordinal)).toBe(true);
        expect(plan.delete.every((pod) => pod.metadata.deletionTimestamp === undefined)).toBe(true);
        const deleted = new Set(plan.delete);
        // The world goes on: what terminates ends, what starts becomes ready.
        pods = pods
          .filter((pod) => pod.metadata.deletionTimestamp === undefined)
          .map((pod) => {
            const ordinal = ordinalOf(set, pod) ?? 0;
            const itsRevision = pod.metadata.labels?.['controller-revision-hash'] ?? '';
            if (deleted.has(pod)) return podIn(set, ordinal, 'terminating', itsRevision);
            return pod.status?.phase === 'Failed' ? pod : podIn(set, ordinal, 'ready', itsRevision);
          });
        pods.push(...plan.create.map((ordinal) => podIn(set, ordinal, 'pending', revision)));
      }
      expect(pods.map((pod) => ordinalOf(set, pod)).sort()).toEqual(Array.from({ length: replicas }, (_, index) => index));
      expect(pods.every((pod) => pod.metadata.labels?.['controller-revision-hash'] === revision)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
