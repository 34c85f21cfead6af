import type { Pod, Service } from '@gse/kube';
import { expect, test } from 'vitest';
import { PortAllocator } from './port-allocator.ts';
import { formatPortMap, parsePortMap, podPorts } from './port-map.ts';

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'x', labels: { app: 'a', extra: '1' } },
  spec: {
    containers: [
      { name: 'agent', ports: [{ containerPort: 8443, name: 'agent' }] },
      {
        name: 'game',
        ports: [{ containerPort: 25565, name: 'game' }, { containerPort: 25565, protocol: 'UDP', name: 'query' }, { containerPort: 25575 }],
      },
    ],
  },
};

function service(name: string, spec: Service['spec'], namespace = 'x'): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: 'a' }, type: 'LoadBalancer', ...spec },
  };
}

const publicPorts = (services: Service[]) =>
  podPorts(pod, services).map((port) => `${port.containerPort}/${port.protocol}=${port.publicPort ?? ''}`);

test('a port is public when a Service that selects the pod exposes it by number or by name, with the same protocol', () => {
  expect(
    publicPorts([
      service('s', {
        ports: [
          { port: 1, targetPort: 'game', nodePort: 30001 },
          { port: 2, targetPort: 25565, protocol: 'UDP', nodePort: 30002 },
        ],
      }),
    ]),
  ).toEqual(['8443/TCP=', '25565/TCP=30001', '25565/UDP=30002', '25575/TCP=']);
});

test.each([
  ['of another namespace', service('s', { ports: [{ port: 25565, nodePort: 30001 }] }, 'other')],
  ['of type ClusterIP', service('s', { type: 'ClusterIP', ports: [{ port: 25565, nodePort: 30001 }] })],
  ['that selects others', service('s', { selector: { app: 'b' }, ports: [{ port: 25565, nodePort: 30001 }] })],
  ['that selects nothing', service('s', { selector: {}, ports: [{ port: 25565, nodePort: 30001 }] })],
  ['whose port is not allocated yet', service('s', { ports: [{ port: 25565 }] })],
])('a Service %s makes no port public', (_what, other) => {
  expect(publicPorts([other])).toEqual(['8443/TCP=', '25565/TCP=', '25565/UDP=', '25575/TCP=']);
});

test('a port map is read back as it was written, and nonsense is left out', () => {
  const ports = [{ containerPort: 1, protocol: 'UDP' as const, hostIP: '127.0.0.1', hostPort: 2 }];
  expect(parsePortMap(formatPortMap(ports))).toEqual(ports);
  expect(parsePortMap('{"1/SCTP":"a:1","x":"y","2/TCP":7}')).toEqual([]);
  expect(parsePortMap('not json')).toEqual([]);
  expect(parsePortMap(undefined)).toEqual([]);
});

test('public ports are exactly the node ports, private ones are kept by their pod and never given to two', async () => {
  const draws = [0, 0, 0.5, 0, 0.5, 0.75];
  const allocator = new PortAllocator({ publicIP: '192.0.2.1', random: () => draws.shift() ?? 0.9, isFree: () => Promise.resolve(true) });
  const wanted = [
    { containerPort: 1, protocol: 'TCP' as const, publicPort: 30001 },
    { containerPort: 2, protocol: 'TCP' as const, publicPort: undefined },
  ];
  const first = await allocator.allocate('one', wanted, []);
  expect(first.map((port) => `${port.hostIP}:${port.hostPort}`)).toEqual(['192.0.2.1:30001', '127.0.0.1:10300']);
  const second = await allocator.allocate('two', wanted, first);
  expect(second[1]?.hostPort).toBe(14_650);
  expect(await allocator.allocate('one', wanted, first)).toEqual(first);
  allocator.release('one');
  expect((await allocator.allocate('three', wanted, first))[1]?.hostPort).toBe(10_300);
});

test.each([
  ['127.0.0.2', '127.0.0.2'],
  ['192.0.2.1', '127.0.0.1'],
  ['0.0.0.0', '127.0.0.1'],
  ['::1', '127.0.0.1'],
])('a machine whose public ports are bound on %s binds private ones on %s', async (publicIP, privateIP) => {
  const allocator = new PortAllocator({ publicIP, random: () => 0, isFree: () => Promise.resolve(true) });
  const wanted = [{ containerPort: 1, protocol: 'TCP' as const, publicPort: undefined }];
  expect((await allocator.allocate('one', wanted, []))[0]?.hostIP).toBe(privateIP);
});
