import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { HealthReport } from '@gse/kube';
import { StatusPortError } from '../errors.ts';
import { limitConnections, type ConnectionLimits } from './connections.ts';

/** What the status of a process is read from; each is asked per request. */
export interface StatusSources {
  /** Whether a restart would not help. */
  health(this: void): HealthReport;
  /** Whether work can be sent here. */
  ready(this: void): HealthReport;
  /** Prometheus text. */
  metrics?(this: void): string;
}

/** Answers `/healthz`, `/readyz` and `/metrics`. */
export interface StatusServer {
  readonly port: number;
  /** Says where the answers come from. Until then the process is alive and not ready. */
  serve(sources: StatusSources): void;
  /** From now on not ready: no new work should come here. */
  stopping(): void;
  close(): Promise<void>;
}

/** Probes and scrapers are few, and ask at once: they get in however many others hold connections open. */
const usualLimits: ConnectionLimits = { perAddress: 8, total: 64 };
const usualPatienceMs = 5000;
const maxHeaderBytes = 8 * 1024;

const starting: StatusSources = {
  health: () => ({ isOk: true, text: 'starting\n' }),
  ready: () => ({ isOk: false, text: 'starting\n' }),
};

/** What a status server is started with. */
export interface StatusServerOptions {
  readonly port: number;
  readonly limits?: ConnectionLimits;
  /** Longest silence on a connection, and longest time for a whole request. */
  readonly patienceMs?: number;
}

/**
 * Listens on all addresses, because the kubelet asks from outside.
 * @throws StatusPortError
 */
export async function startStatusServer({
  port,
  limits = usualLimits,
  patienceMs = usualPatienceMs,
}: StatusServerOptions): Promise<StatusServer> {
  let sources = starting;
  let isStopping = false;

  function answer(path: string): { status: number; type: string; text: string } {
    const report = ({ isOk, text }: HealthReport) => ({ status: isOk ? 200 : 503, type: plainText, text });
    switch (path) {
      case '/healthz':
        return report(sources.health());
      case '/readyz':
        return report(isStopping ? { isOk: false, text: 'stopping\n' } : sources.ready());
      case '/metrics':
        return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', text: sources.metrics?.() ?? '' };
      default:
        return { status: 404, type: plainText, text: 'there are /healthz, /readyz and /metrics\n' };
    }
  }

  function handle(request: IncomingMessage, response: ServerResponse): void {
    // Nobody has anything to send here.
    request.resume();
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    let reply: ReturnType<typeof answer>;
    try {
      reply = isRead ? answer((request.url ?? '/').split('?', 1)[0] ?? '/') : { status: 405, type: plainText, text: 'only GET and HEAD\n' };
    } catch (error) {
      reply = { status: 500, type: plainText, text: `${error instanceof Error ? error.message : String(error)}\n` };
    }
    response.writeHead(reply.status, {
      'content-type': reply.type,
      'content-length': Buffer.byteLength(reply.text),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...(!isRead && { allow: 'GET, HEAD', connection: 'close' }),
    });
    response.end(request.method === 'HEAD' ? undefined : reply.text);
  }

  const server = createServer(
    {
      requestTimeout: patienceMs,
      headersTimeout: patienceMs,
      keepAliveTimeout: patienceMs,
      // By default Node looks every 30 s only.
      connectionsCheckingInterval: Math.min(1000, patienceMs),
      maxHeaderSize: maxHeaderBytes,
    },
    handle,
  );
  // Also of who does not read the answer.
  server.setTimeout(patienceMs);
  limitConnections(server, limits);
  await listen(server, port);
  return {
    port: (server.address() as AddressInfo).port,
    serve: (given) => void (sources = given),
    stopping: () => void (isStopping = true),
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

const plainText = 'text/plain; charset=utf-8';

async function listen(server: Server, port: number): Promise<void> {
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (error) {
    throw new StatusPortError(port, error);
  }
}
