const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/**
 * Milliseconds of a duration such as `90s`, `30m` or `1h30m`.
 * @throws RangeError for text that is no duration
 */
export function parseDurationMs(duration: string): number {
  if (!/^([0-9]+(s|m|h))+$/.test(duration)) throw new RangeError(`not a duration such as 90s, 30m or 1h30m: ${duration}`);
  let seconds = 0;
  for (const [, amount, unit] of duration.matchAll(/([0-9]+)(s|m|h)/g)) seconds += Number(amount) * (unitSeconds[unit ?? ''] ?? 0);
  return seconds * 1000;
}
