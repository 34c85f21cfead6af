import type { HistorySeries } from '@gse/agent-client';
import type { Health } from '@gse/resources';
import type { MetricSample } from '@gse/sdk';

/** One look at the game. */
export interface Look {
  readonly health: Health;
  /** Undefined where it is not known. */
  readonly players: { readonly online: number; readonly max: number } | undefined;
  readonly metrics: readonly MetricSample[];
}

/** From nothing to worst: of several looks within one point the worst that is known is kept. Place 0 is no look at all. */
const ranks: readonly (Health | undefined)[] = [undefined, 'Unknown', 'Healthy', 'Starting', 'Degraded', 'Unresponsive'];
const notKnown = -1;
/** More figures than any game tells; a game that makes up new names all the time costs no more than this. */
const maxMetrics = 8;

/** A ring of points on a regular grid of time. What it costs is fixed when it is made: some 13 bytes a point, and 4 for each figure of the game. */
export class Series {
  readonly #stepSeconds: number;
  readonly #capacity: number;
  /** Number of the step each place stands for; a place with another number holds nothing any more. */
  readonly #steps: Uint32Array;
  readonly #health: Uint8Array;
  readonly #players: Int32Array;
  readonly #playersMax: Int32Array;
  readonly #metrics = new Map<string, { help: string; readonly values: Float32Array }>();

  constructor(stepSeconds: number, capacity: number) {
    this.#stepSeconds = stepSeconds;
    this.#capacity = capacity;
    this.#steps = new Uint32Array(capacity);
    this.#health = new Uint8Array(capacity);
    this.#players = new Int32Array(capacity).fill(notKnown);
    this.#playersMax = new Int32Array(capacity).fill(notKnown);
  }

  note(nowMs: number, look: Look): void {
    const step = this.#stepOf(nowMs);
    const place = this.#take(step);
    this.#health[place] = Math.max(this.#health[place] ?? 0, ranks.indexOf(look.health));
    if (look.players !== undefined) {
      this.#players[place] = Math.max(this.#players[place] ?? notKnown, look.players.online);
      this.#playersMax[place] = look.players.max;
    }
    for (const { name, help, value } of look.metrics) this.#valuesOf(name, help)?.fill(value, place, place + 1);
  }

  /** What is known, from the oldest point to the newest. */
  read(nowMs: number): HistorySeries {
    const present = this.#stepOf(nowMs);
    // A step that has only begun is no gap yet.
    const last = this.#holds(present) ? present : Math.max(0, present - 1);
    let first = Math.max(0, last - this.#capacity + 1);
    while (first < last && !this.#holds(first)) first++;
    const places = Array.from({ length: this.#holds(first) ? last - first + 1 : 0 }, (_, index) =>
      this.#holds(first + index) ? (first + index) % this.#capacity : undefined,
    );
    const known = (values: Int32Array): (number | null)[] =>
      places.map((place) => {
        const value = place === undefined ? notKnown : (values[place] ?? notKnown);
        return value === notKnown ? null : value;
      });
    return {
      from: first * this.#stepSeconds,
      stepSeconds: this.#stepSeconds,
      health: places.map((place) => (place === undefined ? null : (ranks[this.#health[place] ?? 0] ?? null))),
      players: known(this.#players),
      playersMax: known(this.#playersMax),
      metrics: [...this.#metrics].flatMap(([name, { help, values }]) => {
        const found = places.map((place) => (place === undefined ? null : figure(values[place])));
        return found.every((value) => value === null) ? [] : [{ name, help, values: found }];
      }),
    };
  }

  /** Takes over what was read before; what is too old, not yet due or on another grid is left out. */
  restore(series: HistorySeries, nowMs: number): void {
    if (series.stepSeconds !== this.#stepSeconds || series.from % this.#stepSeconds !== 0) return;
    const last = this.#stepOf(nowMs);
    for (const [index, health] of series.health.entries()) {
      const step = series.from / this.#stepSeconds + index;
      if (step > last || step <= last - this.#capacity || health === null) continue;
      const online = series.players[index] ?? undefined;
      this.note(step * this.#stepSeconds * 1000, {
        health,
        players: online === undefined ? undefined : { online, max: series.playersMax[index] ?? 0 },
        metrics: series.metrics.flatMap(({ name, help, values }) => {
          const value = values[index] ?? undefined;
          return value === undefined ? [] : [{ name, help, value }];
        }),
      });
    }
  }

  #stepOf(nowMs: number): number {
    return Math.floor(nowMs / 1000 / this.#stepSeconds);
  }

  #holds(step: number): boolean {
    return this.#steps[step % this.#capacity] === step;
  }

  #take(step: number): number {
    const place = step % this.#capacity;
    if (this.#steps[place] === step) return place;
    this.#steps[place] = step;
    this.#health[place] = 0;
    this.#players[place] = notKnown;
    this.#playersMax[place] = notKnown;
    for (const { values } of this.#metrics.values()) values[place] = Number.NaN;
    return place;
  }

  #valuesOf(name: string, help: string): Float32Array | undefined {
    const known = this.#metrics.get(name);
    if (known) {
      known.help = help;
      return known.values;
    }
    if (this.#metrics.size >= maxMetrics) return undefined;
    const values = new Float32Array(this.#capacity).fill(Number.NaN);
    this.#metrics.set(name.slice(0, 100), { help: help.slice(0, 300), values });
    return values;
  }
}

/** As many digits as single precision has; null for none. */
function figure(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(6));
}
