import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What goes wrong between a client and its server. */
export type ProxyFault =
  /** The connection breaks before an answer. */
  | { kind: 'reset' }
  /** The request never reaches anybody, the connection stays open. */
  | { kind: 'silence' }
  /** An answer that is not the server's. */
  | { kind: 'status'; status: number; reason?: string; retryAfterSeconds?: number }
  /** Everything takes longer. */
  | { kind: 'latency'; ms: number }
  /** The answer breaks off after so many bytes: in the middle of a chunk. */
  | { kind: 'cut'; afterBytes: number }
  /** The answer stops after so many bytes and the connection stays open: the other side has lost its network. */
  | { kind: 'freeze'; afterBytes: number }
  /** The answer is handed over only when it is complete, as some proxies do. */
  | { kind: 'buffer' };

/** One request as it passes. */
export interface PassingRequest {
  method: string;
  path: string;
  query: URLSearchParams;
}

/** Which requests a fault is for. */
export interface FaultRule {
  /** All when absent. */
  matches?: ((request: PassingRequest) => boolean) | undefined;
  /** How many times; until it is taken away when absent. */
  times?: number | undefined;
}

/** A proxy on the loopback interface that fails on demand. */
export interface FaultProxy extends AsyncDisposable {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  /** Every request that came, in order. */
  readonly requests: readonly PassingRequest[];
  /** Lets requests fail; the first fault that fits counts. Returns the way to stop it. */
  fail(fault: ProxyFault, rule?: FaultRule): () => void;
  /** Breaks every connection there is. */
  breakAll(): void;
  /** Freezes every answer that is under way. */
  freezeAll(): void;
  close(): Promise<void>;
}

/** Where the proxy passes requests on to. */
export interface FaultProxyOptions {
  upstream: string;
  /** The authority of an HTTPS upstream, PEM. */
  ca?: string | undefined;
  /** A client certificate for it, PEM: everybody who asks the proxy is this client. */
  cert?: string | undefined;
  key?: string | undefined;
}

interface Planned {
  fault: ProxyFault;
  matches: (request: PassingRequest) => boolean;
  left: number;
}

/** Starts a proxy in front of a server. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const requests: PassingRequest[] = [];
  const planned = new Set<Planned>();
  const passing = new Set<{ isFrozen: boolean }>();

  function plan(passed: PassingRequest): ProxyFault | undefined {
    for (const each of planned) {
      if (!each.matches(passed)) continue;
      if (--each.left <= 0) planned.delete(each);
      return each.fault;
    }
    return undefined;
  }

  function pass(incoming: IncomingMessage, outgoing: ServerResponse, fault: ProxyFault | undefined): void {
    const { protocol, hostname, port } = new URL(options.upstream);
    const send = protocol === 'https:' ? httpsRequest : httpRequest;
    const { ca, cert, key } = options;
    const upstream = send({
      hostname,
      port,
      path: incoming.url,
      method: incoming.method,
      headers: { ...incoming.headers, host: `${hostname}:${port}` },
      agent: false,
      ...(ca ? { ca } : {}),
      ...(cert && key ? { cert, key } : {}),
    });
    const state = { isFrozen: false };
    passing.add(state);
    outgoing.once('close', () => {
      passing.delete(state);
      upstream.destroy();
    });
    upstream.once('error', () => incoming.socket.destroy());
    upstream.once('response', (answer) => void handOver(answer, outgoing, fault, state));
    incoming.pipe(upstream);
  }

  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://proxy.invalid');
    const passed = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams };
    requests.push(passed);
    const fault = plan(passed);
    incoming.on('error', () => {});
    outgoing.on('error', () => {});
    switch (fault?.kind) {
      case 'reset':
        incoming.socket.destroy();
        return;
      case 'silence':
        incoming.resume();
        return;
      case 'status':
        incoming.resume();
        refuse(outgoing, fault);
        return;
      case 'latency':
        setTimeout(() => pass(incoming, outgoing, undefined), fault.ms);
        return;
      default:
        pass(incoming, outgoing, fault);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    fail(fault, { matches = () => true, times = Number.POSITIVE_INFINITY } = {}) {
      const each = { fault, matches, left: times };
      planned.add(each);
      return () => void planned.delete(each);
    },
    breakAll: () => server.closeAllConnections(),
    freezeAll() {
      for (const state of passing) state.isFrozen = true;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function refuse(outgoing: ServerResponse, { status, reason, retryAfterSeconds }: Extract<ProxyFault, { kind: 'status' }>): void {
  const body = reason
    ? { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, reason, message: 'the proxy says no' }
    : undefined;
  outgoing.writeHead(status, {
    'content-type': body ? 'application/json' : 'text/plain',
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
  });
  outgoing.end(body ? JSON.stringify(body) : 'Too many requests, please try again later.');
}

async function handOver(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  fault: ProxyFault | undefined,
  state: { isFrozen: boolean },
): Promise<void> {
  const limit = fault?.kind === 'cut' || fault?.kind === 'freeze' ? fault.afterBytes : Number.POSITIVE_INFINITY;
  let sent = 0;
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  const held: Buffer[] = [];
  if (fault?.kind !== 'buffer') outgoing.flushHeaders();
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      if (fault?.kind === 'buffer') {
        held.push(chunk);
        continue;
      }
      if (state.isFrozen) return;
      outgoing.write(chunk.subarray(0, limit - sent));
      sent += chunk.length;
      if (sent < limit) continue;
      if (fault?.kind === 'cut') outgoing.socket?.destroy();
      return;
    }
    if (!state.isFrozen) outgoing.end(Buffer.concat(held));
  } catch {
    // The server broke off, so the proxy does.
    outgoing.socket?.destroy();
  }
}
