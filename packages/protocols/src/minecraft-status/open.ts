import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import { MinecraftStatusError } from '../errors.ts';
import { socketFailureKind } from '../socket-failure.ts';
import { startTimer } from '../timer.ts';
import type { MinecraftStatusClient } from './client.ts';
import { StatusDecoder, type StatusMessage } from './message.ts';
import { readStatus } from './read-status.ts';
import type { MinecraftStatus } from './status.ts';
import { encodeHandshake, encodePacket } from './wire.ts';

type Address = Pick<ConnectionTarget, 'host' | 'port'>;

const DEFAULT_TIMEOUT_MS = 5000;
/** Some proxies never answer the ping; the status is worth having without it. */
const PONG_TIMEOUT_MS = 1000;
/** Says that we are no particular version, which servers accept from a server list. */
const ANY_PROTOCOL = -1;
const REQUEST_ID = 0;
const PING_ID = 1;

/** A client of the status at `target`. Connects only when asked; closing it ends the requests under way. */
export function openMinecraftStatus({ host, port }: Address): OpenConnection<MinecraftStatusClient> {
  const target = { host, port };
  const closed = Promise.withResolvers<undefined>();
  const sockets = new Set<Socket>();
  let isClosed = false;
  return {
    client: {
      async status({ signal, timeoutMs = DEFAULT_TIMEOUT_MS }) {
        if (signal.aborted) throw aborted(signal);
        if (isClosed) throw closedHere();
        const socket = connect({ ...target, noDelay: true });
        // Whoever waits for the socket hears of its error; this is for the moments when nobody does.
        socket.on('error', () => {});
        const onAbort = () => socket.destroy(aborted(signal));
        const timer = startTimer(() => socket.destroy(timedOut(target, timeoutMs)), timeoutMs);
        signal.addEventListener('abort', onAbort, { once: true });
        sockets.add(socket);
        try {
          return await requestStatus(socket, target);
        } catch (error) {
          throw error instanceof MinecraftStatusError ? error : socketError(target, error);
        } finally {
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          sockets.delete(socket);
          socket.destroy();
        }
      },
    },
    closed: closed.promise,
    async close() {
      isClosed = true;
      for (const socket of sockets) socket.destroy(closedHere());
      closed.resolve(undefined);
    },
  };
}

async function requestStatus(socket: Socket, { host, port }: Address): Promise<MinecraftStatus> {
  await once(socket, 'connect');
  const messages = new MessageReader(socket);
  const sentAt = performance.now();
  socket.write(Buffer.concat([encodeHandshake({ protocol: ANY_PROTOCOL, host, port, next: 1 }), encodePacket(REQUEST_ID)]));
  const answer = await messages.next();
  if (answer === undefined) {
    throw new MinecraftStatusError(
      'closed',
      `${host}:${port} closed the connection instead of telling its status. The game may be starting or stopping, or have "enable-status" switched off.`,
    );
  }
  const requestMs = performance.now() - sentAt;
  const status = readStatus(answer);
  const pingMs = status.legacy ? undefined : await ping(socket, messages);
  return { ...status, latencyMs: pingMs ?? requestMs };
}

/** Round trip in milliseconds, or undefined when the server does not play along. */
async function ping(socket: Socket, messages: MessageReader): Promise<number | undefined> {
  const token = Buffer.alloc(8);
  token.writeBigInt64BE(BigInt(Date.now()));
  const sentAt = performance.now();
  const timer = setTimeout(() => socket.destroy(), PONG_TIMEOUT_MS);
  try {
    socket.write(encodePacket(PING_ID, token));
    const answer = await messages.next();
    const isPong = answer?.kind === 'packet' && answer.id === PING_ID && token.equals(answer.data);
    return isPong ? performance.now() - sentAt : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

/** The messages of a socket, one at a time. */
class MessageReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #decoder = new StatusDecoder();

  constructor(socket: Socket) {
    this.#chunks = socket[Symbol.asyncIterator]();
  }

  /** The next message; undefined when the peer hung up. Rejects with the socket's error, or when it is destroyed. */
  async next(): Promise<StatusMessage | undefined> {
    for (;;) {
      const message = this.#decoder.next();
      if (message !== undefined) return message;
      const chunk = await this.#chunks.next();
      if (chunk.done === true) return undefined;
      this.#decoder.push(chunk.value);
    }
  }
}

function socketError({ host, port }: Address, cause: unknown): MinecraftStatusError {
  const kind = socketFailureKind(cause);
  const message = {
    refused: `Nothing answers at ${host}:${port}. The game opens its port when its worlds are loaded.`,
    timeout: `${host}:${port} stopped answering.`,
    closed: `${host}:${port} broke the connection instead of telling its status.`,
  }[kind];
  return new MinecraftStatusError(kind, message, { cause });
}

function timedOut({ host, port }: Address, timeoutMs: number): MinecraftStatusError {
  return new MinecraftStatusError(
    'timeout',
    `${host}:${port} did not tell its status within ${timeoutMs / 1000} s. The game may be starting, overloaded or hung.`,
  );
}

function aborted(signal: AbortSignal): MinecraftStatusError {
  return new MinecraftStatusError('aborted', 'The status request was given up.', { cause: signal.reason });
}

function closedHere(): MinecraftStatusError {
  return new MinecraftStatusError('closed', 'The status client was closed on this side.');
}
