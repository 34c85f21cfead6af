import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ConnectionErrorKind, ConnectionSpec, ConnectionTarget } from '@gse/sdk';
import { pond } from './game.ts';

const AUTH = 3;
const COMMAND = 2;

class CarelessError extends Error {
  readonly code = 'GSE_TEST_CARELESS';
  readonly kind: ConnectionErrorKind;
  constructor(kind: ConnectionErrorKind) {
    super(`careless: ${kind}`);
    this.kind = kind;
  }
}

/** The pond's protocol, read by somebody who takes every chunk for exactly one packet. */
export const tearable: ConnectionSpec<unknown> = {
  protocol: 'careless RCON',
  port: 'console',
  secret: 'password',
  async open(target) {
    const socket = connect({ host: target.host, port: target.port });
    const closed = Promise.withResolvers<Error | undefined>();
    socket.on('close', () => closed.resolve(new CarelessError('closed')));
    await once(socket, 'connect', { signal: target.signal }).catch(() => {
      throw new CarelessError('refused');
    });
    socket.on('error', () => undefined);
    await login(socket, target);
    let queue: Promise<unknown> = Promise.resolve();
    const command = (line: string, { signal }: { signal: AbortSignal }): Promise<string> => {
      const answer = queue.then(() => one(socket, line, signal));
      queue = answer.catch(() => undefined);
      return answer;
    };
    return { client: { command }, closed: closed.promise, close: async () => void socket.destroy() };
  },
};

/** A client that tries a rejected password again, in case the game did not mean it. */
export const insistent: ConnectionSpec<unknown> = {
  ...(pond.connections['console'] as ConnectionSpec<unknown>),
  async open(target: ConnectionTarget) {
    for (let attempt = 1; ; attempt++) {
      try {
        return await (pond.connections['console'] as ConnectionSpec<unknown>).open(target);
      } catch (error) {
        if (attempt === 5 || (error as CarelessError).kind !== 'auth') throw error;
      }
    }
  },
};

async function login(socket: Socket, { secret = '', signal }: ConnectionTarget): Promise<void> {
  socket.write(packet(1, AUTH, secret));
  // An empty packet comes first.
  let id = 0;
  for (let type = 0; type !== COMMAND;) {
    let [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
    while (chunk.length >= 12) {
      id = chunk.readInt32LE(4);
      type = chunk.readInt32LE(8);
      chunk = chunk.subarray(4 + chunk.readInt32LE(0));
    }
  }
  if (id === -1) throw new CarelessError('auth');
}

async function one(socket: Socket, line: string, signal: AbortSignal): Promise<string> {
  if (/[\r\n\0]/.test(line) || Buffer.byteLength(line) > 4000) throw new CarelessError('protocol');
  socket.write(packet(2, COMMAND, line));
  const [chunk] = (await once(socket, 'data', { signal }).catch(() => {
    throw new CarelessError('aborted');
  })) as [Buffer];
  return chunk.subarray(12, -2).toString();
}

function packet(id: number, type: number, body: string): Buffer {
  const text = Buffer.from(body);
  const head = Buffer.alloc(12);
  head.writeInt32LE(text.length + 10, 0);
  head.writeInt32LE(id, 4);
  head.writeInt32LE(type, 8);
  return Buffer.concat([head, text, Buffer.alloc(2)]);
}
