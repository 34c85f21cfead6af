import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createSocket } from 'node:dgram';
import { expect, test } from 'vitest';
import type { ServicePort } from '@gse/kube';
import { allocateClusterIP } from './addresses.ts';
import { createPortProbe } from './port-probe.ts';
import { allocateNodePorts } from './ports.ts';

interface World {
  /** Held by other services. */
  taken?: string[];
  /** Bound by other programs. */
  bound?: string[];
  /** Held by older services, so that ours has to give them up. */
  older?: string[];
}

function allocate(ports: ServicePort[], { taken = [], bound = [], older = [] }: World = {}) {
  return allocateNodePorts(ports, {
    mayKeep: (protocol, port) => !older.includes(`${port}/${protocol}`),
    isTaken: (protocol, port) => [...taken, ...older].includes(`${port}/${protocol}`),
    isPortFree: async (port, protocol) => !bound.includes(`${port}/${protocol}`),
  });
}

const game: ServicePort = { name: 'game', port: 25565 };
const query: ServicePort = { name: 'query', port: 25565, protocol: 'UDP' };
const extra: ServicePort = { name: 'extra', port: 8100 };

test.each<[string, ServicePort[], World, (number | undefined)[]]>([
  ['a port gets its own number when nobody else has it', [game, extra], {}, [25565, 8100]],
  ['a number of another service is passed over', [game], { taken: ['25565/TCP', '25566/TCP'] }, [25567]],
  ['a number another program listens on is passed over', [game], { bound: ['25565/TCP'] }, [25566]],
  ['what a service has stays, even while its own game listens there', [{ ...game, nodePort: 30000 }], { bound: ['30000/TCP'] }, [30000]],
  ['what an older service has too is given up', [{ ...game, nodePort: 25565 }], { older: ['25565/TCP'] }, [25566]],
  ['TCP and UDP of one port share a number', [game, query], { bound: ['25565/UDP'] }, [25566, 25566]],
  ['a protocol added later gets the number of the first', [{ ...game, nodePort: 30000 }, query], {}, [30000, 30000]],
  [
    'two ports of one service never get the same number',
    [
      { ...game, port: 100 },
      { ...extra, port: 101 },
    ],
    { bound: ['100/TCP'] },
    [101, 102],
  ],
  [
    'a number named twice is given once',
    [
      { ...game, nodePort: 30000 },
      { ...extra, nodePort: 30000 },
    ],
    {},
    [30000, 8100],
  ],
  ['past the last port it goes on from the bottom', [{ ...game, port: 65535 }], { bound: ['65535/TCP'] }, [1024]],
])('%s', async (_name, ports, world, expected) => {
  expect(await allocate(ports, world)).toEqual(expected);
});

test('where nothing is free, nothing is allocated', async () => {
  const allocated = allocateNodePorts([game], { mayKeep: () => true, isTaken: () => false, isPortFree: async () => false });
  expect(await allocated).toBeUndefined();
});

test('the machine is asked by binding, TCP and UDP apart', async () => {
  const isPortFree = createPortProbe('127.0.0.1');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await isPortFree(port, 'TCP')).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await isPortFree(port, 'TCP')).toBe(true);

  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  expect(await isPortFree(socket.address().port, 'UDP')).toBe(false);
  await new Promise<void>((resolve) => socket.close(resolve));
  expect(await isPortFree(1, 'SCTP')).toBe(false);
});

test('addresses go on from the last one and come round', () => {
  expect(allocateClusterIP(() => false, undefined)).toBe('10.96.0.1');
  expect(allocateClusterIP((address) => address === '10.96.0.2', '10.96.0.1')).toBe('10.96.0.3');
  expect(allocateClusterIP(() => false, '10.96.255.254')).toBe('10.96.0.1');
  expect(allocateClusterIP(() => true, undefined)).toBeUndefined();
});
