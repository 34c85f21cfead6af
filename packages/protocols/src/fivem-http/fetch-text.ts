import { get, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { FiveMHttpError } from '../errors.ts';
import { socketFailureKind } from '../socket-failure.ts';
import { startTimer } from '../timer.ts';

/** One document to fetch. */
export interface TextRequest {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Longest body that is taken. */
  readonly maxBytes: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Aborts when the client is closed. */
  readonly closed: AbortSignal;
  readonly agent: Agent;
}

const decoder = new TextDecoder('utf-8');

/**
 * Fetches a text over HTTP: no redirects, no more than `maxBytes`, one deadline for everything. A connection that was kept from
 * an earlier question may have been closed meanwhile; then the question is asked once more. Rejects with `FiveMHttpError`.
 */
export async function fetchText(request: TextRequest): Promise<string> {
  const { signal, closed, timeoutMs } = request;
  if (signal.aborted) throw aborted(signal);
  if (closed.aborted) throw closedHere();
  const end = new AbortController();
  const onAbort = (): void => end.abort(aborted(signal));
  const onClose = (): void => end.abort(closedHere());
  signal.addEventListener('abort', onAbort, { once: true });
  closed.addEventListener('abort', onClose, { once: true });
  const timer = startTimer(() => end.abort(timedOut(request)), timeoutMs);
  try {
    const answer = await attempt(request, end.signal);
    return answer ?? (await attempt(request, end.signal, true)) ?? '';
  } catch (error) {
    throw end.signal.aborted ? end.signal.reason : describe(request, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    closed.removeEventListener('abort', onClose);
  }
}

/** The body; undefined when a kept connection turned out to be closed and it may be tried again. */
async function attempt(request: TextRequest, signal: AbortSignal, isLast = false): Promise<string | undefined> {
  const { host, port, path, headers, agent } = request;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  // The server turns away whoever sends Via or Upgrade-Insecure-Requests; Node sends neither.
  const sent: ClientRequest = get({ host, port, path, agent, signal, headers: { Accept: '*/*', ...headers } }, resolve);
  sent.on('error', reject);
  let response: IncomingMessage;
  try {
    response = await promise;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (!isLast && sent.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')) return undefined;
    throw error;
  }
  const body = await read(request, response);
  const status = response.statusCode ?? 0;
  if (status !== 200) throw refusal(request, status);
  return decoder.decode(body);
}

async function read({ path, maxBytes }: TextRequest, response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      response.destroy();
      throw new FiveMHttpError('protocol', `The server sent more than ${maxBytes} bytes for ${path}.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

function refusal({ path }: TextRequest, status: number): FiveMHttpError {
  const options = { status };
  if (status === 401) return new FiveMHttpError('auth', `The server wants a password for ${path}.`, options);
  if (status === 403)
    return new FiveMHttpError('protocol', `The server turns requests for ${path} away (403); look at sv_requestParanoia.`, options);
  if (status === 429) return new FiveMHttpError('closed', `The server was asked for ${path} too often and wants a pause (429).`, options);
  return new FiveMHttpError('protocol', `The server answered ${status} to ${path}. Check that the port is FiveM's own.`, options);
}

function describe({ host, port, path }: TextRequest, cause: unknown): FiveMHttpError {
  if (cause instanceof FiveMHttpError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code.startsWith('HPE_'))
    return new FiveMHttpError('protocol', `${host}:${port} does not speak HTTP. Check that the port is FiveM's own.`, { cause });
  const kind = socketFailureKind(cause);
  const message = {
    refused: `Nothing listens at ${host}:${port} (TCP). The game opens its port early while it starts.`,
    timeout: `${host}:${port} stopped answering.`,
    closed: `${host}:${port} hung up instead of sending ${path}. It does so when it is asked too often.`,
  }[kind];
  return new FiveMHttpError(kind, message, { cause });
}

function timedOut({ host, port, path, timeoutMs }: TextRequest): FiveMHttpError {
  return new FiveMHttpError('timeout', `${host}:${port} did not send ${path} within ${timeoutMs / 1000} s.`);
}

function aborted(signal: AbortSignal): FiveMHttpError {
  return new FiveMHttpError('aborted', 'The request was given up.', { cause: signal.reason });
}

function closedHere(): FiveMHttpError {
  return new FiveMHttpError('closed', 'The client was closed on this side.');
}
