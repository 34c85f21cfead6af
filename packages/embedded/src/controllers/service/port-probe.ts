import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { IsPortFree } from './ports.ts';

function canListenTcp(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function canBindUdp(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
    socket.once('error', () => {
      socket.close();
      resolve(false);
    });
    socket.bind({ port, address: host, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}

/** Asks the machine itself, by binding and letting go. SCTP is not offered. */
export function createPortProbe(host: string): IsPortFree {
  return (port, protocol) => {
    if (protocol === 'TCP') return canListenTcp(port, host);
    return protocol === 'UDP' ? canBindUdp(port, host) : Promise.resolve(false);
  };
}
