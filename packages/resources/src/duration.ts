const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** Longest wait that people may ask for. Objects from before there was a limit may say more. */
export const MAX_WAIT = '168h';

/** Waits up to {@link MAX_WAIT}, largest unit first; in what JavaScript and Go's RE2 have in common. */
export const waitPattern =
  '^(168h|([0-9]{1,2}|1[0-5][0-9]|16[0-7])h([0-5]?[0-9]m)?([0-5]?[0-9]s)?|[0-9]{1,4}m([0-5]?[0-9]s)?|[0-9]{1,5}s)$';

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
