import { expect, test } from 'vitest';
import { healthRuns, healthyPercent, summarise, toSeries } from './series.ts';

const grid = { from: 1_000, stepSeconds: 15 };

test('values stand at their times, and gaps stay gaps', () => {
  expect(toSeries(grid, [1, null, 3])).toEqual({ times: [1_000, 1_015, 1_030], values: [1, null, 3] });
});

test('the point under way is no gap yet', () => {
  expect(toSeries(grid, [1, 2, null]).values).toEqual([1, 2]);
});

test('a sentence knows the least, the most, and how much is not known', () => {
  expect(summarise(toSeries(grid, [4, null, 0, 2]))).toEqual({ last: 2, least: 0, most: 4, unknownPercent: 25 });
});

test('a small gap is never rounded away', () => {
  expect(summarise({ times: [], values: [...Array<number>(999).fill(1), null, 1] })?.unknownPercent).toBe(1);
});

test('where nothing is known there is nothing to say', () => {
  expect(summarise(toSeries(grid, [null, null]))).toBeUndefined();
  expect(summarise(toSeries(grid, []))).toBeUndefined();
});

test('health is told in runs, and a time nobody looked is a run of its own', () => {
  expect(healthRuns(grid, ['Healthy', 'Healthy', null, 'Starting'])).toEqual([
    { health: 'Healthy', from: 1_000, to: 1_030 },
    { health: undefined, from: 1_030, to: 1_045 },
    { health: 'Starting', from: 1_045, to: 1_060 },
  ]);
});

test('healthy all the time means all the time', () => {
  expect(healthyPercent(['Healthy', null])).toBe(100);
  expect(healthyPercent([...Array<'Healthy'>(999).fill('Healthy'), 'Degraded'])).toBe(99);
  expect(healthyPercent([null])).toBeUndefined();
});
