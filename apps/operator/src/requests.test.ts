import { gameById } from '@gse/catalog';
import { createApiServer } from '@gse/embedded';
import { createKubeClient, statefulSets, type Fetch } from '@gse/kube';
import { API_VERSION, customResourceDefinitions } from '@gse/resources';
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

test('an order is met with one request per object, one for the finalizer, one for the journal and one for the status', async () => {
  await startOperator();
  await untilQuiet();
  requests.length = 0;
  await order();
  await untilMet();
  const perServer = new Map<string, number>();
  for (const request of requests) perServer.set(request, (perServer.get(request) ?? 0) + 1 / SERVERS);
  expect(Object.fromEntries([...perServer].map(([request, count]) => [request, Number(count.toFixed(2))]))).toEqual({
    'PATCH gameservers': 1,
    'PATCH gameservers/status': 1,
    'POST configmaps': 1,
    'POST gameoperations': 1,
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

test('that a start has begun is written with its first news', async () => {
  await startOperator();
  await order();
  await untilMet();
  const name = 'server-0';
  expect((await people().get(gameServers, { namespace: 'default', name })).status).toMatchObject({
    phase: 'Provisioning',
    operation: `${name}-start-1`,
    desiredReplicas: 1,
    network: { state: 'Ready' },
  });
  await people().patch(gameServers, { namespace: 'default', name }, { spec: { state: 'Stopped' } });
  const operation = { namespace: 'default', name: `${name}-start-1` };
  await expect
    .poll(async () => (await people().get(gameOperations, operation)).status, { timeout: 20_000 })
    .toMatchObject({ phase: 'Cancelled', step: 'start', startedAt: expect.any(String) });
});
