const INITIAL_BYTES = 512;
/** What an emptied buffer may keep for the next packet. */
const KEPT_BYTES = 64 * 1024;

/** Received bytes that were not consumed yet. Grows with what arrives, never with what a length field promises. */
export class ByteBuffer {
  #bytes = Buffer.alloc(INITIAL_BYTES);
  #start = 0;
  #end = 0;

  /** Number of bytes that wait. */
  get length(): number {
    return this.#end - this.#start;
  }

  push(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#bytes.length) this.#makeRoom(chunk.length);
    this.#bytes.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** The waiting bytes, oldest first. Valid until the next call of `push` or `take`. */
  peek(): Buffer {
    return this.#bytes.subarray(this.#start, this.#end);
  }

  /** Removes the oldest bytes and returns a copy of them. */
  take(count: number): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(this.#start, this.#start + count));
    this.#start += count;
    if (this.#start === this.#end) {
      this.#start = this.#end = 0;
      if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.alloc(INITIAL_BYTES);
    }
    return taken;
  }

  #makeRoom(count: number): void {
    const waiting = this.peek();
    // Doubling when more than half full keeps the copying proportional to the bytes received.
    const target = 2 * (waiting.length + count) <= this.#bytes.length ? this.#bytes : Buffer.alloc(2 * (waiting.length + count));
    target.set(waiting);
    this.#bytes = target;
    this.#start = 0;
    this.#end = waiting.length;
  }
}
