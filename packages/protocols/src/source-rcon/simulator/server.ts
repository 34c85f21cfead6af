import { FaultSet } from '../../testing/fault-set.ts';
import { Listener, type ListenOptions } from '../../testing/listener.ts';
import { seededRandom } from '../../testing/random.ts';
import { dialectOf, type RconDialect, type RconDialectName } from '../dialect.ts';
import type { RconFault } from './fault.ts';
import { RconSession } from './session.ts';

/** How a simulated console behaves. */
export interface RconServerOptions extends ListenOptions {
  readonly dialect: RconDialectName | RconDialect;
  readonly password: string;
  /** Runs a command; commands of one connection come one after the other. What it throws is told to the client. */
  readonly onCommand: (line: string) => string | Promise<string>;
  /** Troubles to begin with. */
  readonly faults?: readonly RconFault[];
  /** Decides where `segments` cuts. Default 1. */
  readonly seed?: number;
}

/** A remote console that behaves on the wire like the games of its dialect, with troubles on demand. */
export class RconServer {
  /** The troubles it has right now. */
  readonly faults: FaultSet<RconFault>;
  readonly #listener: Listener;
  readonly #sessions: Set<RconSession>;

  private constructor(listener: Listener, sessions: Set<RconSession>, faults: FaultSet<RconFault>) {
    this.#listener = listener;
    this.#sessions = sessions;
    this.faults = faults;
  }

  /** Begins to listen. */
  static async start(options: RconServerOptions): Promise<RconServer> {
    const faults = new FaultSet(options.faults);
    const sessions = new Set<RconSession>();
    const { password, onCommand } = options;
    const random = seededRandom(options.seed ?? 1);
    const listener = await Listener.open(options, (socket) => {
      const session = new RconSession(socket, { dialect: dialectOf(options.dialect), password, onCommand, faults, random });
      sessions.add(session);
      socket.on('close', () => sessions.delete(session));
      void session.run();
    });
    return new RconServer(listener, sessions, faults);
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

  /** Sends every logged-in client text nobody asked for, as Factorio does with console lines. */
  push(text: string): void {
    for (const session of this.#sessions) if (session.isLoggedIn) session.push(text);
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
