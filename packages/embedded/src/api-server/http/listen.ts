import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Fetch, Log } from '@gse/kube';
import { EmbeddedError } from '../../errors.ts';

/** Where to listen. Port 0 takes a free one. */
export interface ListenOptions {
  host: string;
  port: number;
  /** Serves HTTPS, which kubectl insists on before it sends a token. */
  tls?: { certificate: string; key: string };
}

/** A listening server. */
export interface Listener {
  /** `http://127.0.0.1:8080` */
  url: string;
  port: number;
  close(): Promise<void>;
}

const maxHeaderBytes = 32 * 1024;
const headersTimeoutMs = 30_000;
const requestTimeoutMs = 120_000;
/** Of a body that was refused, no more than this is read to keep the connection. */
const maxDiscardedBytes = 16 * 1024 * 1024;
/** The host of the address plays no part; a header must not be able to choose it. */
const localOrigin = 'http://embedded.invalid';

/** Serves a fetch function over HTTP. It only adapts: bodies stream both ways, at the pace of whoever reads. */
export async function listen(fetch: Fetch, options: ListenOptions, log: Log): Promise<Listener> {
  const limits = {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: headersTimeoutMs,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: 60_000,
  };
  const { tls } = options;
  const server = tls ? createTlsServer({ ...limits, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' }) : createServer(limits);
  server.on('request', toRequestListener(fetch, log));
  server.listen(options.port, options.host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new EmbeddedError(
      'GSE_EMBEDDED_ADDRESS_IN_USE',
      `cannot listen on ${options.host}:${options.port}: ${why}; choose another port`,
      { cause },
    );
  }
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${tls ? 'https' : 'http'}://${host}:${port}`,
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      // Watches would hold the server open for half an hour.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Adapts a fetch function to node's HTTP servers, for those who listen themselves. */
export function toRequestListener(fetch: Fetch, log: Log): RequestListener {
  return (incoming, outgoing) => {
    handle(fetch, incoming, outgoing).catch((error: unknown) => {
      if (!outgoing.destroyed && !incoming.destroyed) log.warn({ error }, 'a connection failed');
      outgoing.destroy();
    });
  };
}

async function handle(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const stop = new AbortController();
  outgoing.on('close', () => stop.abort());
  const url = URL.parse(incoming.url ?? '/', localOrigin);
  if (!url) {
    outgoing.writeHead(400).end();
    return;
  }
  const body = incoming.iterator({ destroyOnReturn: false });
  const response = await fetch(toRequest(incoming, body, url, stop.signal));
  await body.return?.();
  discardRest(incoming);
  const headers: [string, string][] = [...response.headers];
  for (const [name, value] of headers) if (name !== 'warning') outgoing.setHeader(name, value);
  const warnings = response.headers.get('warning');
  if (warnings !== null) outgoing.setHeader('warning', warnings);
  outgoing.writeHead(response.status);
  if (response.body) await pipe(response.body, outgoing, stop.signal);
  outgoing.end();
}

function toRequest(incoming: IncomingMessage, body: AsyncIterator<Uint8Array, undefined>, url: URL, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) for (const item of value ?? []) headers.append(name, item);
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, { method, headers, signal, ...(hasBody ? { body: streamOf(body), duplex: 'half' } : {}) });
}

/** Reads no further ahead than it is read, and leaves the connection alone when it is given up. */
function streamOf(chunks: AsyncIterator<Uint8Array, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const next = await chunks.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
    },
    { highWaterMark: 0 },
  );
}

/** A client that is still sending what nobody wants hears its answer only when that is taken off its hands. */
function discardRest(incoming: IncomingMessage): void {
  if (incoming.complete && incoming.readableEnded) return;
  let bytes = 0;
  incoming.on('data', (chunk: Uint8Array) => {
    bytes += chunk.byteLength;
    if (bytes > maxDiscardedBytes) incoming.destroy();
  });
}

async function pipe(body: ReadableStream<Uint8Array>, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
  const reader = body.getReader();
  const cancel = () => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  // The head of a watch must reach its client before the first event does.
  outgoing.flushHeaders();
  for (;;) {
    const { done, value } = await reader.read();
    if (done || outgoing.destroyed) break;
    // The client sets the pace: nothing more is read from the log until it has taken this.
    if (!outgoing.write(value)) await once(outgoing, 'drain', { signal }).catch(cancel);
  }
  signal.removeEventListener('abort', cancel);
}
