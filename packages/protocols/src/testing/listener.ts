import { createServer, type Server, type Socket } from 'node:net';

/** Where a simulator listens. */
export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** More connections than this are dropped as they come. Default 64. */
  readonly maxConnections?: number;
}

/** A TCP listener that knows its connections, so that it can be closed at once. */
export class Listener {
  readonly host: string;
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, sockets: Set<Socket>) {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('The simulator does not listen on a TCP port.');
    this.host = address.address;
    this.port = address.port;
    this.#server = server;
    this.#sockets = sockets;
  }

  /** Begins to listen. Rejects with the system's error, such as EADDRINUSE. */
  static async open(options: ListenOptions, onConnection: (socket: Socket) => void): Promise<Listener> {
    const sockets = new Set<Socket>();
    const server = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => {}); // the peer left; 'close' follows
      onConnection(socket);
    });
    server.maxConnections = options.maxConnections ?? 64;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 0 }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    return new Listener(server, sockets);
  }

  get connectionCount(): number {
    return this.#sockets.size;
  }

  /** Ends every connection as a process does that exits. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroySoon();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.dropConnections();
    // A peer that does not read would keep its connection open for ever.
    const timer = setTimeout(() => this.#sockets.forEach((socket) => socket.destroy()), 500);
    await closed;
    clearTimeout(timer);
  }
}
