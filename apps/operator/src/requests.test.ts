import { gameById } from '@gse/catalog';
import { createApiServer } from '@gse/embedded';
import { createKubeClient, events, persistentVolumeClaims, statefulSets, type Fetch } from '@gse/kube';
import { API_VERSION, customResourceDefinitions, LABELS, SERVER_FINALIZER } from '@gse/resources';
import { gameOperations, gameServers } from '@gse/server-objects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOperator } from './operator.ts';

const SERVERS = 20;
/** Longer than anything that follows from an event takes to begin. */
const QUIET_MS = 500;

let api: ReturnType<typeof createApiServer>;
let requests: string[];
const running: { stop: AbortController; ended: Promise<void> }[] = [];

beforeEach(() => {
  api = createApiServer({ databasePath: ':memory:', crds: customResourceDefinitions() });
  requests = [];
});
afterEach(async () => {
  await stopOperators();
  await api.close();
});

/** `PATCH gameservers/status` and the like, of everything but watches and events. */
const counting: Fetch = (request) => {
  const { pathname, searchParams } = new URL(request.url);
  const [, , resource = '', , subresource] =
    /^\/(api\/v1|apis\/[^/]+\/[^/]+)(?:\/namespaces\/[^/]+)?\/([^/]+)(\/[^/]+)?(?:\/([^/]+))?/.exec(pathname) ?? [];
  if (!searchParams.has('watch') && resource !== 'events')
    requests.push(`${request.method} ${resource}${subresource === undefined ? '' : `/${subresource}`}`);
  return api.fetch(request);
};

const people = () => createKubeClient({ baseUrl: 'http://embedded.invalid', fetch: api.fetch, fieldManager: 'people' });

async function startOperator(): Promise<void> {
  const client = createKubeClient({ baseUrl: 'http://embedded.invalid', fetch: counting, fieldManager: 'gse-operator' });
  const operator = createOperator({ client, gameById, agentImage: 'example.invalid/gse:1' });
  const stop = new AbortController();
  running.push({ stop, ended: operator.run(stop.signal) });
  await operator.ready;
}

async function stopOperators(): Promise<void> {
  for (const { stop, ended } of running.splice(0)) {
    stop.abort();
    await ended;
  }
}

async function order(): Promise<void> {
  for (let n = 0; n < SERVERS; n++) {
    await people().create(gameServers, {
      apiVersion: API_VERSION,
      kind: 'GameServer',
      metadata: { namespace: 'default', name: `server-${n}` },
      spec: {
        game: 'minecraft',
        state: 'Running',
        intent: 'None',
        network: { type: 'ClusterIP' },
        licences: [{ id: 'minecraft-eula', accepted: true }],
      },
    });
  }
}

async function untilMet(): Promise<void> {
  await expect.poll(async () => (await people().list(statefulSets)).items.length, { timeout: 20_000 }).toBe(SERVERS);
  await untilQuiet();
}

async function untilQuiet(): Promise<void> {
  for (let count = -1; count !== requests.length;) {
    count = requests.length;
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  }
}

test('an order is met with one request per object and one for the status', async () => {
  await startOperator();
  await untilQuiet();
  requests.length = 0;
  await order();
  await untilMet();
  const perServer = new Map<string, number>();
  for (const request of requests) perServer.set(request, (perServer.get(request) ?? 0) + 1 / SERVERS);
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
  await startOperator();
  await order();
  await untilMet();
  await stopOperators();
  requests.length = 0;
  await startOperator();
  await untilQuiet();
  expect(requests.filter((request) => !request.startsWith('GET '))).toEqual([]);
});

test('that a start has begun is told by the status of the server; the operation is there with the first news, whoever leads then', async () => {
  await startOperator();
  await order();
  await untilMet();
  const name = 'server-0';
  const ref = { namespace: 'default', name };
  expect((await people().get(gameServers, ref)).status).toMatchObject({
    phase: 'Provisioning',
    operation: `${name}-start-1`,
    desiredReplicas: 1,
    network: { state: 'Ready' },
  });
  expect((await people().list(gameOperations)).items).toEqual([]);
  await stopOperators();
  await startOperator();
  await people().patch(gameServers, ref, { spec: { state: 'Stopped' } });
  const operation = { namespace: 'default', name: `${name}-start-1` };
  await expect
    .poll(async () => (await people().list(gameOperations)).items.find(({ metadata }) => metadata.name === operation.name)?.status, {
      timeout: 20_000,
    })
    .toMatchObject({ phase: 'Cancelled', step: 'start', startedAt: expect.any(String) });
  expect((await people().get(gameOperations, operation)).spec).toMatchObject({ server: name, type: 'start', actor: 'operator' });
});

test('a start that a quota holds up is news, and tells why', async () => {
  await startOperator();
  await order();
  await untilMet();
  const ref = { namespace: 'default', name: 'server-0' };
  const set = await people().get(statefulSets, ref);
  await people().create(events, {
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
    .poll(async () => (await people().list(gameOperations)).items.map(({ status }) => status?.reason?.message), { timeout: 20_000 })
    .toMatchObject([expect.stringContaining('exceeded quota: small')]);
});

test('a server is held fast as soon as it has something to lose', async () => {
  await startOperator();
  await order();
  await untilMet();
  const finalizers = async (name: string) => (await people().get(gameServers, { namespace: 'default', name })).metadata.finalizers ?? [];
  expect(await finalizers('server-0')).toEqual([]);
  await claimOf('server-0');
  await expect.poll(() => finalizers('server-0'), { timeout: 20_000 }).toEqual([SERVER_FINALIZER]);
  expect(await finalizers('server-1')).toEqual([]);
});

test('a volume made for a server that went in that moment goes too, and one that an earlier server left stays', async () => {
  await startOperator();
  await order();
  await untilMet();
  await people().delete(gameServers, { namespace: 'default', name: 'server-0' });
  await claimOf('server-0');
  const claims = async () => (await people().list(persistentVolumeClaims)).items.map(({ metadata }) => metadata.name);
  await expect.poll(claims, { timeout: 20_000 }).toEqual([]);

  // No operator looks while this one is made, and so none knows an order that it was made for.
  await stopOperators();
  await people().delete(gameServers, { namespace: 'default', name: 'server-1' });
  await claimOf('server-1');
  await startOperator();
  await untilQuiet();
  expect(await claims()).toEqual(['data-server-1-0']);
});

/** The volume of a server, as the StatefulSet's controller makes it. */
async function claimOf(name: string): Promise<void> {
  const metadata = {
    namespace: 'default',
    name: `data-${name}-0`,
    labels: { [LABELS.server]: name, [LABELS.managedBy]: 'gse' },
  };
  await people().create(persistentVolumeClaims, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata,
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
}
