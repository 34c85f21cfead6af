import { expect, test } from 'vitest';
import { builtinDefinitions } from '../resources/builtin.ts';
import type { ApiObject } from '../store/api-object.ts';
import { checkObject, fillIn } from './admit.ts';

const pods = builtinDefinitions().find(({ kind }) => kind === 'Pod');
if (pods === undefined) throw new Error('there are no pods');
const metadata = { name: 'world-0', namespace: 'default', uid: '1', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' };
const stored = (): ApiObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { ...metadata },
  spec: { containers: [{ name: 'game', image: 'game' }] },
});

test('what an older version stored without the defaults of this one still takes changes', () => {
  const changed = stored();
  changed.metadata.annotations = { seen: 'yes' };
  fillIn(pods, changed);
  expect(() => checkObject(pods, changed, stored())).not.toThrow();
});

test('a change of what may not change is still refused', () => {
  const changed = stored();
  changed['spec'] = { containers: [{ name: 'other', image: 'game' }] };
  fillIn(pods, changed);
  expect(() => checkObject(pods, changed, stored())).toThrow(/pod updates may not change/);
});
