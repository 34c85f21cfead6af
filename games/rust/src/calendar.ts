import type { KnownEvent } from '@gse/sdk';

const THURSDAY = 4;
const LONDON_HOUR = 19;
const HOUR_MS = 3_600_000;
const LONDON = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: 'numeric', hourCycle: 'h23' });

/**
 * When the publisher updates the game next and every server has to wipe its map: the first Thursday of a month at 19:00
 * in London, which is 18:00 UTC in summer.
 */
export function nextForcedWipe(after: Date): Date {
  for (let month = 0; ; month++) {
    const wipe = forcedWipeOf(after.getUTCFullYear(), after.getUTCMonth() + month);
    if (wipe > after) return wipe;
  }
}

function forcedWipeOf(year: number, month: number): Date {
  const firstWeekday = new Date(Date.UTC(year, month, 1)).getUTCDay();
  const day = 1 + ((THURSDAY - firstWeekday + 7) % 7);
  const sameHourUtc = new Date(Date.UTC(year, month, day, LONDON_HOUR));
  // Clocks change on Sundays, so on a Thursday evening there is no doubt.
  const ahead = Number(LONDON.format(sameHourUtc)) - LONDON_HOUR;
  return new Date(sameHourUtc.getTime() - ahead * HOUR_MS);
}

/** The publisher's calendar. */
export const CALENDAR: readonly KnownEvent[] = [
  {
    id: 'forced-wipe',
    title: 'Monthly update with forced wipe',
    description:
      'On the first Thursday of the month at 19:00 in London the game is updated for everybody, and worlds made before cannot be loaded any more. Until a server is updated and wiped nobody can join it; plugins need a new Oxide or Carbon, which follows within hours.',
    wipe: 'map',
    next: nextForcedWipe,
  },
];
