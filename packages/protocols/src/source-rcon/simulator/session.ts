import type { Socket } from 'node:net';
import type { FaultSet } from '../../testing/fault-set.ts';
import { SegmentedWriter } from '../../testing/segments.ts';
import type { RconDialect } from '../dialect.ts';
import { encodePacket, PACKET_TYPE, RconPacketDecoder, type RconPacket } from '../packet.ts';
import type { RconFault } from './fault.ts';
import { otherPackets, replyPackets } from './replies.ts';

/** What Minecraft's server reads at once; what does not make exactly one packet ends the connection. */
const MINECRAFT_READ_BYTES = 1460;
const MAX_REQUEST_BYTES = 1024 * 1024;

/** What a session needs of its server. */
export interface RconSessionOptions {
  readonly dialect: RconDialect;
  readonly password: string;
  readonly onCommand: (line: string) => string | Promise<string>;
  readonly faults: FaultSet<RconFault>;
  readonly random: () => number;
}

/** The server's side of one connection. */
export class RconSession {
  isLoggedIn = false;
  readonly #socket: Socket;
  readonly #options: RconSessionOptions;
  readonly #writer: SegmentedWriter;
  readonly #closed: Promise<void>;
  readonly #decoder = new RconPacketDecoder(MAX_REQUEST_BYTES);
  #commands = 0;

  constructor(socket: Socket, options: RconSessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#writer = new SegmentedWriter(socket, options.random);
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** Serves until the connection ends. */
  async run(): Promise<void> {
    const { faults } = this.#options;
    if (faults.get('reset')?.at === 'connect') this.#socket.resetAndDestroy();
    try {
      await this.#pauseWhile(() => faults.has('stopReading'));
      // What arrived while a command was running comes as one piece, as it does from a read of a socket.
      for await (const bytes of this.#socket as AsyncIterable<Buffer>) {
        for (const packet of this.#packets(bytes)) await this.#answer(packet);
        await this.#pauseWhile(() => faults.has('stopReading'));
      }
    } catch {
      this.#socket.destroy(); // the peer is gone, or sent what is no packet
    }
  }

  /** Sends text nobody asked for. */
  push(text: string): void {
    this.#send(encodePacket({ id: 0, type: PACKET_TYPE.response, body: text }));
  }

  *#packets(bytes: Buffer): Generator<RconPacket, void, undefined> {
    if (this.#options.dialect.name === 'minecraft') {
      const read = bytes.subarray(0, MINECRAFT_READ_BYTES);
      if (read.length < 10 || read.readInt32LE(0) !== read.length - 4)
        throw new Error('The server read something else than one whole packet.');
    }
    this.#decoder.push(bytes);
    for (let packet = this.#decoder.next(); packet !== undefined; packet = this.#decoder.next()) yield packet;
  }

  async #answer(packet: RconPacket): Promise<void> {
    const { dialect, faults } = this.#options;
    await this.#pauseWhile(() => {
      const hang = faults.get('hang');
      return hang !== undefined && this.#commands >= (hang.afterCommands ?? 0);
    });
    const garbage = faults.get('garbage');
    if (garbage !== undefined) this.#send(garbage.bytes);
    else if (packet.type === PACKET_TYPE.auth) this.#logIn(packet);
    else if (packet.type !== PACKET_TYPE.command) this.#sendAll(otherPackets(dialect, packet.id, packet.type));
    else if (this.isLoggedIn) await this.#run(packet);
    else this.#send(encodePacket({ id: -1, type: PACKET_TYPE.authResponse, body: '' }));
  }

  #logIn({ id, body }: RconPacket): void {
    const { dialect, password, faults } = this.#options;
    if (faults.get('reset')?.at === 'login') {
      this.#socket.resetAndDestroy();
      return;
    }
    this.isLoggedIn = Buffer.from(body).toString('utf8') === password && !faults.has('wrongPassword');
    if (dialect.authPrelude) this.#send(encodePacket({ id, type: PACKET_TYPE.response, body: '' }));
    this.#send(encodePacket({ id: this.isLoggedIn ? id : -1, type: PACKET_TYPE.authResponse, body: '' }));
  }

  async #run({ id, body }: RconPacket): Promise<void> {
    const { dialect, onCommand, faults } = this.#options;
    const line = Buffer.from(body).toString('utf8');
    this.#commands += 1;
    if (faults.get('reset')?.at === 'command') {
      this.#socket.resetAndDestroy();
      return;
    }
    if (line === '' && !dialect.emptyCommand) return;
    let text: string;
    try {
      text = line === '' ? '' : await onCommand(line);
    } catch (error) {
      text = `Error executing: ${line} (${error instanceof Error ? error.message : 'unknown'})`;
    }
    const oversize = faults.get('oversize');
    if (oversize !== undefined) {
      const header = Buffer.alloc(4);
      header.writeInt32LE(oversize.size | 0);
      this.#send(header);
      return;
    }
    if (faults.has('foreignIds')) this.#sendAll(replyPackets(dialect, id + 1000, 'the answer to another question'));
    const reply = replyPackets(dialect, id, text);
    this.#sendAll(faults.has('duplicateReplies') ? [...reply, ...reply] : reply);
  }

  #sendAll(packets: readonly Uint8Array[]): void {
    for (const packet of packets) this.#send(packet);
  }

  #send(bytes: Uint8Array): void {
    this.#writer.send(bytes, this.#options.faults.get('segments')?.cut);
  }

  async #pauseWhile(isPaused: () => boolean): Promise<void> {
    while (isPaused() && !this.#socket.destroyed) await Promise.race([this.#options.faults.changed, this.#closed]);
  }
}
