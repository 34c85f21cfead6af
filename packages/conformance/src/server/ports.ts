import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

// Below the range from which systems give ports to outgoing connections, which could take one between look and use.
const FIRST = 20_000;
const COUNT = 12_000;
const ATTEMPTS = 200;
const given = new Set<number>();

/** A port of 127.0.0.1 that is free for TCP and UDP, and that this process was not given before. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (given.size > COUNT / 2) given.clear();
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (given.has(port) || !(await isFreeForTcp(port)) || !(await isFreeForUdp(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error(`No free port was found between ${FIRST} and ${FIRST + COUNT}.`);
}

async function isFreeForTcp(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

async function isFreeForUdp(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  try {
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
  } catch {
    return false;
  }
  socket.close();
  await once(socket, 'close');
  return true;
}
