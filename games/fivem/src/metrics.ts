import type { FiveMTicks } from '@gse/protocols';
import type { MetricSample, MetricSpec } from '@gse/sdk';
import type { FiveMContext } from './context.ts';

/** Threads by their name on the server: what they do, and how long one tick of theirs may take before players notice. */
const THREADS: Readonly<Record<string, { readonly name: string; readonly words: string; readonly slowSeconds: number }>> = {
  svMain: { name: 'main', words: 'the scripts (20 ticks a second)', slowSeconds: 0.05 },
  svNetwork: { name: 'network', words: 'the network (100 ticks a second)', slowSeconds: 0.01 },
  svSync: { name: 'sync', words: 'OneSync', slowSeconds: 0.05 },
};

/** Every figure the game may tell, in the order that dashboards show them. */
export const metricList: readonly MetricSpec[] = [
  { name: 'resources_started', title: 'Resources that run' },
  ...Object.values(THREADS).flatMap(({ name, words }) => [
    { name: `ticks_${name}_total`, title: `Ticks: ${words}` },
    { name: `ticks_${name}_seconds_total`, title: `Time in ticks: ${words}` },
    { name: `tick_${name}_average_seconds`, title: `Average tick: ${words}` },
    { name: `tick_${name}_p95_seconds`, title: `95 of 100 ticks are shorter: ${words}` },
    { name: `ticks_${name}_slow_total`, title: `Slow ticks: ${words}` },
  ]),
];

/** How long the ticks of the server take, and how many resources run. */
export async function metrics({ http, signal }: FiveMContext): Promise<readonly MetricSample[]> {
  const [ticks, { resources }] = await Promise.all([http.perf({ signal }), http.info({ signal })]);
  return [
    { name: 'resources_started', value: resources.length, help: 'Resources that run' },
    ...ticks.flatMap((thread) => tickSamples(thread)),
  ];
}

/** Figures of one thread since the start of the server; the totals are for rates over any span. */
export function tickSamples({ thread, count, sumSeconds, buckets }: FiveMTicks): readonly MetricSample[] {
  const known = THREADS[thread];
  if (known === undefined || count <= 0) return [];
  const { name, words, slowSeconds } = known;
  const inTime = buckets.findLast(({ atMostSeconds }) => atMostSeconds <= slowSeconds)?.count;
  const p95 = buckets.find((bucket) => bucket.count >= 0.95 * count && Number.isFinite(bucket.atMostSeconds))?.atMostSeconds;
  return [
    { name: `ticks_${name}_total`, value: count, help: `Ticks of ${words} since the start` },
    { name: `ticks_${name}_seconds_total`, value: sumSeconds, help: `Time that ticks of ${words} took since the start` },
    { name: `tick_${name}_average_seconds`, value: sumSeconds / count, help: `Average duration of a tick of ${words} since the start` },
    ...(p95 === undefined
      ? []
      : [{ name: `tick_${name}_p95_seconds`, value: p95, help: `95 of 100 ticks of ${words} took at most this since the start` }]),
    ...(inTime === undefined
      ? []
      : [
          {
            name: `ticks_${name}_slow_total`,
            value: Math.max(0, count - inTime),
            help: `Ticks of ${words} that took longer than ${slowSeconds * 1000} ms since the start`,
          },
        ]),
  ];
}
