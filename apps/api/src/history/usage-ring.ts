/** One reading of what a game uses. */
export interface Usage {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

/** Readings of one game on a regular grid of time, in a ring whose cost is fixed: 12 bytes a point. */
export class UsageRing {
  readonly #stepMs: number;
  readonly #capacity: number;
  readonly #steps: Uint32Array;
  readonly #cpuMilli: Float32Array;
  /** In KiB, which single precision holds exactly up to 16 GiB and nearly above. */
  readonly #memory: Float32Array;

  constructor(stepMs: number, capacity: number) {
    this.#stepMs = stepMs;
    this.#capacity = capacity;
    this.#steps = new Uint32Array(capacity);
    this.#cpuMilli = new Float32Array(capacity);
    this.#memory = new Float32Array(capacity);
  }

  note(atMs: number, { cpuMilli, memoryBytes }: Usage): void {
    const step = Math.floor(atMs / this.#stepMs);
    const place = step % this.#capacity;
    this.#steps[place] = step;
    this.#cpuMilli[place] = cpuMilli;
    this.#memory[place] = memoryBytes / 1024;
  }

  /** The readings of the last `spanMs`, oldest first; null where there is none. Empty where there is not one. */
  read(nowMs: number, spanMs: number): { fromMs: number; cpuMilli: (number | null)[]; memoryBytes: (number | null)[] } {
    const present = Math.floor(nowMs / this.#stepMs);
    // A step that has only begun is no gap yet.
    const last = this.#holds(present) ? present : present - 1;
    let first = Math.max(0, last - Math.min(this.#capacity, Math.ceil(spanMs / this.#stepMs)) + 1);
    while (first <= last && !this.#holds(first)) first++;
    const places = Array.from({ length: last - first + 1 }, (_, index) =>
      this.#holds(first + index) ? (first + index) % this.#capacity : undefined,
    );
    const values = (column: Float32Array, factor: number): (number | null)[] =>
      places.map((place) => (place === undefined ? null : Math.round((column[place] ?? 0) * factor)));
    return { fromMs: first * this.#stepMs, cpuMilli: values(this.#cpuMilli, 1), memoryBytes: values(this.#memory, 1024) };
  }

  #holds(step: number): boolean {
    return this.#steps[step % this.#capacity] === step;
  }
}
