import { ByteBuffer } from '../byte-buffer.ts';
import { RconError } from '../errors.ts';
import { describeForeignPeer } from '../foreign.ts';

/** Packet types. The number 2 is a command from the client and the answer to a login from the server. */
export const PACKET_TYPE = { response: 0, command: 2, authResponse: 2, auth: 3 } as const;

/** One packet of either direction. */
export interface RconPacket {
  readonly id: number;
  readonly type: number;
  readonly body: Uint8Array;
}

/** Bytes before the body: size, id and type. */
const HEADER_BYTES = 12;
/** Smallest value of the size field, which counts id, type, body and two NULs. */
const MIN_SIZE = 10;

/** The bytes of one packet. */
export function encodePacket(packet: { id: number; type: number; body: string | Uint8Array }): Buffer {
  const body = typeof packet.body === 'string' ? Buffer.from(packet.body, 'utf8') : packet.body;
  const bytes = Buffer.alloc(4 + MIN_SIZE + body.length);
  bytes.writeInt32LE(MIN_SIZE + body.length, 0);
  bytes.writeInt32LE(packet.id, 4);
  bytes.writeInt32LE(packet.type, 8);
  bytes.set(body, HEADER_BYTES);
  return bytes;
}

/** Takes a byte stream apart into packets, however the network cut it. After it has thrown, the stream is lost. */
export class RconPacketDecoder {
  /** Largest size field that is believed. May be raised between calls. */
  maxSize: number;
  readonly #buffer = new ByteBuffer();

  constructor(maxSize: number) {
    this.maxSize = maxSize;
  }

  /** Bytes of a packet that has begun and not ended. */
  get pendingBytes(): number {
    return this.#buffer.length;
  }

  push(chunk: Uint8Array): void {
    this.#buffer.push(chunk);
  }

  /** The next complete packet, or undefined when more bytes are needed. Throws `RconError` on what cannot be a packet. */
  next(): RconPacket | undefined {
    if (this.#buffer.length < 4) return undefined;
    const size = this.#buffer.peek().readInt32LE(0);
    if (size < MIN_SIZE || size > this.maxSize) throw this.#impossible(size);
    if (this.#buffer.length < 4 + size) return undefined;

    const packet = this.#buffer.take(4 + size);
    return { id: packet.readInt32LE(4), type: packet.readInt32LE(8), body: withoutPadding(packet.subarray(HEADER_BYTES)) };
  }

  #impossible(size: number): RconError {
    const peer = describeForeignPeer(this.#buffer.peek());
    return new RconError(
      'protocol',
      peer === undefined
        ? `The peer sent a packet of an impossible size (${size}; possible are ${MIN_SIZE} to ${this.maxSize}). Check that the port is the game's RCON port.`
        : `There is ${peer} on this port, not RCON. Check that the port is the game's RCON port.`,
    );
  }
}

/** The body without its closing NULs: two by the book, fewer from some servers. */
function withoutPadding(body: Uint8Array): Uint8Array {
  let end = body.length;
  while (end > 0 && body.length - end < 2 && body[end - 1] === 0) end -= 1;
  return body.subarray(0, end);
}
