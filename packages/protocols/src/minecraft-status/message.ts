import { ByteBuffer } from '../byte-buffer.ts';
import { MinecraftStatusError } from '../errors.ts';
import { describeForeignPeer } from '../foreign.ts';
import { takePacket, type Packet } from './wire.ts';

/** What a server sends: a packet, or the kick of Minecraft 1.6 and older, which also answered its server list. */
export type StatusMessage = ({ readonly kind: 'packet' } & Packet) | { readonly kind: 'kick'; readonly text: string };

/** Largest packet; icon and mod list make it large. */
const MAX_PACKET_BYTES = 256 * 1024;
/** Enough to recognise another protocol; no Minecraft packet begins like one of them. */
const FOREIGN_BYTES = 4;
const KICK = 0xff;
const KICK_HEADER_BYTES = 3;

/** Takes the bytes of a server apart into messages, however the network cut them. After it has thrown, the stream is lost. */
export class StatusDecoder {
  readonly #buffer = new ByteBuffer();
  #isFirst = true;

  push(chunk: Uint8Array): void {
    this.#buffer.push(chunk);
  }

  /** The next complete message, or undefined when more bytes are needed. Throws `MinecraftStatusError`. */
  next(): StatusMessage | undefined {
    const bytes = this.#buffer.peek();
    if (this.#isFirst && bytes[0] === KICK) {
      if (bytes.length < 2) return undefined;
      // A kick has fewer than 256 characters, so a zero follows; a packet length never goes on with a zero.
      if (bytes[1] === 0) return this.#kick(bytes);
    }
    if (this.#isFirst && bytes.length >= FOREIGN_BYTES && describeForeignPeer(bytes) !== undefined) throw this.#impossible(bytes);
    const packet = takePacket(this.#buffer, MAX_PACKET_BYTES);
    if (packet === 'incomplete') return undefined;
    if (packet === 'invalid') throw this.#impossible(bytes);
    this.#isFirst = false;
    return { kind: 'packet', ...packet };
  }

  #kick(bytes: Buffer): StatusMessage | undefined {
    if (bytes.length < KICK_HEADER_BYTES) return undefined;
    const end = KICK_HEADER_BYTES + 2 * bytes.readUInt16BE(1);
    if (bytes.length < end) return undefined;
    this.#isFirst = false;
    return { kind: 'kick', text: this.#buffer.take(end).subarray(KICK_HEADER_BYTES).swap16().toString('utf16le') };
  }

  #impossible(bytes: Uint8Array): MinecraftStatusError {
    const peer = this.#isFirst ? describeForeignPeer(bytes) : undefined;
    return new MinecraftStatusError(
      'protocol',
      peer === undefined
        ? 'The peer sent something that is not a Minecraft packet. Check that the port is the game port.'
        : `There is ${peer} on this port, not a Minecraft server. Check that the port is the game port.`,
    );
  }
}
