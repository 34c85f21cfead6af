/** Longest line that is kept; what is longer ends in an ellipsis. */
export const maxLineBytes = 8 * 1024;

// ESC sequences (CSI such as colours, OSC such as window titles, others of two characters). One without an end swallows nothing.
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\](?:[^\u0007\u001b]*(?:\u0007|\u001b\\))?|[@-Z\\^_])/g;
// Section-sign colour codes, which several games write into their logs.
const colourCodes = /§[0-9a-fk-orx]/gi;
// What a line goes on after: a terminal would begin at its start again, and patterns take it for the end of a line.
const breaks = /[\r\u2028\u2029]+/;
// What is left of C0 and C1 but the tab, and the marks that turn the direction of text around.
const controls = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * One line of a log as people may see it: colours and everything that could steer a terminal or a browser removed.
 *
 * What comes after a carriage return may be the words of a player. It stays behind what stood before it, where no pattern takes it
 * for the beginning of a line. Only of a bar without words, which says nothing to any pattern, the last state counts.
 */
export function cleanLine(raw: string): string {
  if (!/[\u0000-\u0008\u000a-\u001f\u007f-\u009f§\u200e-\u2069]/.test(raw)) return raw;
  const line = raw.replace(escapes, '').replace(colourCodes, '');
  const parts = line.split(breaks).filter((part) => part !== '');
  return (/\p{L}/u.test(line) ? parts.join(' ') : (parts.at(-1) ?? '')).replace(controls, '');
}

/** Cuts a stream of bytes into lines, with bounded memory whatever the stream is. */
export class LineCutter {
  #rest: Buffer[] = [];
  #restBytes = 0;
  #isCut = false;

  /** The complete lines, raw; the last, incomplete one is kept for the next chunk. */
  cut(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#keep(chunk.subarray(start, end));
      lines.push(this.#take());
      start = end + 1;
    }
    // Copied: the chunk's memory is the reader's and will be overwritten.
    this.#keep(Buffer.from(chunk.subarray(start)));
    return lines;
  }

  /** The incomplete last line, when nothing more will come. */
  end(): string | undefined {
    return this.#restBytes === 0 && !this.#isCut ? undefined : this.#take();
  }

  #keep(part: Buffer): void {
    const room = maxLineBytes - this.#restBytes;
    if (part.length > room) this.#isCut = true;
    const kept = part.subarray(0, room);
    if (kept.length === 0) return;
    this.#rest.push(kept);
    this.#restBytes += kept.length;
  }

  #take(): string {
    const [only, ...others] = this.#rest;
    const text = (only && others.length === 0 ? only : Buffer.concat(this.#rest)).toString('utf8');
    const line = this.#isCut ? `${text.replace(/\uFFFD$/, '')}…` : text;
    this.#rest = [];
    this.#restBytes = 0;
    this.#isCut = false;
    return line;
  }
}
