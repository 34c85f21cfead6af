import { createApiServer } from '@gse/embedded';
import { createInformer, createKubeClient, isConflict, silentLog, type Fetch } from '@gse/kube';
import { API_VERSION, customResourceDefinitions } from '@gse/resources';
import { gameOperations, gameServers } from '@gse/server-objects';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BY_SERVER } from './caches.ts';
import { Journal } from './journal.ts';
import { OperatorWorld } from './operator-world.testkit.ts';
import { writeCall } from './retries.ts';

let api: ReturnType<typeof createApiServer>;
beforeEach(() => {
  api = createApiServer({ databasePath: ':memory:', crds: customResourceDefinitions() });
});
afterEach(() => api.close());

const clientOver = (fetch: Fetch, fieldManager: string) => createKubeClient({ baseUrl: 'http://embedded.invalid', fetch, fieldManager });

test('an operator that has not heard what its successor wrote writes nothing over it, and knows it then', async () => {
  const people = clientOver(api.fetch, 'people');
  const ref = { namespace: 'default', name: 'restart' };
  const server = await people.create(gameServers, {
    apiVersion: API_VERSION,
    kind: 'GameServer',
    metadata: { namespace: 'default', name: 'world' },
    spec: { game: 'minecraft', state: 'Running', intent: 'None' },
  });
  await people.create(gameOperations, {
    apiVersion: API_VERSION,
    kind: 'GameOperation',
    metadata: ref,
    spec: { server: 'world', type: 'restart' },
  });

  // Its watches have stood still since it filled its cache.
  const stale: Fetch = (request) =>
    new URL(request.url).searchParams.has('watch') ? new Promise<Response>(() => undefined) : api.fetch(request);
  const client = clientOver(stale, 'gse-operator');
  const operations = createInformer({
    client,
    type: gameOperations,
    indexers: { [BY_SERVER]: ({ metadata, spec }) => [`${metadata.namespace ?? ''}/${spec.server}`] },
  });
  const stop = new AbortController();
  const running = operations.run(stop.signal);
  await operations.waitForSync(stop.signal);
  await people.patchStatus(gameOperations, ref, { status: { phase: 'Running', step: 'stop' } });

  const journal = new Journal(client, operations, silentLog);
  expect(journal.open(server, 0)).toHaveLength(1);
  const late = { kind: 'update' as const, name: 'restart', status: { phase: 'Running' as const, step: 'countdown' } };
  const failure = await journal.write(server, [late], { undelivered: new Set() }, writeCall(stop.signal)).catch((error: unknown) => error);
  expect(isConflict(failure) || failure).toBe(true);
  expect((await people.get(gameOperations, ref)).status?.step).toBe('stop');
  expect(journal.open(server, 0)).toMatchObject([{ status: { step: 'stop' } }]);
  stop.abort();
  await running;
});

test('an operation that is heard of before its server is not refused; one without a server is', async () => {
  const people = clientOver(api.fetch, 'people');
  const operation = (name: string, server: string) =>
    people.create(gameOperations, {
      apiVersion: API_VERSION,
      kind: 'GameOperation',
      metadata: { namespace: 'default', name },
      spec: { server, type: 'restart' },
    });
  await operation('early', 'world');
  await operation('astray', 'nowhere');
  await people.create(gameServers, {
    apiVersion: API_VERSION,
    kind: 'GameServer',
    metadata: { namespace: 'default', name: 'world' },
    spec: { game: 'minecraft', state: 'Running', intent: 'None' },
  });
  const client = clientOver(api.fetch, 'gse-operator');
  const operations = createInformer({
    client,
    type: gameOperations,
    indexers: { [BY_SERVER]: ({ metadata, spec }) => [`${metadata.namespace ?? ''}/${spec.server}`] },
  });
  const stop = new AbortController();
  const running = operations.run(stop.signal);
  await operations.waitForSync(stop.signal);
  const journal = new Journal(client, operations, silentLog);
  for (const server of ['world', 'nowhere']) await journal.orphaned(`default/${server}`, stop.signal);
  const phase = async (name: string) => (await people.get(gameOperations, { namespace: 'default', name })).status?.phase;
  expect([await phase('early'), await phase('astray')]).toEqual([undefined, 'Refused']);
  stop.abort();
  await running;
});

test.each(['stop', 'start'])(
  'a name that somebody has taken holds up nothing: %s',
  async (type) => {
    await using world = new OperatorWorld();
    await world.startOperator();
    const name = `world-${type}-${type === 'start' ? 1 : 2}`;
    const take = () =>
      world.people.create(gameOperations, {
        apiVersion: API_VERSION,
        kind: 'GameOperation',
        metadata: { namespace: 'default', name },
        spec: { server: 'nobody', type: 'restart' },
      });
    if (type === 'start') await take();
    await world.order('world');
    await world.untilMet(1);
    if (type === 'stop') await take();
    await world.people.delete(gameServers, { namespace: 'default', name: 'world' });
    const isGone = async () => expect((await world.people.list(gameServers)).items).toEqual([]);
    await vi.waitFor(isGone, { timeout: 20_000 });
    expect((await world.people.get(gameOperations, { namespace: 'default', name })).spec.server).toBe('nobody');
  },
  60_000,
);
