import { gameById } from '@gse/catalog';
import { pods, statefulSets } from '@gse/kube';
import { SERVER_FINALIZER } from '@gse/resources';
import { gameServers } from '@gse/server-objects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OperatorWorld, ORDERED } from './operator-world.testkit.ts';

const ref = { namespace: 'default', name: 'world' };
const PATIENCE = { timeout: 20_000 };

let world: OperatorWorld;
beforeEach(() => {
  world = new OperatorWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

const exists = async () => (await world.people.list(gameServers)).items.length > 0;
const replicas = async () => (await world.people.get(statefulSets, ref)).spec.replicas;

test('a volume that was not made for the server stays when the server goes, whoever held it', async () => {
  await world.claimOf('world', { app: 'somebody-elses' });
  await world.startOperator();
  await world.order('world', { state: 'Stopped', storage: { whenDeleted: 'Delete' } });
  await world.untilQuiet();
  // As somebody would who wants our operator to remove what they may not.
  await world.people.patch(gameServers, ref, { metadata: { finalizers: [SERVER_FINALIZER] } });
  await world.people.delete(gameServers, ref);
  await expect.poll(exists, PATIENCE).toBe(false);
  expect(await world.claims()).toEqual(['data-world-0']);
});

test('the volume of a server goes with it', async () => {
  await world.startOperator();
  await world.order('world', { storage: { whenDeleted: 'Delete' } });
  await world.untilMet(1);
  await world.claimOf('world');
  await expect.poll(async () => (await world.people.get(gameServers, ref)).metadata.finalizers, PATIENCE).toEqual([SERVER_FINALIZER]);
  await world.people.delete(gameServers, ref);
  await expect.poll(exists, PATIENCE).toBe(false);
  expect(await world.claims()).toEqual([]);
});

test.each([
  ['while somebody maintains it', 'Maintenance', gameById],
  ['of a game that the operator does not know any more', 'None', (id: string) => (id === ORDERED ? undefined : gameById(id))],
] as const)('a server that is deleted %s stops, and goes', async (_how, intent, knows) => {
  await world.startOperator();
  await world.order('world');
  await world.untilMet(1);
  await world.podOf('world');
  await expect.poll(async () => (await world.people.get(gameServers, ref)).metadata.finalizers, PATIENCE).toEqual([SERVER_FINALIZER]);
  await world.stopOperators();
  await world.startOperator(knows);
  await world.people.patch(gameServers, ref, { spec: { intent } });
  await world.untilQuiet();
  expect(await replicas()).toBe(1);
  await world.people.delete(gameServers, ref);
  await expect.poll(replicas, PATIENCE).toBe(0);
  expect(await exists()).toBe(true);
  await world.people.delete(pods, { namespace: 'default', name: 'world-0' }, { gracePeriodSeconds: 0 });
  await expect.poll(exists, PATIENCE).toBe(false);
});
