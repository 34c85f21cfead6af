import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { KubeEvent, Pod } from '@gse/kube';
import { ANNOTATIONS, LABELS } from '@gse/resources';
import { expect, test } from 'vitest';
import { createEventSeal } from './activity/event-seal.ts';
import { keptEvent, keptPod } from './kept.ts';

const seal = createEventSeal(Buffer.alloc(32, 1));
const MEGABYTE = 1024 ** 2;

const event = (change: Partial<KubeEvent> = {}): KubeEvent => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: {
    name: 'world.1',
    namespace: 'default',
    uid: 'u',
    annotations: { [ANNOTATIONS.actor]: 'alice', [`gse.cozystack.io/door`]: 'api' },
  },
  involvedObject: { kind: 'GameServer', name: 'world', namespace: 'default', uid: 's' },
  type: 'Normal',
  reason: 'Ordered',
  message: 'alice ordered a server',
  count: 1,
  lastTimestamp: '2026-01-01T00:00:00Z',
  source: { component: 'gse-api' },
  ...change,
});

/** Told in full by whoever wants to fill the memory of others; every text is a new one. */
function huge(n: number): KubeEvent {
  const text = (): string => `${n}`.padStart(10, '0').repeat(MEGABYTE / 10);
  return event({
    metadata: { name: `e${n}`, namespace: 'default', annotations: { [ANNOTATIONS.actor]: text(), other: text() }, labels: { x: text() } },
    involvedObject: { kind: 'GameServer', name: text(), namespace: 'default', uid: text(), fieldPath: text() },
    reason: text(),
    message: text(),
    action: text(),
    source: { component: text(), host: text() },
  });
}

function hugePod(n: number): Pod {
  const text = (): string => `${n}`.padStart(10, '0').repeat(MEGABYTE / 10);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `p${n}`,
      namespace: 'default',
      labels: { [LABELS.server]: 'world' },
      annotations: { [ANNOTATIONS.portMap]: text(), [ANNOTATIONS.applied]: text(), other: text() },
    },
    spec: {
      containers: [
        { name: 'game', args: [text()], env: [{ name: 'X', value: text() }], resources: { limits: { cpu: '2', other: text() } } },
        { name: 'other', resources: { limits: { cpu: text() } } },
      ],
    },
    status: { podIP: '10.1.2.3', message: text() },
  };
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

test.each<[string, (n: number) => unknown]>([
  ['events', (n) => keptEvent(seal.isOurs)(huge(n))],
  ['pods', (n) => keptPod(hugePod(n))],
])('of huge %s little is kept in memory', (_kind, keep) => {
  const before = heapAfterCollection();
  const kept = Array.from({ length: 40 }, (_, n) => keep(n));
  expect(heapAfterCollection() - before).toBeLessThan(2 * MEGABYTE);
  for (const object of kept) expect(JSON.stringify(object).length).toBeLessThan(4_000);
});

test('of a pod stays where its agent is, what it was started with, and what it may use', () => {
  const pod = hugePod(1);
  const annotations = { [ANNOTATIONS.portMap]: '{"8099/TCP":"127.0.0.1:1"}', [ANNOTATIONS.applied]: '{"generation":1}' };
  const kept = keptPod({ ...pod, metadata: { ...pod.metadata, annotations: { ...annotations, other: 'x' } } });
  expect(kept).toMatchObject({ metadata: { annotations, labels: { [LABELS.server]: 'world' } }, status: { podIP: '10.1.2.3' } });
  expect(kept.spec.containers).toEqual([{ name: 'game', resources: { limits: { cpu: '2' } } }]);
});

test('an actor stays where the API itself has written it', () => {
  const keep = keptEvent(seal.isOurs);
  expect(keep(seal.seal(event())).metadata.annotations).toEqual({ [ANNOTATIONS.actor]: 'alice', 'gse.cozystack.io/door': 'api' });
  expect(keep(event()).metadata.annotations).toBeUndefined();
  const others = createEventSeal(Buffer.alloc(32, 2)).seal(event());
  expect(keep(others).metadata.annotations).toBeUndefined();
});

test.each<[string, (sealed: KubeEvent) => KubeEvent]>([
  ['another name', (sealed) => ({ ...sealed, metadata: { ...sealed.metadata, name: 'world.2' } })],
  ['another namespace', (sealed) => ({ ...sealed, metadata: { ...sealed.metadata, namespace: 'team-b' } })],
  [
    'another actor',
    (sealed) => ({
      ...sealed,
      metadata: { ...sealed.metadata, annotations: { ...sealed.metadata.annotations, [ANNOTATIONS.actor]: 'bob' } },
    }),
  ],
  ['another object', (sealed) => ({ ...sealed, involvedObject: { ...sealed.involvedObject, uid: 'other' } })],
  ['another kind', (sealed) => ({ ...sealed, involvedObject: { ...sealed.involvedObject, kind: 'User' } })],
  ['other words', (sealed) => ({ ...sealed, message: 'alice asked for the deletion' })],
  ['another reason', (sealed) => ({ ...sealed, reason: 'DeletionRequested' })],
  ['another result', (sealed) => ({ ...sealed, type: 'Warning' })],
  ['another time', (sealed) => ({ ...sealed, lastTimestamp: '2026-02-01T00:00:00Z' })],
])('an event of ours with %s is not ours any more', (_change, change) => {
  const sealed = seal.seal(event());
  expect(seal.isOurs(sealed)).toBe(true);
  expect(seal.isOurs(JSON.parse(JSON.stringify(sealed)) as KubeEvent)).toBe(true);
  expect(seal.isOurs(change(sealed))).toBe(false);
});
