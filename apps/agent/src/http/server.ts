import { once } from 'node:events';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { limitConnections } from '@gse/process';
import { delay, TokenBucket, type Clock } from '@gse/session';
import type { Address } from '../environment.ts';
import { errorCode, messageOf } from '../errors.ts';
import type { Secrets } from '../secrets.ts';
import { HttpError, toHttpError } from './http-error.ts';
import { isAuthorized } from './token.ts';
import type { AgentLog } from '../log.ts';

/** One request as a handler sees it. */
export interface Call {
  readonly query: URLSearchParams;
  /** Parsed JSON body; undefined where there is none. */
  readonly body: unknown;
  /** Fires when the caller hung up. */
  readonly signal: AbortSignal;
}

/** What a handler answers: JSON, or text. */
export type Answer = { readonly json: unknown } | { readonly text: string; readonly contentType: string };

/** One route of the API. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /** Which budget of requests it draws from. */
  readonly cost: 'report' | 'talk' | 'heavy' | 'free';
  /** Answered without a token. */
  readonly isPublic?: true;
  handle(call: Call): Promise<Answer>;
}

/** What the server serves. */
export interface HttpOptions {
  readonly routes: readonly Route[];
  /** Takes over authorized upgrades to a WebSocket; false where there is no such path. */
  upgrade(url: URL, request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly log: AgentLog;
}

const maxBodyBytes = 64 * 1024;
const maxConnections = 64;
const budgets = { report: [20, 60], talk: [10, 40], heavy: [2, 20], free: [20, 60] } as const;

/** A taken port is tried again after this long. */
const listenAgainMs = 2_000;

/**
 * The agent's API, which nobody hears before {@link keepListening}. node:http and a table of a dozen routes, not a framework: up to
 * some hundred agents share a few processes, and each must cost kilobytes.
 */
export function agentServer(options: HttpOptions): Server {
  const { routes, secrets, clock, log } = options;
  const table = new Map<string, Route>(routes.map((route) => [`${route.method} ${route.path}`, route]));
  const buckets = Object.fromEntries(
    Object.entries(budgets).map(([cost, [rate, burst]]) => [cost, new TokenBucket(rate, burst, clock.now())]),
  ) as Record<Route['cost'], TokenBucket>;
  const strangers = new TokenBucket(2, 20, clock.now());

  /** Throws where the request may not go on. Strangers are answered a few times and then only hung up on. */
  function authorize(request: IncomingMessage): void {
    if (isAuthorized(request, secrets)) return;
    if (!strangers.take(clock.now())) request.socket.destroy();
    throw new HttpError(401, 'Unauthorized', 'The agent needs its bearer token.');
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const url = urlOf(request);
    const route = table.get(`${request.method} ${url.pathname}`);
    if (!route?.isPublic) authorize(request);
    if (!route) throw new HttpError(404, 'NotFound', 'The agent has no such path.');
    if (!buckets[route.cost].take(clock.now()))
      throw new HttpError(429, 'TooManyRequests', 'Too many requests at once; ask again in a second.');
    const gone = new AbortController();
    response.once('close', () => gone.abort(new DOMException('the caller hung up', 'AbortError')));
    return route.handle({ query: url.searchParams, body: await readJson(request), signal: gone.signal });
  }

  const server = createServer(
    { maxHeaderSize: 8 * 1024, headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 70_000 },
    (request, response) => {
      answer(request, response).then(
        (result) => send(response, 200, result),
        (error: unknown) => {
          const refusal = toHttpError(error);
          if (refusal.status === 500) log(`${request.method} ${request.url?.split('?')[0]}: ${messageOf(error)}`, 'error');
          send(response, refusal.status, { json: { error: { code: refusal.code, message: refusal.message } } });
        },
      );
    },
  );
  // On one machine operator, API and players' programs have one address, so no address has a limit of its own.
  limitConnections(server, { perAddress: maxConnections, total: maxConnections });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    try {
      authorize(request);
      // No browser has any business here, with whatever token.
      if (request.headers.origin !== undefined) throw new HttpError(403, 'Forbidden', 'The agent does not talk to browsers.');
      if (!options.upgrade(urlOf(request), request, socket, head)) throw new HttpError(404, 'NotFound', 'The agent has no such path.');
    } catch (error) {
      refuseUpgrade(socket, toHttpError(error));
    }
  });
  return server;
}

function urlOf(request: IncomingMessage): URL {
  const url = URL.parse(request.url ?? '/', 'http://agent');
  if (!url) throw new HttpError(400, 'BadRequest', 'The path is not valid.');
  return url;
}

/** Listens, and tries again until it can: the game is looked after and drained all the same. */
export async function keepListening(
  server: Server,
  address: Address,
  { clock, log, signal }: { readonly clock: Clock; readonly log: AgentLog; readonly signal: AbortSignal },
): Promise<void> {
  let said = '';
  while (!signal.aborted) {
    try {
      return await listen(server, address);
    } catch (error) {
      const message = messageOf(error);
      if (message !== said) log(message, 'error');
      said = message;
      await delay(clock, listenAgainMs, signal);
    }
  }
}

async function listen(server: Server, { host, port }: Address): Promise<void> {
  server.listen({ port, ...(host === '' ? {} : { host }) });
  try {
    await once(server, 'listening');
  } catch (error) {
    const isTaken = errorCode(error) === 'EADDRINUSE';
    throw new Error(
      `port ${port} ${isTaken ? 'is taken by another process' : `cannot be listened on (${errorCode(error) ?? messageOf(error)})`}; it is tried again and again`,
      { cause: error },
    );
  }
  server.on('error', () => undefined);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > maxBodyBytes) throw new HttpError(413, 'BodyTooLarge', `A request may have ${maxBodyBytes} bytes.`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw error instanceof HttpError ? error : new HttpError(400, 'BadRequest', 'The request broke off.');
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new HttpError(400, 'BadRequest', 'The body is not JSON.');
  }
}

function send(response: ServerResponse, status: number, answer: Answer): void {
  if (response.destroyed || response.headersSent) return;
  const [body, contentType] =
    'json' in answer ? [JSON.stringify(answer.json), 'application/json; charset=utf-8'] : [answer.text, answer.contentType];
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // What is left of a body that was too large is not waited for.
    ...(status === 413 ? { connection: 'close' } : {}),
  });
  response.end(body);
}

function refuseUpgrade(socket: Duplex, { status }: HttpError): void {
  if (!socket.destroyed)
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
