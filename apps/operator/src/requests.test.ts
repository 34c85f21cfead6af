import { events, statefulSets } from '@gse/kube';
import { SERVER_FINALIZER } from '@gse/resources';
import { gameOperations, gameServers } from '@gse/server-objects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OperatorWorld } from './operator-world.testkit.ts';

const SERVERS = 20;

let world: OperatorWorld;
beforeEach(() => {
  world = new OperatorWorld();
});
afterEach(() => world[Symbol.asyncDispose]());

async function order(): Promise<void> {
  for (let n = 0; n < SERVERS; n++) await world.order(`server-${n}`);
}

test('an order is met with one request per object and one for the status', async () => {
  await world.startOperator();
  await world.untilQuiet();
  world.requests.length = 0;
  await order();
  await world.untilMet(SERVERS);
  const perServer = new Map<string, number>();
  for (const request of world.requests) perServer.set(request, (perServer.get(request) ?? 0) + 1 / SERVERS);
  expect(Object.fromEntries([...perServer].map(([request, count]) => [request, Number(count.toFixed(2))]))).toEqual({
    'PUT gameservers/status': 1,
    'POST configmaps': 1,
    'POST networkpolicies': 1,
    'POST secrets': 1,
    'POST services': 1,
    'POST statefulsets': 1,
  });
});

test('an operator that is started again lists what there is, and writes nothing', async () => {
  await world.startOperator();
  await order();
  await world.untilMet(SERVERS);
  await world.stopOperators();
  world.requests.length = 0;
  await world.startOperator();
  await world.untilQuiet();
  expect(world.requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
});

test('that a start has begun is told by the status of the server; the operation is there with the first news, whoever leads then', async () => {
  await world.startOperator();
  await order();
  await world.untilMet(SERVERS);
  const name = 'server-0';
  const ref = { namespace: 'default', name };
  expect((await world.people.get(gameServers, ref)).status).toMatchObject({
    phase: 'Provisioning',
    operation: `${name}-start-1`,
    desiredReplicas: 1,
    network: { state: 'Ready' },
  });
  expect((await world.people.list(gameOperations)).items).toEqual([]);
  await world.stopOperators();
  await world.startOperator();
  await world.people.patch(gameServers, ref, { spec: { state: 'Stopped' } });
  const operation = { namespace: 'default', name: `${name}-start-1` };
  await expect
    .poll(async () => (await world.people.list(gameOperations)).items.find(({ metadata }) => metadata.name === operation.name)?.status, {
      timeout: 20_000,
    })
    .toMatchObject({ phase: 'Cancelled', step: 'start', startedAt: expect.any(String) });
  expect((await world.people.get(gameOperations, operation)).spec).toMatchObject({ server: name, type: 'start', actor: 'operator' });
});

test('a start that a quota holds up is news, and tells why', async () => {
  await world.startOperator();
  await order();
  await world.untilMet(SERVERS);
  const ref = { namespace: 'default', name: 'server-0' };
  const set = await world.people.get(statefulSets, ref);
  await world.people.create(events, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace: 'default', name: 'server-0.1' },
    involvedObject: { apiVersion: 'apps/v1', kind: 'StatefulSet', ...ref, uid: set.metadata.uid },
    reason: 'FailedCreate',
    type: 'Warning',
    message: 'create Pod server-0-0 in StatefulSet server-0 failed error: pods "server-0-0" is forbidden: exceeded quota: small',
    count: 1,
    lastTimestamp: new Date().toISOString(),
  });
  await expect
    .poll(async () => (await world.people.list(gameOperations)).items.map(({ status }) => status?.reason?.message), { timeout: 20_000 })
    .toMatchObject([expect.stringContaining('exceeded quota: small')]);
});

test('a server is held fast as soon as it has something to lose', async () => {
  await world.startOperator();
  await order();
  await world.untilMet(SERVERS);
  const finalizers = async (name: string) =>
    (await world.people.get(gameServers, { namespace: 'default', name })).metadata.finalizers ?? [];
  expect(await finalizers('server-0')).toEqual([]);
  await world.claimOf('server-0');
  await expect.poll(() => finalizers('server-0'), { timeout: 20_000 }).toEqual([SERVER_FINALIZER]);
  expect(await finalizers('server-1')).toEqual([]);
});

test('a volume made for a server that went in that moment goes too, and one that an earlier server left stays', async () => {
  await world.startOperator();
  await order();
  await world.untilMet(SERVERS);
  await world.people.delete(gameServers, { namespace: 'default', name: 'server-0' });
  await world.claimOf('server-0');
  await expect.poll(() => world.claims(), { timeout: 20_000 }).toEqual([]);

  // No operator looks while this one is made, and so none knows an order that it was made for.
  await world.stopOperators();
  await world.people.delete(gameServers, { namespace: 'default', name: 'server-1' });
  await world.claimOf('server-1');
  await world.startOperator();
  await world.untilQuiet();
  expect(await world.claims()).toEqual(['data-server-1-0']);
});
