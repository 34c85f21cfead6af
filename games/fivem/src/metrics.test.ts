import { expect, test } from 'vitest';
import { tickSamples } from './metrics.ts';

const BUCKETS = [
  { atMostSeconds: 0.01, count: 900 },
  { atMostSeconds: 0.05, count: 960 },
  { atMostSeconds: 0.25, count: 990 },
  { atMostSeconds: Infinity, count: 1000 },
];
const values = (samples: ReturnType<typeof tickSamples>): Record<string, number> =>
  Object.fromEntries(samples.map(({ name, value }) => [name, value]));

test('ticks of the scripts become totals, an average, a percentile and the number of slow ones', () => {
  expect(values(tickSamples({ thread: 'svMain', count: 1000, sumSeconds: 4, buckets: BUCKETS }))).toEqual({
    ticks_main_total: 1000,
    ticks_main_seconds_total: 4,
    tick_main_average_seconds: 0.004,
    tick_main_p95_seconds: 0.05,
    ticks_main_slow_total: 40,
  });
});

test('the network is slow sooner', () => {
  expect(values(tickSamples({ thread: 'svNetwork', count: 1000, sumSeconds: 4, buckets: BUCKETS }))).toMatchObject({
    ticks_network_slow_total: 100,
  });
});

test('what the game does not tell is not made up', () => {
  expect(tickSamples({ thread: 'svMain', count: 0, sumSeconds: 0, buckets: [] })).toEqual([]);
  expect(tickSamples({ thread: 'somethingElse', count: 5, sumSeconds: 1, buckets: BUCKETS })).toEqual([]);
  expect(values(tickSamples({ thread: 'svSync', count: 10, sumSeconds: 1, buckets: [{ atMostSeconds: Infinity, count: 10 }] }))).toEqual({
    ticks_sync_total: 10,
    ticks_sync_seconds_total: 1,
    tick_sync_average_seconds: 0.1,
  });
});
