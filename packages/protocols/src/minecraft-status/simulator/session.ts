import type { Socket } from 'node:net';
import { ByteBuffer } from '../../byte-buffer.ts';
import type { FaultSet } from '../../testing/fault-set.ts';
import { SegmentedWriter } from '../../testing/segments.ts';
import { plainText } from '../text.ts';
import { encodePacket, readVarInt, takePacket, varString, type Packet } from '../wire.ts';
import type { MinecraftStatusDocument } from './document.ts';
import type { MinecraftStatusFault } from './fault.ts';

const MAX_REQUEST_BYTES = 32 * 1024;
const LEGACY_PING = 0xfe;
/** What modern servers call themselves towards old clients. */
const LEGACY_PROTOCOL = 127;

/** What a session needs of its server. */
export interface StatusSessionOptions {
  readonly onStatus: () => MinecraftStatusDocument | undefined;
  readonly onLogin: (player: string) => string;
  readonly faults: FaultSet<MinecraftStatusFault>;
  readonly random: () => number;
}

/** The server's side of one connection: handshake, then status and ping, or a login that is refused. */
export class StatusSession {
  readonly #socket: Socket;
  readonly #options: StatusSessionOptions;
  readonly #writer: SegmentedWriter;
  readonly #closed: Promise<void>;
  readonly #buffer = new ByteBuffer();
  #state: 'handshake' | 'status' | 'login' = 'handshake';

  constructor(socket: Socket, options: StatusSessionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#writer = new SegmentedWriter(socket, options.random);
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** Serves until the connection ends. */
  async run(): Promise<void> {
    const { faults } = this.#options;
    if (faults.has('reset')) this.#socket.resetAndDestroy();
    try {
      for await (const bytes of this.#socket as AsyncIterable<Buffer>) {
        while (faults.has('hang') && !this.#socket.destroyed) await Promise.race([faults.changed, this.#closed]);
        this.#onBytes(bytes);
      }
    } catch {
      this.#socket.destroy(); // the peer is gone, or sent what is no packet
    }
  }

  #onBytes(bytes: Buffer): void {
    const { faults } = this.#options;
    const garbage = faults.get('garbage');
    if (garbage !== undefined) return this.#send(garbage.bytes);
    if (faults.has('hangUp')) return this.#hangUp();
    this.#buffer.push(bytes);
    const isLegacyPing = this.#state === 'handshake' && this.#buffer.peek()[0] === LEGACY_PING;
    if (isLegacyPing || faults.has('legacy')) return this.#answerLegacy(isLegacyPing && this.#buffer.length === 1);
    for (;;) {
      const packet = takePacket(this.#buffer, MAX_REQUEST_BYTES);
      if (packet === 'invalid') throw new Error('The client sent something that is no packet.');
      if (packet === 'incomplete') return;
      this.#onPacket(packet);
    }
  }

  #onPacket(packet: Packet): void {
    if (this.#state === 'handshake') this.#state = nextState(packet);
    else if (this.#state === 'login') this.#refuseLogin(packet);
    else if (packet.id === 0) this.#sendStatus();
    else if (packet.id === 1) this.#pong(packet);
    else this.#hangUp();
  }

  #sendStatus(): void {
    const { faults, onStatus } = this.#options;
    const status = onStatus();
    if (status === undefined) return this.#hangUp();
    const json = faults.get('rawJson')?.text ?? JSON.stringify(status);
    this.#send(encodePacket(faults.get('wrongPacketId')?.id ?? 0, varString(json), faults.get('trailingData')?.bytes ?? Buffer.alloc(0)));
  }

  #pong({ data }: Packet): void {
    const how = this.#options.faults.get('pong')?.how;
    if (how === 'silent') return;
    if (how !== 'hangUp') this.#send(encodePacket(1, how === 'wrongToken' ? Buffer.alloc(8, 7) : data));
    this.#hangUp();
  }

  #refuseLogin({ id, data }: Packet): void {
    const length = readVarInt(data);
    if (id !== 0 || typeof length === 'string') return this.#hangUp();
    const player = data.subarray(length.end, length.end + length.value).toString('utf8');
    this.#send(encodePacket(0, varString(JSON.stringify({ text: this.#options.onLogin(player) }))));
    this.#hangUp();
  }

  /** Clients before 1.4 send one byte and understand fewer fields. */
  #answerLegacy(isOldest: boolean): void {
    const status = this.#options.onStatus();
    if (status === undefined) return this.#hangUp();
    const { online = 0, max = 0 } = status.players ?? {};
    const motd = plainText(status.description);
    const text = isOldest ? [motd, online, max].join('§') : ['§1', LEGACY_PROTOCOL, status.version.name, motd, online, max].join('\0');
    const header = Buffer.alloc(3, 0xff);
    header.writeUInt16BE(text.length, 1);
    this.#send(Buffer.concat([header, Buffer.from(text, 'utf16le').swap16()]));
    this.#hangUp();
  }

  #send(bytes: Uint8Array): void {
    this.#writer.send(bytes, this.#options.faults.get('segments')?.cut);
  }

  #hangUp(): void {
    this.#writer.end();
  }
}

function nextState({ id, data }: Packet): 'status' | 'login' {
  const next = data.at(-1);
  if (id !== 0 || next === undefined || next < 1 || next > 3) throw new Error('The client sent no handshake.');
  return next === 1 ? 'status' : 'login';
}
