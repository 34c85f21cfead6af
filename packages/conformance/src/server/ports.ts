import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Below the range from which systems give ports to outgoing connections, which could take one between look and use.
const FIRST = 20_000;
const COUNT = 12_000;
const ATTEMPTS = 200;
/**
 * One file for every port that somebody has been given. A game begins to listen long after its port was chosen, and kits run
 * side by side in threads and processes.
 */
const RESERVED = join(tmpdir(), `gse-conformance-ports-${process.getuid?.() ?? 0}`);

/** A port of 127.0.0.1 for TCP and UDP that nobody else is given until it is let go. */
export interface ReservedPort {
  readonly number: number;
  release(): Promise<void>;
}

/** Finds a free port and reserves it. */
export async function reservePort(): Promise<ReservedPort> {
  await mkdir(RESERVED, { recursive: true });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const number = FIRST + Math.floor(Math.random() * COUNT);
    const file = join(RESERVED, String(number));
    if (!(await isReserved(file))) continue;
    if ((await isFreeForTcp(number)) && (await isFreeForUdp(number))) return { number, release: () => rm(file, { force: true }) };
    await rm(file, { force: true });
  }
  throw new Error(`No free port was found between ${FIRST} and ${FIRST + COUNT}.`);
}

/** True when the file could be made, which only one can; what a process that is gone has left is taken away. */
async function isReserved(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    const owner = Number(await readFile(file, 'utf8').catch(() => String(process.pid)));
    if (owner > 0 && !isAlive(owner)) await rm(file, { force: true });
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
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
