import type { Socket } from 'node:net';
import { FaultSet } from '../../testing/fault-set.ts';
import { Listener, type ListenOptions } from '../../testing/listener.ts';
import { seededRandom } from '../../testing/random.ts';
import { SegmentedWriter } from '../../testing/segments.ts';
import type { FiveMHttpFault } from './fault.ts';

const MAX_REQUEST_BYTES = 16 * 1024;

/** Somebody on a simulated server. */
export interface SimulatedFiveMPlayer {
  readonly id: number;
  readonly name: string;
  readonly ping: number;
  readonly identifiers: readonly string[];
}

/** How the simulated TCP side of the game port behaves. */
export interface FiveMHttpServerOptions extends ListenOptions {
  readonly onInfo: () => Readonly<Record<string, unknown>>;
  readonly onDynamic: () => Readonly<Record<string, unknown>>;
  readonly onPlayers: () => readonly SimulatedFiveMPlayer[];
  /** Text of `/perf/`. */
  readonly onPerf: () => string;
  /** Who sends it sees identifiers; absent: nobody does. */
  readonly playersToken?: string;
  /** Troubles to begin with. */
  readonly faults?: readonly FiveMHttpFault[];
  /** Decides where `segments` cuts. Default 1. */
  readonly seed?: number;
}

/** The HTTP side of a FiveM server's port: documents for those who ask, and nothing to join. */
export class FiveMHttpServer {
  /** The troubles it has right now. */
  readonly faults: FaultSet<FiveMHttpFault>;
  readonly #listener: Listener;

  private constructor(listener: Listener, faults: FaultSet<FiveMHttpFault>) {
    this.#listener = listener;
    this.faults = faults;
  }

  /** Begins to listen. */
  static async start(options: FiveMHttpServerOptions): Promise<FiveMHttpServer> {
    const faults = new FaultSet(options.faults);
    const random = seededRandom(options.seed ?? 1);
    const listener = await Listener.open(options, (socket) => void serve(socket, { options, faults, random }));
    return new FiveMHttpServer(listener, faults);
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

interface Surroundings {
  readonly options: FiveMHttpServerOptions;
  readonly faults: FaultSet<FiveMHttpFault>;
  readonly random: () => number;
}

/** Serves one connection until it ends. */
async function serve(socket: Socket, { options, faults, random }: Surroundings): Promise<void> {
  const writer = new SegmentedWriter(socket, random);
  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  let received = '';
  if (faults.has('reset')) socket.resetAndDestroy();
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received += chunk.toString('latin1');
      if (received.length > MAX_REQUEST_BYTES) return void socket.destroy();
      for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
        const head = received.slice(0, end);
        received = received.slice(end + 4);
        while (faults.has('hang') && !socket.destroyed) await Promise.race([faults.changed, gone]);
        answer(head, { writer, options, faults });
      }
    }
  } catch {
    socket.destroy(); // the peer is gone
  }
}

function answer(
  head: string,
  { writer, options, faults }: { writer: SegmentedWriter; options: FiveMHttpServerOptions; faults: FaultSet<FiveMHttpFault> },
): void {
  const cut = faults.get('segments')?.cut;
  const garbage = faults.get('garbage');
  if (faults.has('hangUp')) return writer.end();
  if (garbage !== undefined) return writer.send(garbage.bytes, cut);
  const { status, body, type } = documentFor(head, options, faults);
  const bytes = Buffer.from(body, 'utf8');
  const headers = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'No'}\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
  const torn = faults.get('cut');
  writer.send(Buffer.concat([Buffer.from(headers), torn === undefined ? bytes : bytes.subarray(0, torn.afterBytes)]), cut);
  if (torn !== undefined) writer.end();
}

interface Document {
  readonly status: number;
  readonly body: string;
  readonly type: string;
}

function documentFor(head: string, options: FiveMHttpServerOptions, faults: FaultSet<FiveMHttpFault>): Document {
  const [requestLine = '', ...lines] = head.split('\r\n');
  const [method, target = ''] = requestLine.split(' ');
  const headers = new Map(lines.map((line) => [line.split(':')[0]?.toLowerCase() ?? '', line.slice(line.indexOf(':') + 1).trim()]));
  const refused = faults.get('status')?.code;
  if (refused !== undefined) return { status: refused, body: refused === 429 ? 'Rate limit exceeded.' : 'Nope.', type: 'text/plain' };
  if (method !== 'GET' || headers.has('via')) return { status: 403, body: 'Nope.', type: 'text/plain' };
  const replaced = faults.get('body');
  if (replaced !== undefined) return { status: 200, body: replaced.text, type: 'application/json' };
  const [path, query = ''] = target.split('?');
  const json = (value: unknown): Document => ({ status: 200, body: JSON.stringify(value), type: 'application/json; charset=utf-8' });
  switch (path?.replace(/\/$/, '')) {
    case '/info.json':
      return json(options.onInfo());
    case '/dynamic.json':
      return json(options.onDynamic());
    case '/players.json': {
      const token = headers.get('x-players-token') ?? new URLSearchParams(query).get('token');
      const mayKnow = options.playersToken !== undefined && options.playersToken !== '' && token === options.playersToken;
      return json(
        options.onPlayers().map(({ id, name, ping, identifiers }) => ({
          endpoint: '127.0.0.1',
          id,
          identifiers: mayKnow ? identifiers : [],
          name,
          ping,
        })),
      );
    }
    case '/perf':
      return { status: 200, body: options.onPerf(), type: 'text/plain; version=0.0.4' };
    default:
      return { status: 404, body: 'Not found.', type: 'text/plain' };
  }
}
