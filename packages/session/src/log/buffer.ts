import type { GameLog, LogMark } from '@gse/sdk';

/** One line of the game's log. */
export interface LogLine {
  /** Grows with every line of the game, also those that were dropped: a gap is a loss. */
  readonly n: number;
  /** Milliseconds since the epoch: when it was read. */
  readonly at: number;
  readonly text: string;
}

/** Bounds of what is remembered. */
export interface LogBufferOptions {
  /** Number before the first line. Default 0. */
  readonly firstNumber?: number;
  readonly maxLines?: number;
  readonly maxCharacters?: number;
}

interface Waiter {
  readonly pattern: RegExp;
  resolve(match: RegExpMatchArray): void;
}

/** The last lines of the game's log, numbered, with bounded memory; what waits for a line, waits here. */
export class LogBuffer implements GameLog {
  readonly #maxLines: number;
  readonly #maxCharacters: number;
  #lines: LogLine[] = [];
  /** Lines at the front of `#lines` that are already forgotten; removed in one go now and then. */
  #forgotten = 0;
  #characters = 0;
  #lastNumber: number;
  readonly #firstNumber: number;
  readonly #waiters = new Set<Waiter>();
  readonly #listeners = new Set<() => void>();
  /** Reads what the game has written by now, before a mark is set. Set by whoever follows the log. */
  catchUp: (() => void) | undefined;

  constructor(options: LogBufferOptions = {}) {
    this.#maxLines = options.maxLines ?? 1000;
    this.#maxCharacters = options.maxCharacters ?? 256 * 1024;
    this.#firstNumber = options.firstNumber ?? 0;
    this.#lastNumber = this.#firstNumber;
  }

  append(text: string, at: number): LogLine {
    const line = { n: ++this.#lastNumber, at, text };
    this.#lines.push(line);
    this.#characters += text.length;
    while (this.size > this.#maxLines || (this.#characters > this.#maxCharacters && this.size > 1)) this.#forgetOldest();
    this.#offer(text);
    for (const listener of this.#listeners) listener();
    return line;
  }

  /** Counts a line that is not kept because there are too many; what waits for it still gets it. */
  drop(text: string): void {
    this.#lastNumber++;
    this.#offer(text);
  }

  /** Counts lines that were not even read. */
  skip(count: number): void {
    this.#lastNumber += count;
  }

  mark(): LogMark {
    this.catchUp?.();
    return { line: this.#lastNumber };
  }

  async waitFor(pattern: RegExp, { after, signal }: { after: LogMark; signal: AbortSignal }): Promise<RegExpMatchArray> {
    signal.throwIfAborted();
    // A pattern with g or y remembers where it was; every line is asked from its beginning.
    const stateless = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
    for (const line of this.after(after.line)) {
      const match = line.text.match(stateless);
      if (match) return match;
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        pattern: stateless,
        resolve: (match) => {
          this.#waiters.delete(waiter);
          signal.removeEventListener('abort', abort);
          resolve(match);
        },
      };
      const abort = (): void => {
        this.#waiters.delete(waiter);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiters.add(waiter);
    });
  }

  recent(count: number): readonly string[] {
    return this.tail(Math.min(count, 500)).map((line) => line.text);
  }

  /** The last lines, oldest first. */
  tail(count: number): readonly LogLine[] {
    return count <= 0 ? [] : this.#lines.slice(Math.max(this.#forgotten, this.#lines.length - count));
  }

  /** Lines with a higher number, oldest first, as far as they are remembered. */
  after(n: number, limit = Number.POSITIVE_INFINITY): readonly LogLine[] {
    let low = this.#forgotten;
    let high = this.#lines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#lines[middle]?.n ?? 0) > n) high = middle;
      else low = middle + 1;
    }
    return this.#lines.slice(low, Math.min(this.#lines.length, low + limit));
  }

  /** Number of the newest line, kept or dropped. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  /** Number before the first line of this buffer; lower ones are of an earlier life. */
  get firstNumber(): number {
    return this.#firstNumber;
  }

  get size(): number {
    return this.#lines.length - this.#forgotten;
  }

  /** Calls back after every line that is kept; the returned function ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forgetOldest(): void {
    this.#characters -= this.#lines[this.#forgotten++]?.text.length ?? 0;
    if (this.#forgotten < Math.max(64, this.size)) return;
    this.#lines = this.#lines.slice(this.#forgotten);
    this.#forgotten = 0;
  }

  #offer(text: string): void {
    for (const waiter of this.#waiters) {
      const match = text.match(waiter.pattern);
      if (match) waiter.resolve(match);
    }
  }
}
