/** Reads the little-endian fields of a reply in order. Past the end every read answers undefined, and so does all that follows. */
export class FieldReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, start = 0) {
    this.#bytes = bytes;
    this.#at = start;
  }

  /** Number of bytes that were not read yet. */
  get rest(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number | undefined {
    return this.#take(1, (at) => this.#bytes.readUInt8(at));
  }

  u16(): number | undefined {
    return this.#take(2, (at) => this.#bytes.readUInt16LE(at));
  }

  i32(): number | undefined {
    return this.#take(4, (at) => this.#bytes.readInt32LE(at));
  }

  f32(): number | undefined {
    return this.#take(4, (at) => this.#bytes.readFloatLE(at));
  }

  u64(): bigint | undefined {
    return this.#take(8, (at) => this.#bytes.readBigUInt64LE(at));
  }

  /** A text that ends in NUL, as UTF-8. Control characters go: names are what strangers chose. */
  text(): string | undefined {
    const end = this.rest > 0 ? this.#bytes.indexOf(0, this.#at) : -1;
    if (end < 0) {
      this.#at = this.#bytes.length;
      return undefined;
    }
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end + 1;
    return text.replace(/[\x01-\x1f\x7f]/g, '');
  }

  #take<Value>(length: number, read: (at: number) => Value): Value | undefined {
    if (this.rest < length) {
      this.#at = this.#bytes.length;
      return undefined;
    }
    const value = read(this.#at);
    this.#at += length;
    return value;
  }
}
