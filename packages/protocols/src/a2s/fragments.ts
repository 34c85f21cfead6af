import { crc32 } from 'node:zlib';
import { bunzip2 } from './bzip2.ts';
import { SPLIT } from './messages.ts';

/** Largest reply that is put together. */
const MAX_REPLY_BYTES = 1024 * 1024;
/** Replies whose parts are kept at once; a game sends one after the other. */
const MAX_OPEN = 4;

/** Header of a part by engine: where the number of parts and the part's own number stand, and where its content begins. */
const LAYOUTS = [
  { name: 'source', content: 12, place: (bytes: Buffer) => ({ total: bytes[8] ?? 0, number: bytes[9] ?? 0 }) },
  // Engines of 2006 leave the size out.
  { name: 'source2006', content: 10, place: (bytes: Buffer) => ({ total: bytes[8] ?? 0, number: bytes[9] ?? 0 }) },
  { name: 'goldSource', content: 9, place: (bytes: Buffer) => ({ total: (bytes[8] ?? 0) & 0x0f, number: (bytes[8] ?? 0) >> 4 }) },
] as const;
type Layout = (typeof LAYOUTS)[number];
/** How an engine lays out the parts of a reply. */
export type SplitLayout = Layout['name'];

/** The first part of a packed reply begins with its size and checksum. */
const PACKED_HEAD_BYTES = 8;
const WHOLE_START = Buffer.alloc(4, 0xff);
const PACKED_START = Buffer.from('BZh', 'latin1');

/**
 * Puts replies together whose parts come in any order, twice, or mixed with those of others. Which layout the engine uses shows
 * in the first part, where the reply begins; until that came, parts are only kept.
 */
export class Fragments {
  readonly #open = new Map<number, Buffer[]>();

  /** Takes a datagram that begins with `SPLIT`; answers the whole reply when its last part came. */
  push(datagram: Buffer): Buffer | undefined {
    if (datagram.length < 10 || datagram.readInt32LE(0) !== SPLIT) return undefined;
    const id = datagram.readInt32LE(4);
    const parts = this.#open.get(id) ?? [];
    if (!this.#open.has(id)) {
      const [oldest] = this.#open.keys();
      if (this.#open.size >= MAX_OPEN && oldest !== undefined) this.#open.delete(oldest);
      this.#open.set(id, parts);
    }
    const bytes = parts.reduce((sum, part) => sum + part.length, datagram.length);
    if (parts.length >= 256 || bytes > MAX_REPLY_BYTES) {
      this.#open.delete(id);
      return undefined;
    }
    parts.push(datagram);
    const whole = join(parts, id < 0);
    if (whole === undefined) return undefined;
    this.#open.delete(id);
    return whole.isPacked ? unpack(whole.content) : whole.content;
  }
}

/** The content of all parts in order, or undefined where some are missing. */
function join(parts: readonly Buffer[], isNegative: boolean): { readonly content: Buffer; readonly isPacked: boolean } | undefined {
  for (const layout of LAYOUTS) {
    // Source marks a packed reply by the sign of its number. GoldSource packs nothing, and its numbers may have any sign.
    const isPacked = isNegative && layout.name !== 'goldSource';
    const first = parts.find((part) => isFirst(part, layout, isPacked));
    if (first === undefined) continue;
    const { total } = layout.place(first);
    if (total === 0) return undefined;
    const contents = new Map<number, Buffer>();
    for (const part of parts) {
      const { number, total: own } = layout.place(part);
      // Of two parts with the same number the first counts, as it does for the first part itself.
      if (own === total && number < total && !contents.has(number)) contents.set(number, part.subarray(layout.content));
    }
    contents.set(0, first.subarray(layout.content));
    if (contents.size < total) return undefined;
    return { content: Buffer.concat(Array.from({ length: total }, (_, number) => contents.get(number) ?? Buffer.alloc(0))), isPacked };
  }
  return undefined;
}

function isFirst(part: Buffer, { content, place }: Layout, isPacked: boolean): boolean {
  if (place(part).number !== 0) return false;
  const at = isPacked ? content + PACKED_HEAD_BYTES : content;
  const start = isPacked ? PACKED_START : WHOLE_START;
  return part.subarray(at, at + start.length).equals(start);
}

function unpack(whole: Buffer): Buffer | undefined {
  const size = whole.readUInt32LE(0);
  if (size > MAX_REPLY_BYTES) return undefined;
  const bytes = bunzip2(whole.subarray(PACKED_HEAD_BYTES), size);
  return bytes?.length === size && crc32(bytes) === whole.readUInt32LE(4) ? bytes : undefined;
}
