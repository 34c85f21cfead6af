import { readSync } from 'node:fs';
import { stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { openInside } from '../files/open-inside.ts';
import type { LogBuffer } from './buffer.ts';
import { cleanLine, LineCutter } from './line.ts';
import { TokenBucket } from '../token-bucket.ts';
import { FileWatch } from './watch.ts';

/** Which file, and how far it had been written by an earlier run of the game. */
export interface LogPosition {
  readonly ino: number;
  readonly size: number;
}

/** What to follow and where lines go. */
export interface LogFollowerOptions {
  /** The data volume. */
  readonly root: string;
  /** Log file inside it; it may come late, be replaced or be truncated. */
  readonly file: string;
  readonly buffer: LogBuffer;
  readonly clock: Clock;
  random(): number;
  /** What an earlier run left in the file; not read again. */
  readonly earlier?: LogPosition | undefined;
  /** Lines that nobody is shown and that do not count; all are kept where absent. */
  readonly noise?: RegExp | undefined;
  /** Values that must not be shown to anyone, such as a password that the game writes into its own log. */
  redact?(): readonly string[];
  /** Every line that is kept, after it is in the buffer. */
  onLine?(text: string, at: number): void;
  /** Another file took the place of the one that was followed, or it was emptied. */
  onReplaced?(): void;
  /** Lines kept per second in the long run, and at once. More are counted and dropped. */
  readonly linesPerSecond?: number;
  readonly burstLines?: number;
}

const chunkBytes = 64 * 1024;
/** Of a log that is already there when the agent comes, this much is read. */
const historyBytes = 128 * 1024;
/** Further behind than this, lines are skipped unread. */
const maxBehindBytes = 32 * 1024 * 1024;
/** For counting lines that were skipped unread. */
const usualLineBytes = 100;
/** Most that `catchUp` reads at once. */
const catchUpBytes = 1024 * 1024;
/** Several writes in a row make one round. */
const settleMs = 20;
const pollMs = { watched: 10_000, shortest: 250, longest: 2_000 };

/** Follows the game's log file into a buffer, from the first `start()` to `close()`. */
export class LogFollower {
  readonly #options: LogFollowerOptions;
  readonly #path: string;
  readonly #watch: FileWatch;
  readonly #rate: TokenBucket;
  #handle: FileHandle | undefined;
  #ino = 0;
  #position = 0;
  #cutter = new LineCutter();
  /** The reading began inside a line: what comes up to the next line break is not a whole one. */
  #isInsideLine = false;
  #hasOpened = false;
  #isClosed = false;
  #round: Promise<void> | undefined;
  #isRoundWanted = false;
  #cancelTimer: () => void = () => undefined;
  #pauseMs = pollMs.shortest;

  constructor(options: LogFollowerOptions) {
    this.#options = options;
    this.#path = join(options.root, options.file);
    this.#watch = new FileWatch(this.#path, () => this.#soon());
    this.#rate = new TokenBucket(options.linesPerSecond ?? 500, options.burstLines ?? 2_000, options.clock.now());
    options.buffer.catchUp = () => this.catchUp();
  }

  /** Begins, and resolves once what was already written has been read. */
  async start(): Promise<void> {
    await this.#look(false);
  }

  /** Looks now, because something says that there may be news. */
  poke(): void {
    void this.#look(false);
  }

  /**
   * Reads what is written by now, at once: a mark that is set afterwards is newer than all of it. Synchronous, because a
   * mark is; it reads from the page cache what the game has just written there.
   */
  catchUp(): void {
    const fd = this.#handle?.fd;
    if (fd === undefined) return;
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (let total = 0; total < catchUpBytes;) {
      let read: number;
      try {
        read = readSync(fd, buffer, 0, chunkBytes, this.#position);
      } catch {
        return;
      }
      if (read === 0) return;
      total += read;
      this.#feed(buffer.subarray(0, read), this.#options.clock.now());
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancelTimer();
    this.#watch.close();
    if (this.#options.buffer.catchUp) this.#options.buffer.catchUp = undefined;
    await this.#round;
    await this.#closeFile();
  }

  #soon(): void {
    if (this.#isClosed || this.#isRoundWanted) return;
    this.#isRoundWanted = true;
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(settleMs, () => void this.#look(false));
  }

  #schedule(): void {
    if (this.#isClosed || this.#isRoundWanted) return;
    const pause = this.#handle && this.#watch.isTrusted ? pollMs.watched : this.#pauseMs;
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(pause * (0.8 + this.#options.random() * 0.4), () => void this.#look(true));
  }

  /** One round at a time; a wish for another one during a round is met after it. */
  async #look(isPoll: boolean): Promise<void> {
    if (this.#isClosed) return;
    this.#isRoundWanted = false;
    if (this.#round) {
      this.#isRoundWanted = true;
      return this.#round;
    }
    this.#round = this.#readAll(isPoll).catch(() => this.#closeFile());
    await this.#round;
    this.#round = undefined;
    if (this.#isRoundWanted) {
      this.#isRoundWanted = false;
      this.#soon();
    } else {
      this.#schedule();
    }
  }

  async #readAll(isPoll: boolean): Promise<void> {
    const before = this.#position;
    const wasOpen = this.#handle !== undefined;
    if (wasOpen) await this.#readToEnd(false);
    while (!this.#isClosed && (await this.#isReplaced())) {
      await this.#readToEnd(false);
      await this.#closeFile();
      if (!(await this.#openFile())) break;
      await this.#readToEnd(!this.#hasOpened);
      this.#hasOpened = true;
    }
    const hasNews = this.#position !== before;
    if (hasNews && isPoll && wasOpen && this.#watch.isTrusted) this.#watch.noteMissed();
    this.#pauseMs = hasNews ? pollMs.shortest : Math.min(this.#pauseMs * 1.5, pollMs.longest);
  }

  async #isReplaced(): Promise<boolean> {
    if (!this.#handle) return true;
    try {
      return (await stat(this.#path)).ino !== this.#ino;
    } catch {
      // Gone for the moment: a game that rotates its log is between two steps. The old file is kept until there is a new one.
      return false;
    }
  }

  async #openFile(): Promise<boolean> {
    const { root, file, earlier, onReplaced } = this.#options;
    try {
      this.#handle = await openInside(root, file);
    } catch {
      return false;
    }
    this.#watch.restart();
    const { ino, size } = await this.#handle.stat();
    if (ino === this.#ino) return true;
    this.#ino = ino;
    this.#position = !this.#hasOpened && earlier?.ino === ino && size >= earlier.size ? earlier.size : 0;
    if (this.#hasOpened) onReplaced?.();
    else if (size - this.#position > historyBytes) this.#jumpTo(size - historyBytes);
    return true;
  }

  async #readToEnd(isHistory: boolean): Promise<void> {
    const { clock, buffer, onReplaced } = this.#options;
    const handle = this.#handle;
    if (!handle) return;
    const { size, mtimeMs } = await handle.stat();
    if (size < this.#position) {
      this.#position = 0;
      this.#cutter = new LineCutter();
      this.#isInsideLine = false;
      onReplaced?.();
    }
    if (size - this.#position > maxBehindBytes) {
      buffer.skip(Math.ceil((size - historyBytes - this.#position) / usualLineBytes));
      this.#jumpTo(size - historyBytes);
    }
    while (!this.#isClosed && this.#position < size) {
      const from = this.#position;
      const { bytesRead, buffer: chunk } = await handle.read(
        Buffer.allocUnsafe(Math.min(chunkBytes, size - from)),
        0,
        Math.min(chunkBytes, size - from),
        from,
      );
      if (bytesRead === 0) return;
      // `catchUp` may have read the same bytes meanwhile.
      if (this.#position !== from) continue;
      // What was there before the agent came was written no later than the file.
      this.#feed(chunk.subarray(0, bytesRead), isHistory ? Math.min(clock.now(), mtimeMs) : clock.now(), isHistory);
    }
  }

  #jumpTo(position: number): void {
    this.#position = position;
    this.#cutter = new LineCutter();
    this.#isInsideLine = true;
  }

  #feed(chunk: Buffer, at: number, isHistory = false): void {
    this.#position += chunk.length;
    for (const raw of this.#cutter.cut(chunk)) {
      if (this.#isInsideLine) this.#isInsideLine = false;
      else this.#take(raw, at, isHistory);
    }
  }

  #take(raw: string, at: number, isHistory = false): void {
    const { buffer, clock, redact, noise, onLine } = this.#options;
    let text = cleanLine(raw);
    if (noise !== undefined && text.search(noise) !== -1) return;
    for (const secret of redact?.() ?? []) {
      if (secret.length >= 4 && text.includes(secret)) text = text.replaceAll(secret, '***');
    }
    if (!isHistory && !this.#rate.take(clock.now())) return buffer.drop(text);
    buffer.append(text, at);
    onLine?.(text, at);
  }

  async #closeFile(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    const last = this.#cutter.end();
    if (last !== undefined && !this.#isInsideLine) this.#take(last, this.#options.clock.now());
    this.#cutter = new LineCutter();
    this.#isInsideLine = false;
    await handle?.close().catch(() => undefined);
  }
}
