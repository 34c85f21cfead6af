import type { Socket } from 'node:net';

/** How the bytes of an answer are cut on their way: one by one, at random places, or held back and sent in one piece. */
export type Segmentation = 'bytes' | 'random' | 'merged';

/** More unsent bytes than this and the peer is not reading: it is disconnected, as a game would run out of patience. */
const MAX_UNSENT_BYTES = 32 * 1024 * 1024;

/** Sends to a socket in order, cut as told. */
export class SegmentedWriter {
  readonly #socket: Socket;
  readonly #random: () => number;
  #queue: { bytes: Buffer; cut: Segmentation | undefined }[] = [];
  #queuedBytes = 0;
  #isSending = false;
  #isEnding = false;

  constructor(socket: Socket, random: () => number) {
    this.#socket = socket;
    this.#random = random;
  }

  send(bytes: Uint8Array, cut: Segmentation | undefined): void {
    this.#queue.push({ bytes: Buffer.from(bytes), cut });
    this.#queuedBytes += bytes.length;
    if (this.#queuedBytes + this.#socket.writableLength > MAX_UNSENT_BYTES) this.#socket.destroy();
    if (!this.#isSending) void this.#sendAll();
  }

  /** Hangs up when everything is sent. */
  end(): void {
    this.#isEnding = true;
    if (!this.#isSending) this.#socket.end();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    // What is sent in the same turn may be merged.
    if (this.#queue[0]?.cut !== undefined) await nextTurn();
    for (let piece = this.#nextPiece(); piece !== undefined && this.#socket.writable; piece = this.#nextPiece()) {
      this.#socket.write(piece);
      if (this.#queue[0]?.cut !== undefined) await nextTurn();
    }
    if (!this.#socket.writable) this.#queue = [];
    this.#isSending = false;
    if (this.#isEnding) this.#socket.end();
  }

  #nextPiece(): Buffer | undefined {
    const first = this.#queue.shift();
    if (first === undefined) return undefined;
    if (first.cut === 'merged') {
      const bytes = Buffer.concat([first.bytes, ...this.#queue.map((rest) => rest.bytes)]);
      this.#queue = [];
      this.#queuedBytes = 0;
      return bytes;
    }
    const length = first.cut === undefined ? first.bytes.length : first.cut === 'bytes' ? 1 : 1 + Math.floor(this.#random() * 64);
    const piece = first.bytes.subarray(0, length);
    if (length < first.bytes.length) this.#queue.unshift({ bytes: first.bytes.subarray(length), cut: first.cut });
    this.#queuedBytes -= piece.length;
    return piece;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
