import type { ByteBuffer } from '../byte-buffer.ts';

/** Most bytes of a VarInt of 32 bits. */
const MAX_VAR_INT_BYTES = 5;

/** A VarInt and where it ends; `incomplete` when bytes are missing; `invalid` when it has more than five bytes. */
export type VarInt = { readonly value: number; readonly end: number } | 'incomplete' | 'invalid';

/** Reads a signed 32-bit number: seven bits per byte, lowest first, the top bit says that more follow. */
export function readVarInt(bytes: Uint8Array, start = 0): VarInt {
  let value = 0;
  for (let index = 0; index < MAX_VAR_INT_BYTES; index++) {
    const byte = bytes[start + index];
    if (byte === undefined) return 'incomplete';
    value |= (byte & 0x7f) << (7 * index);
    if ((byte & 0x80) === 0) return { value, end: start + index + 1 };
  }
  return 'invalid';
}

/** The bytes of a VarInt. */
export function varInt(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return Buffer.from(bytes);
}

/** The bytes of a string: its length in bytes, then UTF-8. */
export function varString(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([varInt(bytes.length), bytes]);
}

/** The bytes of one packet. */
export function encodePacket(id: number, ...fields: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat([varInt(id), ...fields]);
  return Buffer.concat([varInt(content.length), content]);
}

/** One packet without its length. */
export interface Packet {
  readonly id: number;
  readonly data: Buffer;
}

/** Takes the next packet out of received bytes; `incomplete` when bytes are missing, `invalid` when it cannot be one. */
export function takePacket(buffer: ByteBuffer, maxBytes: number): Packet | 'incomplete' | 'invalid' {
  const length = readVarInt(buffer.peek());
  if (typeof length === 'string') return length;
  if (length.value < 1 || length.value > maxBytes) return 'invalid';
  if (buffer.length < length.end + length.value) return 'incomplete';
  const content = buffer.take(length.end + length.value).subarray(length.end);
  const id = readVarInt(content);
  return typeof id === 'string' ? 'invalid' : { id: id.value, data: content.subarray(id.end) };
}

/** The packet that opens a connection. `next`: 1 asks for the status, 2 logs in, 3 comes from another server. */
export function encodeHandshake(handshake: { protocol: number; host: string; port: number; next: 1 | 2 | 3 }): Buffer {
  const port = Buffer.alloc(2);
  port.writeUInt16BE(handshake.port);
  return encodePacket(0, varInt(handshake.protocol), varString(handshake.host), port, varInt(handshake.next));
}
