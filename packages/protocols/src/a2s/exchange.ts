import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { A2sError } from '../errors.ts';
import { socketFailureKind } from '../socket-failure.ts';
import { startTimer } from '../timer.ts';
import { Fragments } from './fragments.ts';
import { CHALLENGE, encodeQuestion, OLD_INFO, QUESTIONS, readReply, SPLIT, type Question, type Reply } from './messages.ts';

/** A server that wants more challenges than this answered has no intention to answer itself. */
const MAX_CHALLENGES = 3;
/** Datagrams that are no answer; more of them than this and somebody is playing with us. */
const MAX_STRANGE = 64;
/** Questions change nothing: they are asked again when a datagram may have been lost. */
const ASK_AGAIN_MS = 1000;
/** Some servers answer in the old format first and in the current one right after it. */
const BETTER_ANSWER_MS = 250;

interface Address {
  readonly host: string;
  readonly port: number;
}

/** One question and how long it may take. */
export interface Exchange {
  readonly question: Question;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Aborts when the client is closed. */
  readonly closed: AbortSignal;
}

/**
 * Asks from a socket of its own and waits for the whole answer, repeating the question with the challenge the server wants. The
 * socket is connected, so the system drops what others send, and tells when nobody listens. Rejects with `A2sError`.
 */
export async function exchange(address: Address, { question, timeoutMs, signal, closed }: Exchange): Promise<Reply> {
  if (signal.aborted) throw aborted(signal);
  if (closed.aborted) throw new A2sError('closed', 'The client was closed on this side.');
  const { promise, resolve, reject } = Promise.withResolvers<Reply>();
  const socket = createSocket(isIPv6(address.host) ? 'udp6' : 'udp4');
  const fail = (error: unknown): void => reject(socketError(address, error));
  const fragments = new Fragments();
  const timers: NodeJS.Timeout[] = [];
  let challenge: Buffer | undefined;
  let challenges = 0;
  let strange = 0;
  const send = (): void => socket.send(encodeQuestion(question, challenge), (error) => error && fail(error));

  const onReply = (reply: Reply): boolean => {
    if (reply.type === QUESTIONS[question].answer) resolve(reply);
    else if (reply.type === OLD_INFO && question === 'info') timers.push(setTimeout(() => resolve(reply), BETTER_ANSWER_MS));
    else if (reply.type === CHALLENGE && reply.body.length >= 4) {
      if (++challenges > MAX_CHALLENGES) reject(new A2sError('protocol', `${where(address)} asks for a challenge again and again.`));
      challenge = Buffer.from(reply.body.subarray(0, 4));
      send();
    } else return false;
    return true;
  };
  socket.on('error', fail);
  socket.on('message', (datagram) => {
    const isSplit = datagram.length >= 4 && datagram.readInt32LE(0) === SPLIT;
    const whole = isSplit ? fragments.push(datagram) : datagram;
    // A part of a reply is neither an answer nor strange.
    if (isSplit && whole === undefined) return;
    const reply = whole && readReply(whole);
    if ((reply === undefined || !onReply(reply)) && ++strange >= MAX_STRANGE)
      reject(new A2sError('protocol', `${where(address)} answers with something else. Check that the port is the one for queries.`));
  });
  const onAbort = (): void => reject(aborted(signal));
  const onClose = (): void => reject(new A2sError('closed', 'The client was closed on this side.'));
  signal.addEventListener('abort', onAbort, { once: true });
  closed.addEventListener('abort', onClose, { once: true });
  timers.push(startTimer(() => reject(timedOut(address, timeoutMs, strange)), timeoutMs));
  let again: NodeJS.Timeout | undefined;
  try {
    await connected(socket, address, promise);
    send();
    again = setInterval(send, ASK_AGAIN_MS);
    return await promise;
  } finally {
    for (const timer of timers) clearTimeout(timer);
    clearInterval(again);
    signal.removeEventListener('abort', onAbort);
    closed.removeEventListener('abort', onClose);
    // What was rejected meanwhile has been told already.
    promise.catch(() => undefined);
    await closeSocket(socket);
  }
}

/** Resolves when the system knows the peer; looking up a name may take longer than anybody wants to wait. */
async function connected(socket: Socket, { host, port }: Address, over: Promise<unknown>): Promise<void> {
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

function socketError(address: Address, cause: unknown): A2sError {
  if (cause instanceof A2sError) return cause;
  const kind = socketFailureKind(cause);
  const message = {
    refused: `Nothing listens at ${where(address)} (UDP). The game opens its port while it starts.`,
    timeout: `${where(address)} (UDP) cannot be reached.`,
    closed: `The question to ${where(address)} (UDP) could not be sent.`,
  }[kind];
  return new A2sError(kind, message, { cause });
}

function timedOut(address: Address, timeoutMs: number, strange: number): A2sError {
  return new A2sError(
    'timeout',
    `${where(address)} (UDP) did not answer within ${timeoutMs / 1000} s${strange > 0 ? `, but sent ${strange} message${strange === 1 ? '' : 's'} of another kind` : ''}. The game may be starting, changing its map or hung, or it answers no questions of this kind.`,
  );
}

function aborted(signal: AbortSignal): A2sError {
  return new A2sError('aborted', 'The question was given up.', { cause: signal.reason });
}

function where({ host, port }: Address): string {
  return `${host}:${port}`;
}
