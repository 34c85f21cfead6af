import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between platform and game on one TCP port and counts who knocks. */
export class Tap implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #connections = 0;

  private constructor(to: { readonly host: string; readonly port: number }) {
    this.#server = createServer((outer) => {
      this.#connections++;
      const inner = connect(to);
      for (const [socket, other] of [
        [outer, inner],
        [inner, outer],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  /** Listens on a free port and passes everything on. */
  static async before(to: { readonly host: string; readonly port: number }): Promise<Tap> {
    const tap = new Tap(to);
    tap.#server.listen(0, '127.0.0.1');
    await once(tap.#server, 'listening');
    return tap;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }
  /** Connections that were opened so far. */
  get connections(): number {
    return this.#connections;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
