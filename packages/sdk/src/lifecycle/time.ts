import { parseDurationMs } from '@gse/resources';

/** The last moment that RFC 3339 can write. */
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** Longest duration that is taken from a spec; people may write any. */
const MOST_WISHED_MS = 7 * 24 * 3_600_000;

/** RFC 3339, as Kubernetes writes times. What no clock shows becomes the nearest moment that one does. */
export function iso(ms: number): string {
  return new Date(Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), LAST_MS)).toISOString();
}

/**
 * Milliseconds of a duration in a spec, seven days at most.
 * @throws RangeError for text that is no duration
 */
export function wishedMs(duration: string): number {
  return Math.min(parseDurationMs(duration), MOST_WISHED_MS);
}

/** Milliseconds of a time in a status; undefined for absent or unreadable. */
export function ms(time: string | undefined): number | undefined {
  if (time === undefined) return undefined;
  const parsed = Date.parse(time);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** A span in players' words: `5 minutes`, `90 seconds`. */
export function words(seconds: number): string {
  const count = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (seconds >= 7200 && seconds % 3600 === 0) return count(seconds / 3600, 'hour');
  if (seconds >= 120 && seconds % 60 === 0) return count(seconds / 60, 'minute');
  if (seconds === 60) return '1 minute';
  return count(seconds, 'second');
}

/** A span in players' words where the exact figure is of no use: from two minutes on, whole minutes. */
export function roughly(seconds: number): string {
  return words(seconds < 120 ? Math.round(seconds) : Math.round(seconds / 60) * 60);
}
