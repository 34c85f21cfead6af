import { expect, test } from 'vitest';
import { createBackoff } from '../index.ts';

test('the ceiling doubles with every failure in a row, up to the limit, and success starts anew', () => {
  const backoff = createBackoff({ random: () => 1 });
  expect([1, 2, 3, 4, 5, 6, 7].map(() => backoff.next())).toEqual([1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000]);
  backoff.reset();
  expect(backoff.next()).toBe(1600);
});

test('delays are spread from the base to the ceiling', () => {
  let random = 0;
  const backoff = createBackoff({ random: () => random });
  expect(backoff.next()).toBe(800);
  random = 0.5;
  expect(backoff.next()).toBe(2000);
});
