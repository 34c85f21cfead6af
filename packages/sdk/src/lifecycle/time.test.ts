import { describe, expect, it } from 'vitest';
import { iso, ms, roughly, wishedMs, words } from './time.ts';

describe('a span', () => {
  it.each([
    [1, '1 second'],
    [59, '59 seconds'],
    [60, '1 minute'],
    [90, '90 seconds'],
    [120, '2 minutes'],
    [121, '121 seconds'],
    [3600, '60 minutes'],
    [7200, '2 hours'],
    [9000, '150 minutes'],
  ])('of %d s is told exactly as %s', (seconds, text) => {
    expect(words(seconds)).toBe(text);
  });

  it.each([
    [0.6, '1 second'],
    [119.4, '119 seconds'],
    [1497, '25 minutes'],
    [7201, '2 hours'],
  ])('of %d s is told roughly as %s', (seconds, text) => {
    expect(roughly(seconds)).toBe(text);
  });
});

describe('a time', () => {
  it('is read as it was written', () => {
    expect(ms(iso(1_767_225_600_123))).toBe(1_767_225_600_123);
  });

  it.each([
    [Number.POSITIVE_INFINITY, '9999-12-31T23:59:59.999Z'],
    [8.64e15, '9999-12-31T23:59:59.999Z'],
    [-1, '1970-01-01T00:00:00.000Z'],
    [Number.NaN, '1970-01-01T00:00:00.000Z'],
  ])('that no clock shows, %d, is written as %s', (moment, text) => {
    expect(iso(moment)).toBe(text);
  });

  it('that is absent or unreadable is none', () => {
    expect([ms(undefined), ms('soon')]).toEqual([undefined, undefined]);
  });
});

describe('a duration that is wished for', () => {
  it.each([
    ['1h30m', 5_400_000],
    ['168h', 604_800_000],
    ['169h', 604_800_000],
    [`${'9'.repeat(400)}h`, 604_800_000],
  ])('of %s is seven days at most', (text, milliseconds) => {
    expect(wishedMs(text)).toBe(milliseconds);
  });
});
