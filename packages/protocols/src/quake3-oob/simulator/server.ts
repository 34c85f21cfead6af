import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { FaultSet } from '../../testing/fault-set.ts';
import { decodeOob, encodeOob } from '../datagram.ts';
import { formatInfoString } from '../info-string.ts';
import type { OobPlayer } from '../replies.ts';
import type { OobFault } from './fault.ts';

/** Longest challenge that is answered. */
const MAX_CHALLENGE_BYTES = 8;
/** What one datagram holds; the rest of an answer is lost, as in the game. */
const MAX_DATAGRAM_BYTES = 65_507;

/** How a simulated game port behaves. */
export interface OobServerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** Password of the remote console; empty switches it off. */
  readonly password: string;
  /** What `getinfo` shows, without the challenge; undefined answers nothing. */
  readonly onInfo: () => Readonly<Record<string, string | number>> | undefined;
  /** Players for `getstatus`; absent: the server does not answer it, which is the default of the game. */
  readonly onStatus?: () => readonly OobPlayer[];
  /** Runs a command; the answer is sent when it resolves. One that rejects is never answered. */
  readonly onCommand: (line: string) => string | Promise<string>;
  /** Troubles to begin with. */
  readonly faults?: readonly OobFault[];
}

/** The UDP port of a game with Quake 3's out-of-band messages as FiveM speaks them. */
export class OobServer {
  /** The troubles it has right now. */
  readonly faults: FaultSet<OobFault>;
  readonly #socket: Socket;
  readonly #options: OobServerOptions;
  #answers = 0;
  #isClosed = false;

  private constructor(socket: Socket, options: OobServerOptions) {
    this.#socket = socket;
    this.#options = options;
    this.faults = new FaultSet(options.faults);
    socket.on('message', (datagram, from) => void this.#answer(datagram, from));
    socket.on('error', () => {}); // somebody who asked is gone
  }

  /** Begins to listen. Rejects with the system's error, such as EADDRINUSE. */
  static async start(options: OobServerOptions): Promise<OobServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ address: options.host ?? '127.0.0.1', port: options.port ?? 0, exclusive: true }, () => {
        socket.off('error', reject);
        resolve();
      });
    });
    return new OobServer(socket, options);
  }

  get host(): string {
    return this.#socket.address().address;
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Stops listening. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }

  async #answer(datagram: Buffer, from: RemoteInfo): Promise<void> {
    const message = decodeOob(datagram);
    if (message === undefined || this.faults.has('silence')) return;
    // A command that ends with an error ended with its process, which answers nothing any more.
    const answer = await this.#answerTo(message.verb, message.text).catch(() => undefined);
    if (answer === undefined || this.#isClosed) return;
    const loss = this.faults.get('loss');
    if (loss !== undefined && this.#answers++ % loss.every === 0) return;
    if (this.faults.has('strangers')) this.#sendAsStranger(answer, from);
    this.#send(answer, from);
    if (this.faults.has('duplicates')) this.#send(answer, from);
  }

  async #answerTo(verb: string, text: string): Promise<string | undefined> {
    switch (verb) {
      case 'getinfo':
        return this.#info(text.split(' ')[0] ?? '');
      case 'getstatus':
        return this.#status();
      case 'rcon':
        return `print ${await this.#command(text)}`;
      default:
        return undefined;
    }
  }

  #info(challenge: string): string | undefined {
    const info = this.#options.onInfo();
    if (info === undefined || challenge === '' || Buffer.byteLength(challenge) > MAX_CHALLENGE_BYTES) return undefined;
    const { sv_maxclients = '', clients = '', ...rest } = info;
    return `infoResponse\n${formatInfoString({ sv_maxclients, clients, challenge, ...rest })}`;
  }

  #status(): string | undefined {
    const info = this.#options.onInfo();
    const players = this.#options.onStatus?.();
    if (info === undefined || players === undefined) return undefined;
    const { sv_maxclients = '', clients = '', ...rest } = info;
    const lines = players.map(({ score, ping, name }) => `${score} ${ping} "${name}"\n`);
    return `statusResponse\n${formatInfoString({ sv_maxclients, clients })}\n${lines.join('')}${formatInfoString(rest)}`;
  }

  async #command(text: string): Promise<string> {
    const { password, onCommand } = this.#options;
    if (password === '') return 'The server must set rcon_password to be able to use this command.\n';
    const [, given = '', line = ''] = /^(\S*) ?(.*)$/s.exec(text) ?? [];
    if (given !== password || this.faults.has('wrongPassword')) return 'Invalid password.\n';
    return onCommand(line);
  }

  #send(answer: string, to: RemoteInfo): void {
    const garbage = this.faults.get('garbage');
    const bytes = garbage === undefined ? encodeOob(answer) : Buffer.from(garbage.bytes);
    const length = Math.min(bytes.length, MAX_DATAGRAM_BYTES, this.faults.get('cut')?.bytes ?? Infinity);
    this.#socket.send(bytes, 0, length, to.port, to.address, () => {});
  }

  #sendAsStranger(answer: string, to: RemoteInfo): void {
    const other = createSocket('udp4');
    other.on('error', () => {});
    other.send(encodeOob(`print ${answer.toUpperCase()}`), to.port, to.address, () => other.close());
    this.#socket.send(encodeOob('connectOK 1 2'), to.port, to.address, () => {});
  }
}
