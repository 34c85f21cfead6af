const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;
const MAX_CODE_LENGTH = 20;
const GROUP_SIZE = 50;

/**
 * Unpacks a bzip2 stream of which nobody knows whether it is one. Time and memory are bounded by `maxBytes` and the length of
 * the input, however much the stream promises. The checksums inside are not looked at: who carries a stream has one of its own.
 *
 * @returns undefined where it is no bzip2 stream or has more than `maxBytes` in it
 */
export function bunzip2(packed: Buffer, maxBytes: number): Buffer | undefined {
  try {
    return unpack(new BitReader(packed), maxBytes);
  } catch (error) {
    if (error instanceof NotBzip2) return undefined;
    throw error;
  }
}

class NotBzip2 extends Error {}

function unpack(bits: BitReader, maxBytes: number): Buffer {
  if (bits.read(24) !== 0x425a68) throw new NotBzip2(); // "BZh"
  const level = bits.read(8) - 0x30;
  if (level < 1 || level > 9) throw new NotBzip2();
  const output = new RunExpander(maxBytes);
  // Runs of four are stored as five, so a block is never longer than this where its content fits.
  const maxBlock = Math.min(level * 100_000, Math.ceil(maxBytes * 1.25) + 8);
  for (;;) {
    const magic = [bits.read(24), bits.read(24)];
    bits.read(16); // checksum, in two halves
    bits.read(16);
    if (magic[0] === END_MAGIC[0] && magic[1] === END_MAGIC[1]) return output.finish();
    if (magic[0] !== BLOCK_MAGIC[0] || magic[1] !== BLOCK_MAGIC[1]) throw new NotBzip2();
    output.push(readBlock(bits, maxBlock));
  }
}

/** One block, with its runs still stored as such. */
function readBlock(bits: BitReader, maxBlock: number): Uint8Array {
  if (bits.read(1) === 1) throw new NotBzip2(); // randomised, which no packer of this century does
  const origin = bits.read(24);
  const symbols = readSymbols(bits);
  const alphabet = symbols.length + 2;
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (tableCount < 2 || tableCount > 6 || selectorCount === 0) throw new NotBzip2();
  const selectors = readSelectors(bits, tableCount, selectorCount);
  const tables = Array.from({ length: tableCount }, () => readTable(bits, alphabet));

  const sorted = new Uint8Array(maxBlock);
  let length = 0;
  let runLength = 0;
  let runBit = 1;
  for (let group = 0; ; group++) {
    const table = tables[selectors[group] ?? tableCount];
    if (table === undefined) throw new NotBzip2();
    for (let i = 0; i < GROUP_SIZE; i++) {
      const symbol = table.read(bits);
      if (symbol <= 1) {
        // A run of the symbol in front, its length in a base of two with the digits one and two.
        runLength += runBit << symbol;
        runBit *= 2;
        if (runLength > maxBlock) throw new NotBzip2();
        continue;
      }
      if (runLength > 0) {
        if (length + runLength > maxBlock) throw new NotBzip2();
        sorted.fill(symbols[0] ?? 0, length, length + runLength);
        length += runLength;
        runLength = 0;
        runBit = 1;
      }
      if (symbol === alphabet - 1) return unsort(sorted.subarray(0, length), origin);
      if (length >= maxBlock) throw new NotBzip2();
      const [byte = 0] = symbols.splice(symbol - 1, 1);
      symbols.unshift(byte);
      sorted[length++] = byte;
    }
  }
}

/** The bytes that occur in the block, in order: the list whose front is moved. */
function readSymbols(bits: BitReader): number[] {
  const used = bits.read(16);
  const symbols: number[] = [];
  for (let high = 0; high < 16; high++) {
    if ((used & (0x8000 >> high)) === 0) continue;
    const row = bits.read(16);
    for (let low = 0; low < 16; low++) if ((row & (0x8000 >> low)) !== 0) symbols.push(high * 16 + low);
  }
  if (symbols.length === 0) throw new NotBzip2();
  return symbols;
}

/** Which table reads each group of symbols. */
function readSelectors(bits: BitReader, tableCount: number, count: number): Uint8Array {
  const order = Array.from({ length: tableCount }, (_, index) => index);
  const selectors = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    let place = 0;
    while (bits.read(1) === 1) if (++place >= tableCount) throw new NotBzip2();
    const [table = 0] = order.splice(place, 1);
    order.unshift(table);
    selectors[i] = table;
  }
  return selectors;
}

function readTable(bits: BitReader, alphabet: number): HuffmanTable {
  const lengths = new Uint8Array(alphabet);
  let length = bits.read(5);
  for (let symbol = 0; symbol < alphabet; symbol++) {
    for (;;) {
      if (length < 1 || length > MAX_CODE_LENGTH) throw new NotBzip2();
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return new HuffmanTable(lengths);
}

/** Undoes the sorting of rotations (Burrows-Wheeler). */
function unsort(sorted: Uint8Array, origin: number): Uint8Array {
  if (origin >= sorted.length) throw new NotBzip2();
  const starts = new Uint32Array(257);
  for (const byte of sorted) starts[byte + 1] = (starts[byte + 1] ?? 0) + 1;
  for (let byte = 0; byte < 256; byte++) starts[byte + 1] = (starts[byte + 1] ?? 0) + (starts[byte] ?? 0);
  const next = new Uint32Array(sorted.length);
  for (let at = 0; at < sorted.length; at++) {
    const byte = sorted[at] ?? 0;
    next[starts[byte] ?? 0] = at;
    starts[byte] = (starts[byte] ?? 0) + 1;
  }
  const block = new Uint8Array(sorted.length);
  let at = next[origin] ?? 0;
  for (let i = 0; i < block.length; i++) {
    block[i] = sorted[at] ?? 0;
    at = next[at] ?? 0;
  }
  return block;
}

/** Codes by their length, as a canonical table has them. */
class HuffmanTable {
  readonly #limit = new Int32Array(MAX_CODE_LENGTH + 1).fill(-1);
  readonly #offset = new Int32Array(MAX_CODE_LENGTH + 1);
  readonly #symbols: Uint16Array;

  constructor(lengths: Uint8Array) {
    this.#symbols = new Uint16Array(lengths.length);
    let code = 0;
    let index = 0;
    for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
      this.#offset[length] = index - code;
      lengths.forEach((own, symbol) => {
        if (own === length) {
          this.#symbols[index++] = symbol;
          code++;
        }
      });
      this.#limit[length] = code - 1;
      code <<= 1;
    }
  }

  read(bits: BitReader): number {
    let code = 0;
    for (let length = 1; length <= MAX_CODE_LENGTH; length++) {
      code = (code << 1) | bits.read(1);
      if (code > (this.#limit[length] ?? -1)) continue;
      const symbol = this.#symbols[code + (this.#offset[length] ?? 0)];
      if (symbol !== undefined) return symbol;
    }
    throw new NotBzip2();
  }
}

/** Writes runs out: four equal bytes are followed by how many more there are. A run ends with its block. */
class RunExpander {
  readonly #maxBytes: number;
  #bytes = Buffer.alloc(0);
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(block: Uint8Array): void {
    let equal = 0;
    let last = -1;
    for (const byte of block) {
      if (equal === 4) {
        this.#write(last, byte);
        equal = 0;
        last = -1;
        continue;
      }
      equal = byte === last ? equal + 1 : 1;
      last = byte;
      this.#write(byte, 1);
    }
  }

  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #write(byte: number, count: number): void {
    const end = this.#length + count;
    if (end > this.#maxBytes) throw new NotBzip2();
    if (end > this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(Math.max(end, 1024))]);
    this.#bytes.fill(byte, this.#length, end);
    this.#length = end;
  }
}

/** Bits from the highest of each byte on. */
class BitReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The next bits as a number; at most 24. */
  read(count: number): number {
    if (this.#at + count > this.#bytes.length * 8) throw new NotBzip2();
    let value = 0;
    for (let left = count; left > 0;) {
      const free = 8 - (this.#at & 7);
      const taken = Math.min(free, left);
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = (value << taken) | ((byte >> (free - taken)) & ((1 << taken) - 1));
      this.#at += taken;
      left -= taken;
    }
    return value;
  }
}
