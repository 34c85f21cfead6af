import type { GameServerSpec } from '@gse/resources';
import { expect, test } from 'vitest';
import { laneOf } from './urgency.ts';

const running: Pick<GameServerSpec, 'state' | 'intent'> = { state: 'Running', intent: 'None' };

function lane(server: object | undefined, replicas: number | undefined): string {
  const holding = (object: object | undefined) => ({ cache: { getByKey: () => object } });
  const set = replicas === undefined ? undefined : { spec: { replicas } };
  return laneOf({ servers: holding(server), statefulSets: holding(set) } as never, 'a/b');
}

test.each([
  ['a new order', { metadata: {}, spec: running }, undefined, 'normal'],
  ['one that runs', { metadata: {}, spec: running, status: { desiredReplicas: 1 } }, 1, 'normal'],
  ['one that is deleted', { metadata: { deletionTimestamp: 'now' }, spec: running }, undefined, 'urgent'],
  ['one that shall stop', { metadata: {}, spec: { ...running, state: 'Stopped' }, status: { desiredReplicas: 1 } }, 1, 'urgent'],
  ['one that the provider has locked', { metadata: {}, spec: { ...running, intent: 'Suspended' } }, 1, 'urgent'],
  ['one whose pod is taken down for a restart', { metadata: {}, spec: running, status: { desiredReplicas: 0 } }, 1, 'urgent'],
  ['one that has stopped', { metadata: {}, spec: { ...running, state: 'Stopped' }, status: { desiredReplicas: 0 } }, 0, 'normal'],
  ['one that is gone', undefined, undefined, 'normal'],
])('%s', (_, server, replicas, expected) => {
  expect(lane(server, replicas)).toBe(expected);
});
