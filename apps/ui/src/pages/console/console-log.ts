import type { ConsoleEntry, LinesFrame } from './console-entry.ts';

/** How much the console keeps and shows at once. */
export interface ConsoleLogLimits {
  /** Entries on the screen and above it. */
  readonly kept: number;
  /** Entries that wait to be shown. When more wait, the oldest are skipped and counted. */
  readonly waiting: number;
  /** What is left waiting after such a skip while the console follows: nobody reads a flood line by line. */
  readonly afterFlood: number;
  /** The same while the console is held: as much as possible. */
  readonly afterHeldFlood: number;
}

export const consoleLogLimits: ConsoleLogLimits = { kept: 5_000, waiting: 5_000, afterFlood: 1_000, afterHeldFlood: 4_500 };

/**
 * The lines of a console, in the order they came: some shown, some waiting to be shown. Bounded in every direction; what it
 * leaves out stands in it as an entry of its own that says how much it was.
 */
export class ConsoleLog {
  readonly #limits: ConsoleLogLimits;
  readonly #waiting: ConsoleEntry[] = [];
  #kept: ConsoleEntry[] = [];
  #isHeld = false;
  /** Lines that came since the console was held, those skipped included. */
  #newWhileHeld = 0;
  #lastNumber: number | undefined;
  #isFirstFrame = true;

  constructor(limits: ConsoleLogLimits = consoleLogLimits) {
    this.#limits = limits;
  }

  /** Number of the last line that came; undefined before the first. */
  get lastNumber(): number | undefined {
    return this.#lastNumber;
  }

  /** Everything that was drawn and is still kept, oldest first. */
  get kept(): readonly ConsoleEntry[] {
    return this.#kept;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Lines that came since the console was held. */
  get newWhileHeld(): number {
    return this.#newWhileHeld;
  }

  /** Whether {@link draw} has something to give. */
  get hasToDraw(): boolean {
    return !this.#isHeld && this.#waiting.length > 0;
  }

  get isEmpty(): boolean {
    return this.#kept.length === 0 && this.#waiting.length === 0;
  }

  /** Call when a new connection is made, so that its first frame is understood as what was missed. */
  beginConnection(): void {
    this.#isFirstFrame = true;
  }

  /**
   * Takes log lines. Lines that are here already are left out.
   * @param newLog what to say when the numbers do not go on where they ended, as after a restart of the agent
   */
  take({ lines, dropped = 0 }: LinesFrame, newLog: string): void {
    const isFirst = this.#isFirstFrame;
    const last = this.#lastNumber;
    const [first] = lines;
    if (first === undefined) return;
    this.#isFirstFrame = false;
    // The API was asked for what comes after `last`; older numbers in its first answer mean that counting began anew.
    const isRecounted = isFirst && last !== undefined && first.n <= last;
    if (dropped > 0) this.#lost(dropped, isFirst ? 'away' : 'slow');
    else if (isRecounted || (isFirst && last !== undefined && first.n > last + 1)) this.add({ kind: 'note', text: newLog });
    for (const { n, at, text } of lines) {
      if (!isRecounted && last !== undefined && n <= last) continue;
      this.#waiting.push({ kind: 'line', at, text });
      if (this.#isHeld) this.#newWhileHeld++;
    }
    this.#lastNumber = isRecounted ? (lines.at(-1) ?? first).n : Math.max(last ?? 0, (lines.at(-1) ?? first).n);
    this.#bound();
  }

  /** Puts something of the page's own after what came so far. */
  add(entry: ConsoleEntry): void {
    this.#waiting.push(entry);
    this.#bound();
  }

  /** Lets the screen stand still; what comes is collected. */
  hold(): void {
    if (this.#isHeld) return;
    this.#isHeld = true;
    this.#newWhileHeld = 0;
  }

  release(): void {
    this.#isHeld = false;
    this.#newWhileHeld = 0;
  }

  /** What to put on the screen next, at most so many entries; nothing while the console is held. */
  draw(most: number): readonly ConsoleEntry[] {
    if (this.#isHeld) return [];
    const drawn = this.#waiting.splice(0, most);
    this.#kept.push(...drawn);
    // Cut rarely: moving thousands of entries for each frame would cost more than keeping a few more.
    if (this.#kept.length > this.#limits.kept * 1.2) this.#kept = this.#kept.slice(-this.#limits.kept);
    return drawn;
  }

  /** Empties the screen. Lines that are gone are not asked for again. */
  clear(): void {
    this.#kept = [];
    this.#waiting.length = 0;
    this.#newWhileHeld = 0;
  }

  #lost(count: number, cause: 'slow' | 'away'): void {
    const before = this.#waiting.at(-1);
    if (before?.kind === 'lost' && before.cause === cause)
      this.#waiting[this.#waiting.length - 1] = { ...before, count: before.count + count };
    else this.#waiting.push({ kind: 'lost', count, cause });
    if (this.#isHeld) this.#newWhileHeld += count;
  }

  #bound(): void {
    if (this.#waiting.length <= this.#limits.waiting) return;
    const leave = this.#isHeld ? this.#limits.afterHeldFlood : this.#limits.afterFlood;
    const skipped = this.#waiting.splice(0, this.#waiting.length - leave);
    let count = 0;
    // What the page itself says and answers to commands are few, and somebody waits for them.
    const spared: ConsoleEntry[] = [];
    for (const entry of skipped) {
      if (entry.kind === 'line') count++;
      else if (entry.kind === 'lost') count += entry.count;
      else spared.push(entry);
    }
    this.#waiting.unshift(...spared.slice(-20), { kind: 'lost', count, cause: 'skipped' });
  }
}
