import { createSecureContext } from 'node:tls';
import { Agent } from 'undici';
import type { Fetch } from './client.ts';
import { exchange } from './exchange.ts';
import { throughPlain, type PlainFetch } from './plain.ts';

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
  readonly plain: PlainFetch;
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
      // Read once, not for every connection.
      ...(ca === undefined && cert === undefined ? {} : { secureContext: createSecureContext({ ca, cert, key }) }),
      ...(servername === undefined ? {} : { servername }),
      ...(options.trustAnyServer ? { rejectUnauthorized: false } : {}),
    },
    connections: options.maxConnections ?? defaultMaxConnections,
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  const plain: PlainFetch = async ({ method, url, headers, body, signal }) => {
    const { origin, pathname, search } = new URL(url);
    // Redirects are not followed: credentials go nowhere but where they were sent.
    const options = {
      origin,
      path: pathname + search,
      method,
      headers: { ...headers },
      body: body ?? null,
    };
    return await exchange(agent, options, signal);
  };

  return Object.assign((request: Request) => throughPlain(plain, request), {
    plain,
    close: () => agent.destroy(),
    drain: () => agent.close(),
  });
}
