import { FaultSet } from '../../testing/fault-set.ts';
import { Listener, type ListenOptions } from '../../testing/listener.ts';
import { seededRandom } from '../../testing/random.ts';
import type { MinecraftStatusDocument } from './document.ts';
import type { MinecraftStatusFault } from './fault.ts';
import { StatusSession } from './session.ts';

/** How a simulated game port behaves. */
export interface MinecraftStatusServerOptions extends ListenOptions {
  /** What the server list shows; undefined hangs up, as with `enable-status=false`. */
  readonly onStatus: () => MinecraftStatusDocument | undefined;
  /** What a player is told who tries to join; nobody can. */
  readonly onLogin?: (player: string) => string;
  /** Troubles to begin with. */
  readonly faults?: readonly MinecraftStatusFault[];
  /** Decides where `segments` cuts. Default 1. */
  readonly seed?: number;
}

/** A game port that answers the server list, old and new, and refuses logins with a text. */
export class MinecraftStatusServer {
  /** The troubles it has right now. */
  readonly faults: FaultSet<MinecraftStatusFault>;
  readonly #listener: Listener;

  private constructor(listener: Listener, faults: FaultSet<MinecraftStatusFault>) {
    this.#listener = listener;
    this.faults = faults;
  }

  /** Begins to listen. */
  static async start(options: MinecraftStatusServerOptions): Promise<MinecraftStatusServer> {
    const faults = new FaultSet(options.faults);
    const { onStatus, onLogin = () => 'This is a simulated server: it shows itself in the list, but nobody can join.' } = options;
    const random = seededRandom(options.seed ?? 1);
    const listener = await Listener.open(options, (socket) => {
      void new StatusSession(socket, { onStatus, onLogin, faults, random }).run();
    });
    return new MinecraftStatusServer(listener, faults);
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

  /** Hangs up on every client. */
  dropConnections(): void {
    this.#listener.dropConnections();
  }

  /** Stops listening and hangs up on every client. */
  close(): Promise<void> {
    return this.#listener.close();
  }
}
