import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { Certificate } from './access/certificate.ts';

/** First byte of a TLS ClientHello; no HTTP method begins with it. */
const TLS_HANDSHAKE = 0x16;
/** A connection that says nothing is not waited for. */
const FIRST_BYTE_TIMEOUT_MS = 30_000;

/** The port is taken by another program. */
class PortTakenError extends Error {
  readonly code = 'GSE_PORT_TAKEN';
  constructor(host: string, port: number) {
    super(
      `The port ${port} on ${host} is taken by another program. Set GSE_PORT to another one, such as GSE_PORT=${port === 8080 ? 8081 : 8080}.`,
    );
    this.name = 'PortTakenError';
  }
}

/** One port that answers both http (browsers, the API) and https (kubectl, which keeps its credentials from plain http). */
export interface Listener {
  readonly host: string;
  readonly port: number;
  /** Stops taking connections, gives what is under way a moment, then closes. */
  close(deadlineMs: number): Promise<void>;
}

/** What answers requests and upgrades, whichever way they came. */
export interface Handler {
  readonly request: http.RequestListener;
  readonly upgrade: (request: http.IncomingMessage, socket: net.Socket, head: Buffer) => void;
}

/**
 * Makes sure that the port can be had, before anything is started that would have to be stopped again.
 * @throws PortTakenError
 */
export async function checkPort(host: string, port: number): Promise<void> {
  const probe = net.createServer();
  await bind(probe, host, port);
  await new Promise<void>((resolve) => probe.close(() => resolve()));
}

/**
 * Listens. Whether a connection is TLS is told by its first byte.
 * @throws PortTakenError
 */
export async function listen(options: { host: string; port: number; certificate: Certificate; handler: Handler }): Promise<Listener> {
  const { host, port, certificate, handler } = options;
  const limits = { maxHeaderSize: 32 * 1024, headersTimeout: 30_000, requestTimeout: 0, keepAliveTimeout: 30_000 };
  const plain = http.createServer(limits, handler.request);
  const secure = https.createServer({ ...limits, key: certificate.key, cert: certificate.certificate }, handler.request);
  for (const server of [plain, secure])
    server.on('upgrade', (request, socket, head) => handler.upgrade(request, socket as net.Socket, head));

  const sockets = new Set<net.Socket>();
  const front = net.createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(FIRST_BYTE_TIMEOUT_MS, () => socket.destroy());
    socket.once('readable', () => {
      const first = socket.read(1) as Buffer | null;
      if (first === null) return;
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? secure : plain).emit('connection', socket);
    });
  });
  await bind(front, host, port);
  const address = front.address() as net.AddressInfo;
  return {
    host: address.address,
    port: address.port,
    async close(deadlineMs) {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()));
      plain.closeIdleConnections();
      secure.closeIdleConnections();
      const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), deadlineMs);
      await closed;
      clearTimeout(timer);
    },
  };
}

async function bind(server: net.Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? new PortTakenError(host, port) : error));
    server.listen({ host, port }, resolve);
  });
}
