import type { RconDialect } from '../dialect.ts';
import { encodePacket, PACKET_TYPE } from '../packet.ts';

/** UTF-16 units that Minecraft puts into one packet. */
const MINECRAFT_CHUNK_UNITS = 4096;
/** Bytes of text that fit into one packet of Source, whose size field is at most 4096. */
const SOURCE_CHUNK_BYTES = 4086;
/** What Source sends behind the mirrored terminator, without its own two NULs. */
const SOURCE_TAIL = Uint8Array.of(0, 1, 0, 0);

/** The packets of a reply as a game of this dialect sends them. */
export function replyPackets(dialect: RconDialect, id: number, text: string): Buffer[] {
  const response = (body: string | Uint8Array) => encodePacket({ id, type: PACKET_TYPE.response, body });
  if (dialect.name === 'minecraft') return chunks(text, MINECRAFT_CHUNK_UNITS).map((chunk) => response(asJavaEncodes(chunk)));
  if (dialect.name === 'source') return chunks(Buffer.from(text, 'utf8'), SOURCE_CHUNK_BYTES).map(response);
  return [response(text)];
}

/** What a game of this dialect answers to a packet that is neither login nor command; nothing from most. */
export function otherPackets(dialect: RconDialect, id: number, type: number): Buffer[] {
  if (dialect.name === 'minecraft') return replyPackets(dialect, id, `Unknown request ${type.toString(16)}`);
  if (dialect.name === 'source' && type === PACKET_TYPE.response) {
    return [encodePacket({ id, type, body: '' }), encodePacket({ id, type, body: SOURCE_TAIL })];
  }
  return [];
}

/** Pieces of at most `length`, at least one. */
function chunks<Sliceable extends { readonly length: number; slice(start: number, end: number): Sliceable }>(
  whole: Sliceable,
  length: number,
): Sliceable[] {
  const pieces = [];
  for (let start = 0; start === 0 || start < whole.length; start += length) pieces.push(whole.slice(start, start + length));
  return pieces;
}

/** Java writes a question mark for half of a character that was cut in two. */
function asJavaEncodes(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '?');
}
