import { expect, test } from 'vitest';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import {
  addFinalizer,
  configMaps,
  createKubeClient,
  isConflict,
  isControlledBy,
  objectKey,
  ownerReference,
  parseObjectKey,
  removeFinalizer,
  setCondition,
} from '../index.ts';

const noon = Date.parse('2026-01-01T12:00:00Z');
const ready = { type: 'Ready', status: 'True', reason: 'Up', message: 'It runs.' } as const;

test('a condition keeps its transition time until its status changes', () => {
  const first = setCondition([], ready, noon);
  const reworded = setCondition(first, { ...ready, reason: 'StillUp', observedGeneration: 2 }, noon + 60_000);
  expect(reworded).toEqual([{ ...ready, reason: 'StillUp', observedGeneration: 2, lastTransitionTime: '2026-01-01T12:00:00Z' }]);
  const down = setCondition(reworded, { ...ready, status: 'False' }, noon + 61_000);
  expect(down[0]?.lastTransitionTime).toBe('2026-01-01T12:01:01Z');
});

test('setting one condition leaves the others, in their order', () => {
  const two = setCondition(setCondition(undefined, ready, noon), { ...ready, type: 'Saved' }, noon);
  const changed = setCondition(two, { ...ready, status: 'Unknown' }, noon);
  expect(changed.map(({ type, status }) => `${type}=${status}`)).toEqual(['Ready=Unknown', 'Saved=True']);
});

test('an owner is known by its uid, not by its name', () => {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owner', uid: '1' } };
  const owned = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'owned', ownerReferences: [ownerReference(owner)] } };
  expect(isControlledBy(owned, owner)).toBe(true);
  expect(isControlledBy(owned, { ...owner, metadata: { name: 'owner', uid: '2' } })).toBe(false);
  expect(() => ownerReference({ ...owner, metadata: { name: 'draft' } })).toThrow('has no uid');
});

test('finalizers are added and removed once, and never over a change of somebody else', async () => {
  const server = new ListWatchServer();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch: server.fetch, fieldManager: 'test' });
  server.put('a', { metadata: { finalizers: ['other/one'] } });
  const ref = { namespace: 'default', name: 'a' };
  const read = await client.get(configMaps, ref);
  const held = await addFinalizer(client, configMaps, read, 'gse/hold');
  expect(held.metadata.finalizers).toEqual(['other/one', 'gse/hold']);
  expect(await addFinalizer(client, configMaps, held, 'gse/hold')).toBe(held);
  await expect(
    removeFinalizer(client, configMaps, { ...held, metadata: { ...held.metadata, resourceVersion: '1' } }, 'gse/hold'),
  ).rejects.toSatisfy(isConflict);
  await removeFinalizer(client, configMaps, held, 'gse/hold');
  expect(server.get('a')?.metadata.finalizers).toEqual(['other/one']);
  server.remove('a');
  await removeFinalizer(client, configMaps, held, 'gse/hold');
});

test('a key names an object and can be taken apart', () => {
  for (const ref of [{ namespace: 'default', name: 'a' }, { name: 'node-1' }]) expect(parseObjectKey(objectKey(ref))).toEqual(ref);
});
