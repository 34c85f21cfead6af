import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { OobError } from '../errors.ts';
import { socketFailureKind } from '../socket-failure.ts';
import { startTimer } from '../timer.ts';
import { decodeOob, encodeOob } from './datagram.ts';

/** Datagrams that are no answer; more of them than this and somebody is playing with us. */
const MAX_STRANGE = 64;

/** One question. */
export interface Exchange {
  readonly text: string;
  /** True for the message that answers it; others are passed over. */
  readonly wanted: (verb: string, body: string) => boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Aborts when the client is closed. */
  readonly closed: AbortSignal;
  /** Send again after every so many milliseconds without an answer; only for questions that change nothing. */
  readonly resendMs?: number;
}

/**
 * Sends a message from a socket of its own and waits for the one that answers it. The socket is connected, so the system
 * drops what others send, and tells when nobody listens. Rejects with `OobError`.
 */
export async function exchange(address: { readonly host: string; readonly port: number }, question: Exchange): Promise<string> {
  const { signal, closed, timeoutMs, resendMs, wanted } = question;
  if (signal.aborted) throw aborted(signal);
  if (closed.aborted) throw closedHere();
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = createSocket(isIPv6(address.host) ? 'udp6' : 'udp4');
  const datagram = encodeOob(question.text);
  const fail = (error: unknown): void => reject(socketError(address, error));
  const send = (): void => socket.send(datagram, (error) => error && fail(error));

  let strange = 0;
  socket.on('error', fail);
  socket.on('message', (received) => {
    const message = decodeOob(received);
    if (message !== undefined && wanted(message.verb, message.text)) resolve(message.text);
    else if (++strange >= MAX_STRANGE)
      reject(new OobError('protocol', `${where(address)} answers with something else. Check that the port is the game's own UDP port.`));
  });
  const onAbort = (): void => reject(aborted(signal));
  const onClose = (): void => reject(closedHere());
  signal.addEventListener('abort', onAbort, { once: true });
  closed.addEventListener('abort', onClose, { once: true });
  const timer = startTimer(() => reject(timedOut(address, timeoutMs, strange)), timeoutMs);
  let again: NodeJS.Timeout | undefined;
  try {
    await connected(socket, address, promise);
    send();
    if (resendMs !== undefined) again = setInterval(send, resendMs);
    return await promise;
  } finally {
    clearTimeout(timer);
    clearInterval(again);
    signal.removeEventListener('abort', onAbort);
    closed.removeEventListener('abort', onClose);
    // What was rejected meanwhile has been told already.
    promise.catch(() => undefined);
    await closeSocket(socket);
  }
}

/** Resolves when the system knows the peer; looking up a name may take longer than anybody wants to wait. */
async function connected(socket: Socket, { host, port }: { host: string; port: number }, over: Promise<unknown>): Promise<void> {
  const ready = new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    try {
      socket.connect(port, host);
    } catch (error) {
      reject(socketError({ host, port }, error));
    }
  });
  await Promise.race([ready, over.then(() => undefined)]);
}

function closeSocket(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    try {
      socket.close(resolve);
    } catch {
      resolve();
    }
  });
}

function socketError(address: { readonly host: string; readonly port: number }, cause: unknown): OobError {
  if (cause instanceof OobError) return cause;
  const kind = socketFailureKind(cause);
  const message = {
    refused: `Nothing listens at ${where(address)} (UDP). The game opens its port while it starts.`,
    timeout: `${where(address)} (UDP) cannot be reached.`,
    closed: `The message to ${where(address)} (UDP) could not be sent.`,
  }[kind];
  return new OobError(kind, message, { cause });
}

function timedOut(address: { readonly host: string; readonly port: number }, timeoutMs: number, strange: number): OobError {
  return new OobError(
    'timeout',
    `${where(address)} (UDP) did not answer within ${timeoutMs / 1000} s${strange > 0 ? `, but sent ${strange} message${strange === 1 ? '' : 's'} of another kind` : ''}. The game may be starting, overloaded or hung, or its answer was lost.`,
  );
}

function aborted(signal: AbortSignal): OobError {
  return new OobError('aborted', 'The question was given up.', { cause: signal.reason });
}

function closedHere(): OobError {
  return new OobError('closed', 'The client was closed on this side.');
}

function where({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host}:${port}`;
}
