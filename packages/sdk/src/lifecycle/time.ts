/** RFC 3339, as Kubernetes writes times. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
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
