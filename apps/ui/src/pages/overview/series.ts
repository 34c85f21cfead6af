import type { components } from '../../api/schema.gen.ts';

type Health = components['schemas']['Health'];

/** Times in seconds and the values there; null is a gap. */
export interface Series {
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

/** A grid as the API gives it: value i stands for `from + i * stepSeconds`. */
export interface Grid {
  readonly from: number;
  readonly stepSeconds: number;
}

/** Values with their times. The point under way is left out while nothing is known of it: it is no gap yet. */
export function toSeries({ from, stepSeconds }: Grid, values: readonly (number | null)[]): Series {
  const known = values.at(-1) === null ? values.slice(0, -1) : values;
  return { times: known.map((_, index) => from + index * stepSeconds), values: known };
}

/** What a series says, for a sentence. */
export interface SeriesSummary {
  readonly last: number | undefined;
  readonly least: number;
  readonly most: number;
  /** Percent of the points of which nothing is known. */
  readonly unknownPercent: number;
}

/** Undefined where nothing at all is known. */
export function summarise({ values }: Series): SeriesSummary | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let known = 0;
  for (const value of values) {
    if (value === null) continue;
    known++;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (known === 0) return undefined;
  const unknown = ((values.length - known) / values.length) * 100;
  return { last: values.at(-1) ?? undefined, least, most, unknownPercent: unknown > 0 ? Math.max(1, Math.round(unknown)) : 0 };
}

/** A time during which health did not change. `undefined`: nobody looked. */
export interface HealthRun {
  readonly health: Health | undefined;
  /** Seconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** Joins equal neighbours. */
export function healthRuns({ from, stepSeconds }: Grid, values: readonly (Health | null)[]): readonly HealthRun[] {
  const runs: HealthRun[] = [];
  values.forEach((value, index) => {
    const health = value ?? undefined;
    const end = from + (index + 1) * stepSeconds;
    const before = runs.at(-1);
    if (before !== undefined && before.health === health) runs[runs.length - 1] = { ...before, to: end };
    else runs.push({ health, from: from + index * stepSeconds, to: end });
  });
  return runs;
}

/**
 * Percent of the time the game was healthy, of the time that is known, rounded down, so that 100 means 100. Undefined:
 * nothing is known.
 */
export function healthyPercent(values: readonly (Health | null)[]): number | undefined {
  const known = values.filter((value) => value !== null && value !== 'Unknown');
  return known.length === 0 ? undefined : Math.floor((known.filter((value) => value === 'Healthy').length / known.length) * 100);
}
