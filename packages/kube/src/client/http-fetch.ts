import { Agent, fetch as undiciFetch } from 'undici';
import type { Fetch } from './client.ts';

/** TLS material, PEM. */
export interface HttpFetchOptions {
  /** Trust these authorities instead of the machine's. */
  ca?: string | Buffer | undefined;
  /** Client certificate and key. */
  cert?: string | Buffer | undefined;
  key?: string | Buffer | undefined;
  /** The name to verify the server's certificate against, when it is not the host of the URL. */
  servername?: string | undefined;
  /** Take any certificate for the server's. */
  trustAnyServer?: boolean | undefined;
  /** Connections per server at most; every open watch holds one. */
  maxConnections?: number | undefined;
}

/** A {@link Fetch} over real sockets, and the way to close them. */
export interface HttpFetch extends Fetch {
  /** Breaks every connection. */
  close(): Promise<void>;
  /** Takes no more requests and resolves when those under way, watches among them, have ended. */
  drain(): Promise<void>;
}

const defaultMaxConnections = 256;
const connectTimeoutMs = 10_000;

/**
 * A {@link Fetch} over one pool of kept-alive connections.
 * The pool has no time limits of its own after connecting: the client's deadlines and inactivity timers rule.
 */
export function httpFetch(options: HttpFetchOptions = {}): HttpFetch {
  const { ca, cert, key, servername } = options;
  const agent = new Agent({
    connect: {
      timeout: connectTimeoutMs,
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(servername === undefined ? {} : { servername }),
      ...(options.trustAnyServer ? { rejectUnauthorized: false } : {}),
    },
    connections: options.maxConnections ?? defaultMaxConnections,
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  const fetch = async (request: Request): Promise<Response> => {
    // The body is sent whole, with its length: requests are small, and a stream would be sent chunked.
    const body = request.body ? new Uint8Array(await request.arrayBuffer()) : null;
    const response = await undiciFetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      body,
      signal: request.signal,
      dispatcher: agent,
      redirect: 'error',
    });
    return new Response(response.body as ReadableStream<Uint8Array<ArrayBuffer>> | null, {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
    });
  };
  return Object.assign(fetch, { close: () => agent.destroy(), drain: () => agent.close() });
}
