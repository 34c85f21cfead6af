import type { StoredObject } from './stored-object.ts';

/** What happened to an object. */
export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One change, as watchers see it. */
export interface ChangeEvent {
  readonly type: ChangeType;
  readonly version: number;
  readonly storage: string;
  /** The state after the change; for a deletion the last state, carrying the version of the deletion. */
  readonly object: StoredObject;
  /** The state before the change. */
  readonly previous: StoredObject | undefined;
  /** The encoded line of a watch without selectors, made by the first watcher that needs it. */
  line?: Uint8Array | undefined;
}

/** Limits of the history; whichever is reached first. */
export interface HistoryLimits {
  maxEvents: number;
  maxBytes: number;
}

/** How many of the newest events keep their encoded line; older ones are read by slow watchers only. */
const encodedLines = 512;

/**
 * The newest changes of all kinds in order. Watchers are cursors into it and hold no buffer of their own,
 * so a slow one costs nothing; when the window has moved past its cursor it has to start again.
 */
export class EventLog {
  readonly #limits: HistoryLimits;
  #events: ChangeEvent[] = [];
  /** Position of `#events[0]`; positions grow for ever. */
  #first = 0;
  #bytes = 0;
  #floor: number;

  constructor(limits: HistoryLimits, floor: number) {
    this.#limits = limits;
    this.#floor = floor;
  }

  /** Changes up to this version are gone; a watch can resume from it or from anything newer. */
  get floor(): number {
    return this.#floor;
  }

  /** Position after the newest event. */
  get end(): number {
    return this.#first + this.#events.length;
  }

  /** Appends a change; returns its position. */
  append(event: ChangeEvent): number {
    const position = this.end;
    this.#events.push(event);
    this.#bytes += event.object.json.length;
    const older = this.#events.at(-encodedLines);
    if (older) older.line = undefined;
    this.#trim();
    return position;
  }

  /** The event at a position, or undefined when the window has moved past it. */
  at(position: number): ChangeEvent | undefined {
    return this.#events[position - this.#first];
  }

  /** Whether the window has moved past a position. */
  hasLost(position: number): boolean {
    return position < this.#first;
  }

  /** Position of the first event newer than a version. */
  positionAfter(version: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle]?.version ?? 0) > version) high = middle;
      else low = middle + 1;
    }
    return this.#first + low;
  }

  /** The events from a position on. */
  *since(position: number): Generator<ChangeEvent> {
    for (let next = position; next < this.end; next += 1) {
      const event = this.at(next);
      if (event) yield event;
    }
  }

  #trim(): void {
    let drop = 0;
    let bytes = this.#bytes;
    while (drop < this.#events.length - 1 && (this.#events.length - drop > this.#limits.maxEvents || bytes > this.#limits.maxBytes)) {
      bytes -= this.#events[drop]?.object.json.length ?? 0;
      drop += 1;
    }
    // Trimming moves the whole array: do it seldom, in steps.
    if (drop < Math.max(1, Math.min(256, this.#limits.maxEvents >> 3))) return;
    this.#floor = this.#events[drop - 1]?.version ?? this.#floor;
    this.#events.splice(0, drop);
    this.#first += drop;
    this.#bytes = bytes;
  }
}
