import { describe, expect, it } from 'vitest';
import { iso, ms, roughly, words } from './time.ts';

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

  it('that is absent or unreadable is none', () => {
    expect([ms(undefined), ms('soon')]).toEqual([undefined, undefined]);
  });
});
