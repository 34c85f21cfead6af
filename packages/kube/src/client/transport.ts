import { delay, type Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import { connectionError, errorFromBody } from './api-error.ts';
import { readText } from './body.ts';
import type { Fetch } from './client.ts';
import { createDeadline, type Deadline } from './deadline.ts';
import { plainFetch, type PlainBody, type PlainResponse } from './plain.ts';

/** One HTTP request, without what the transport adds itself. */
export interface TransportRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With query. */
  path: string;
  body?: object | undefined;
  contentType?: string | undefined;
  /** What form the answer should have; plain JSON when absent. */
  accept?: string | undefined;
  signal?: AbortSignal | undefined;
  timeoutMs?: number | undefined;
}

/** An open streaming answer; whoever opened it closes it. */
export interface OpenStream {
  what: string;
  body: PlainBody;
  deadline: Deadline;
}

/** Sends requests with deadlines, size caps and typed errors; the layer below objects and kinds. */
export interface Transport {
  /**
   * Sends and reads a JSON answer. Reads are tried again on connection errors; everything is where the server said
   * that it has not looked at the request (429).
   */
  send(request: TransportRequest): Promise<unknown>;
  /** Sends and hands over the body as it comes; the deadline holds until the answer's head has arrived. */
  open(request: TransportRequest): Promise<OpenStream>;
}

/** One request that was sent, for metrics; a status of 0 means that no answer came. */
export interface RequestReport {
  method: string;
  status: number;
  seconds: number;
}

/** What a transport needs. */
export interface TransportOptions {
  baseUrl: string;
  fetch: Fetch;
  /** A bearer token, or where to get the current one. */
  token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  userAgent: string;
  timeoutMs: number;
  maxResponseBytes: number;
  clock: Clock;
  random: () => number;
  onRequest?: ((report: RequestReport) => void) | undefined;
}

const maxAttempts = 3;
const firstRetryMs = 100;
const maxErrorBytes = 64 * 1024;

function isWorthRetrying(error: unknown, method: string): boolean {
  if (!(error instanceof KubeError)) return false;
  // Too many requests: it was turned away at the door, so that even a write can be sent again.
  if (error.status === 429) return true;
  return error.code === 'GSE_KUBE_CONNECTION' && method === 'GET';
}

/** Creates the transport of one client. */
export function createTransport(options: TransportOptions): Transport {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const { clock, onRequest } = options;
  const fetch = plainFetch(options.fetch);

  async function exchange(request: TransportRequest, what: string, deadline: Deadline): Promise<PlainResponse> {
    const headers: Record<string, string> = { accept: request.accept ?? 'application/json', 'user-agent': options.userAgent };
    if (request.body) headers['content-type'] = request.contentType ?? 'application/json';
    const token = typeof options.token === 'function' ? await deadline.race(Promise.resolve(options.token())) : options.token;
    if (token) headers['authorization'] = `Bearer ${token}`;
    const startedAt = clock.elapsed();
    const report = (status: number) => onRequest?.({ method: request.method, status, seconds: (clock.elapsed() - startedAt) / 1000 });
    const response = await deadline
      .race(
        fetch({
          method: request.method,
          url: baseUrl + request.path,
          headers,
          body: request.body && JSON.stringify(request.body),
          signal: deadline.signal,
        }),
      )
      .catch((error: unknown) => {
        report(0);
        throw connectionError(what, error);
      });
    report(response.status);
    if (response.status >= 200 && response.status < 300) return response;
    const body = await readText(what, response.body, maxErrorBytes, deadline).catch((error: unknown) => {
      if (error instanceof KubeError && error.code !== 'GSE_KUBE_PROTOCOL') throw error;
      return '';
    });
    throw errorFromBody(what, response.status, body, response.header('retry-after'));
  }

  async function attempt(request: TransportRequest, what: string, deadline: Deadline): Promise<unknown> {
    const response = await exchange(request, what, deadline);
    const body = await readText(what, response.body, options.maxResponseBytes, deadline).catch((error: unknown) => {
      throw connectionError(what, error);
    });
    try {
      return JSON.parse(body);
    } catch (cause) {
      throw new KubeError({ code: 'GSE_KUBE_PROTOCOL', message: `${what}: the answer is not JSON`, cause });
    }
  }

  function startDeadline(request: TransportRequest, what: string): Deadline {
    const ms = request.timeoutMs ?? options.timeoutMs;
    const deadline = createDeadline(clock, what, request.signal);
    deadline.reset({ ms, code: 'GSE_KUBE_TIMEOUT', message: `no answer within ${ms} ms` });
    return deadline;
  }

  return {
    async send(request) {
      const what = describe(request);
      const deadline = startDeadline(request, what);
      try {
        for (let n = 1; ; n++) {
          try {
            deadline.signal.throwIfAborted();
            return await attempt(request, what, deadline);
          } catch (error) {
            if (n >= maxAttempts || deadline.signal.aborted || !isWorthRetrying(error, request.method)) throw error;
            const retryAfterMs = error instanceof KubeError ? (error.details.retryAfterSeconds ?? 0) * 1000 : 0;
            const backoffMs = firstRetryMs * 2 ** (n - 1) * (0.5 + options.random() / 2);
            await delay(clock, Math.max(retryAfterMs, backoffMs), deadline.signal);
          }
        }
      } finally {
        deadline.close();
      }
    },

    async open(request) {
      const what = describe(request);
      const deadline = startDeadline(request, what);
      try {
        deadline.signal.throwIfAborted();
        const response = await exchange(request, what, deadline);
        deadline.reset(undefined);
        return { what, body: response.body, deadline };
      } catch (error) {
        deadline.close();
        throw error;
      }
    },
  };
}

/** The query may hold continue tokens of a kilobyte: not in messages. */
function describe(request: TransportRequest): string {
  const query = request.path.indexOf('?');
  return `${request.method} ${query < 0 ? request.path : request.path.slice(0, query)}`;
}
