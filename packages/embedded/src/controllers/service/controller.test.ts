import { afterEach, beforeEach, expect, test } from 'vitest';
import { services, type Service, type ServiceSpec } from '@gse/kube';
import { startCluster, waitFor, type TestCluster } from '../testing/cluster.ts';

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await startCluster();
});
afterEach(() => cluster.close());

const ref = (name: string) => ({ namespace: 'default', name });

function serviceOf(name: string, spec: ServiceSpec): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { ...ref(name) }, spec };
}

const game = (port = 25565): ServiceSpec => ({ type: 'LoadBalancer', selector: { app: 'x' }, ports: [{ name: 'game', port }] });

const create = (name: string, spec: ServiceSpec) => cluster.client.create(services, serviceOf(name, spec));

const nodePorts = ({ spec }: Service) => (spec.ports ?? []).map(({ nodePort }) => nodePort);

const exposed = (name: string) =>
  waitFor(
    () => cluster.client.get(services, ref(name)),
    ({ spec, status }) => {
      const ports = status?.loadBalancer?.ingress?.[0]?.ports ?? [];
      return ports.length === spec.ports?.length && ports.every(({ port }, index) => port === spec.ports?.[index]?.nodePort);
    },
    `the address of ${name}`,
  );

test('an exposed service gets its own port number and says where to connect', async () => {
  await cluster.startControllers();
  await create('world', {
    ...game(),
    ports: [
      { name: 'game', port: 25565 },
      { name: 'query', port: 25565, protocol: 'UDP' },
    ],
  });
  const service = await exposed('world');
  expect(nodePorts(service)).toEqual([25565, 25565]);
  expect(service.spec.clusterIP).toBe('10.96.0.1');
  expect(service.status?.loadBalancer?.ingress).toEqual([
    {
      ip: '192.0.2.7',
      ipMode: 'Proxy',
      ports: [
        { port: 25565, protocol: 'TCP' },
        { port: 25565, protocol: 'UDP' },
      ],
    },
  ]);
});

test('many services of one port at once get different numbers and addresses, and keep them over a restart', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `world-${index}`);
  const stop = await cluster.startControllers({ isPortFree: async (port) => port !== 25570 });
  await Promise.all(names.map((name) => create(name, game())));
  const before = await Promise.all(names.map(exposed));
  expect(new Set(before.flatMap(nodePorts)).size).toBe(20);
  expect(before.flatMap(nodePorts)).not.toContain(25570);
  expect(new Set(before.map(({ spec }) => spec.clusterIP)).size).toBe(20);
  await stop();

  // While the games run, all of their ports are bound.
  await cluster.startControllers({ isPortFree: async (port) => port > 26000 });
  await create('later', game());
  expect(nodePorts(await exposed('later'))).toEqual([26001]);
  for (const service of before) {
    expect(nodePorts(await cluster.client.get(services, service.metadata))).toEqual(nodePorts(service));
  }
});

test('a port number that two services were given stays with the older', async () => {
  await create('first', { ...game(), ports: [{ port: 25565, nodePort: 30000 }] });
  await create('second', { ...game(), ports: [{ port: 25565, nodePort: 30000 }] });
  await cluster.startControllers();
  await waitFor(
    async () => [...nodePorts(await exposed('first')), ...nodePorts(await exposed('second'))],
    (ports) => new Set(ports).size === 2,
    'the ports to differ',
  );
});

test('a port its author takes out of the applied service goes, and the others keep their numbers', async () => {
  await cluster.startControllers({ isPortFree: async (port) => port !== 25565 });
  const apply = (spec: ServiceSpec) => cluster.client.apply(services, serviceOf('world', spec));
  await apply({
    ...game(),
    ports: [
      { name: 'game', port: 25565, protocol: 'TCP' },
      { name: 'rcon', port: 25575, protocol: 'TCP' },
    ],
  });
  expect(nodePorts(await exposed('world'))).toEqual([25566, 25575]);
  await waitFor(
    async () => (await cluster.client.get(services, ref('world'))).metadata.managedFields ?? [],
    (entries) => !JSON.stringify(entries).includes('f:nodePort'),
    'the ownership to be given up',
  );
  await apply({
    ...game(),
    ports: [
      { name: 'game', port: 25565, protocol: 'TCP' },
      { name: 'new', port: 8100, protocol: 'TCP' },
    ],
  });
  const changed = await exposed('world');
  expect(changed.spec.ports?.map(({ name, nodePort }) => `${name} ${nodePort}`)).toEqual(['game 25566', 'new 8100']);
});

test('a service that is not exposed any more gives its numbers back', async () => {
  await cluster.startControllers();
  await create('world', game());
  await exposed('world');
  await cluster.client.patch(services, ref('world'), { spec: { type: 'ClusterIP' } });
  const inner = await waitFor(
    () => cluster.client.get(services, ref('world')),
    (service) => nodePorts(service).every((port) => !port) && !service.status?.loadBalancer?.ingress?.length,
    'the ports to be released',
  );
  expect(inner.spec.clusterIP).toBe('10.96.0.1');
  await create('other', game());
  expect(nodePorts(await exposed('other'))).toEqual([25565]);
});

test('a deleted service frees its number', async () => {
  await cluster.startControllers();
  await create('world', game());
  await exposed('world');
  await cluster.client.delete(services, ref('world'));
  await create('other', game());
  expect(nodePorts(await exposed('other'))).toEqual([25565]);
});

test('a headless service gets neither address nor port', async () => {
  await cluster.startControllers();
  await create('headless', { type: 'ClusterIP', clusterIP: 'None', selector: { app: 'x' }, ports: [{ port: 80 }] });
  await create('world', game());
  await exposed('world');
  const headless = await cluster.client.get(services, ref('headless'));
  expect(headless.spec.clusterIP).toBe('None');
  expect(nodePorts(headless)).toEqual([undefined]);
});

test('a host name is given out as a host name', async () => {
  await cluster.startControllers({ advertisedHost: 'play.example.com' });
  await create('world', game());
  expect((await exposed('world')).status?.loadBalancer?.ingress).toEqual([
    { hostname: 'play.example.com', ports: [{ port: 25565, protocol: 'TCP' }] },
  ]);
});
