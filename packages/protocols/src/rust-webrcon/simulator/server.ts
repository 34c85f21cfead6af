import { createServer, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { FaultSet } from '../../testing/fault-set.ts';
import { Listener, type ListenOptions } from '../../testing/listener.ts';
import { seededRandom } from '../../testing/random.ts';
import type { WebRconMessage } from '../message.ts';
import { cuttingStream } from './cutting-stream.ts';
import type { WebRconFault } from './fault.ts';
import { WebRconSession, type WebRconSessionOptions } from './session.ts';

/** A close frame with code 1000 in place of an HTTP answer: how the game tells that the password is wrong. */
const REJECTION = Uint8Array.of(0x88, 0x02, 0x03, 0xe8);
const MAX_COMMAND_FRAME_BYTES = 1024 * 1024;

/** How a simulated console behaves. */
export interface WebRconServerOptions extends ListenOptions {
  readonly password: string;
  /** Runs a command; those of one connection come one after the other. Undefined prints nothing and is not answered. */
  readonly onCommand: WebRconSessionOptions['onCommand'];
  /** Answers a line at once, also while the game hangs; undefined leaves it to `onCommand`. */
  readonly onControl?: (line: string) => string | undefined;
  /** Troubles to begin with. */
  readonly faults?: readonly WebRconFault[];
  /** Decides where `segments` cuts. Default 1. */
  readonly seed?: number;
}

/** Rust's remote console as it behaves on the wire, with troubles on demand. */
export class WebRconServer {
  /** The troubles it has right now. */
  readonly faults: FaultSet<WebRconFault>;
  readonly #listener: Listener;
  readonly #sessions: Set<WebRconSession>;

  private constructor(listener: Listener, sessions: Set<WebRconSession>, faults: FaultSet<WebRconFault>) {
    this.#listener = listener;
    this.#sessions = sessions;
    this.faults = faults;
  }

  /** Begins to listen. Rejects with the system's error, such as EADDRINUSE. */
  static async start(options: WebRconServerOptions): Promise<WebRconServer> {
    const faults = new FaultSet(options.faults);
    const sessions = new Set<WebRconSession>();
    const { password, onCommand, onControl } = options;
    const random = seededRandom(options.seed ?? 1);
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_COMMAND_FRAME_BYTES });
    const http = createServer((_, response) => response.writeHead(501).end());
    http.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
      if (faults.has('neverUpgrades')) return;
      if (faults.has('wrongPassword') || passwordOf(request) !== password) {
        socket.end(REJECTION);
        return;
      }
      const stream = cuttingStream(socket, () => faults.get('segments')?.cut, random);
      sockets.handleUpgrade(request, stream, head, (webSocket) => {
        const session = new WebRconSession(webSocket, { onCommand, faults, ...(onControl && { onControl }) });
        sessions.add(session);
        webSocket.on('close', () => sessions.delete(session));
      });
    });
    // The listener owns the sockets, so that all of them can be closed at once.
    const listener = await Listener.open(options, (socket) => http.emit('connection', socket));
    return new WebRconServer(listener, sessions, faults);
  }

  get host(): string {
    return this.#listener.host;
  }

  get port(): number {
    return this.#listener.port;
  }

  get connectionCount(): number {
    return this.#listener.connectionCount;
  }

  /** Sends everybody a line of the console (identifier 0) or of chat (identifier -1). */
  push(message: WebRconMessage): void {
    for (const session of this.#sessions) session.push(message);
  }

  /** Hangs up on every client, as a game does that stops. */
  dropConnections(): void {
    this.#listener.dropConnections();
  }

  /** Stops listening and hangs up on every client. */
  close(): Promise<void> {
    return this.#listener.close();
  }
}

function passwordOf({ url = '/' }: IncomingMessage): string | undefined {
  try {
    return decodeURIComponent(url.slice(1));
  } catch {
    return undefined;
  }
}
