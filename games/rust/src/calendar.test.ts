import { expect, test } from 'vitest';
import { nextForcedWipe } from './calendar.ts';

test.each([
  // Winter in London: 19:00 is 19:00 UTC.
  ['2024-01-15T00:00:00Z', '2024-02-01T19:00:00.000Z'],
  // Summer: 18:00 UTC.
  ['2024-06-20T00:00:00Z', '2024-07-04T18:00:00.000Z'],
  // The first day of the month is a Thursday.
  ['2026-09-30T23:59:59Z', '2026-10-01T18:00:00.000Z'],
  // Clocks in London have gone back on the Sunday before, those in New York not yet.
  ['2023-10-31T00:00:00Z', '2023-11-02T19:00:00.000Z'],
  // A minute before, and on the dot.
  ['2026-12-03T18:59:00Z', '2026-12-03T19:00:00.000Z'],
  ['2026-12-03T19:00:00Z', '2027-01-07T19:00:00.000Z'],
  // Over the turn of the year.
  ['2025-12-31T23:00:00Z', '2026-01-01T19:00:00.000Z'],
])('after %s it is at %s', (after, next) => {
  expect(nextForcedWipe(new Date(after)).toISOString()).toBe(next);
});

test('it is always a first Thursday, later than now and within five weeks', () => {
  for (let day = 0; day < 4_000; day++) {
    const now = new Date(Date.UTC(2020, 0, 1 + day, (day * 7) % 24));
    const next = nextForcedWipe(now);
    expect(next.getTime()).toBeGreaterThan(now.getTime());
    expect(next.getTime() - now.getTime()).toBeLessThanOrEqual(35 * 86_400_000);
    expect(next.getUTCDay()).toBe(4);
    expect(next.getUTCDate()).toBeLessThanOrEqual(7);
  }
});
