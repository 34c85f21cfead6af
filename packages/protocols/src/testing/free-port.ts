import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** Below the range from which systems give ports to outgoing connections, which could take one between look and use. */
const LOWEST = 2_000;
const HIGHEST = 10_000;
/** Processes that run side by side begin this far apart. */
const PER_PROCESS = 97;
const ATTEMPTS = 1_000;
let given = 0;

/** A port of 127.0.0.1 that is free for TCP and UDP now. No other test is given it soon, also in a process beside this one. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = LOWEST + ((process.pid * PER_PROCESS + given++) % (HIGHEST - LOWEST));
    if ((await isFreeForTcp(port)) && (await isFreeForUdp(port))) return port;
  }
  throw new Error(`No free port was found between ${LOWEST} and ${HIGHEST}.`);
}

function isFreeForTcp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

function isFreeForUdp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => socket.close(() => resolve(false)));
    socket.bind(port, '127.0.0.1', () => socket.close(() => resolve(true)));
  });
}
