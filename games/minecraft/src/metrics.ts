import type { MetricSample, MetricSpec } from '@gse/sdk';
import { hasPlugins, run } from './context.ts';
import type { MinecraftContext } from './context.ts';

const MIB = 1024 ** 2;

/** Every figure the game may tell, in the order that dashboards show them. */
export const metricList: readonly MetricSpec[] = [
  { name: 'ticks_per_second', title: 'Ticks per second' },
  { name: 'tick_duration_average_seconds', title: 'Average tick' },
  { name: 'tick_duration_longest_seconds', title: 'Longest tick in a minute' },
  { name: 'tick_duration_p99_seconds', title: '99 of 100 ticks are shorter' },
  { name: 'game_memory_bytes', title: 'Memory by its own count' },
];

/** How fast the world turns, 20 ticks a second being full speed, and what it holds in memory. */
export async function metrics(context: MinecraftContext): Promise<readonly MetricSample[]> {
  if (hasPlugins(context.settings.flavour)) {
    const speed = await run(context, 'tps mem');
    return [...readTps(speed), ...readMspt(await run(context, 'mspt')), ...readMemory(speed)];
  }
  return readTickQuery(await run(context, 'tick query'));
}

/** Reads `tps` of Paper: averages over one, five and fifteen minutes. Purpur puts one over five seconds in front. */
export function readTps(answer: string): readonly MetricSample[] {
  const lastMinute = /TPS from last (?:5s, 1m, 5m, 15m: \*?[\d.]{1,19}, |1m, 5m, 15m: )\*?(\d{1,9}(?:\.\d{1,9})?)/.exec(answer)?.[1];
  return lastMinute === undefined ? [] : [ticksPerSecond(Number(lastMinute))];
}

/** Reads what `tps mem` of Paper adds: the used part of the heap, its size today, and the most it may take. */
export function readMemory(answer: string): readonly MetricSample[] {
  const used = /Current Memory Usage: (\d{1,9})\/\d{1,9} mb/.exec(answer)?.[1];
  return used === undefined
    ? []
    : [{ name: 'game_memory_bytes', value: Number(used) * MIB, help: 'Memory that the game uses of its heap' }];
}

/** Reads `mspt` of Paper: average, least and most over five seconds, ten seconds and a minute. */
export function readMspt(answer: string): readonly MetricSample[] {
  const [, average, longest] = /(\d{1,9}(?:\.\d{1,9})?)\/[\d.]{1,19}\/(\d{1,9}(?:\.\d{1,9})?)\s*$/.exec(answer) ?? [];
  if (average === undefined || longest === undefined) return [];
  return [
    tickDuration('average', Number(average), 'Average duration of a tick in the last minute'),
    tickDuration('longest', Number(longest), 'Longest tick in the last minute'),
  ];
}

/** Reads `tick query` of vanilla (1.20.3 and newer); older versions do not know it. */
export function readTickQuery(answer: string): readonly MetricSample[] {
  const average = /Average time per tick: (\d{1,9}(?:\.\d{1,9})?) ?ms/.exec(answer)?.[1];
  const target = /Target tick rate: (\d{1,9}(?:\.\d{1,9})?)/.exec(answer)?.[1];
  if (average === undefined || target === undefined) return [];
  const p99 = /P99: (\d{1,9}(?:\.\d{1,9})?) ?ms/.exec(answer)?.[1];
  return [
    ticksPerSecond(Math.min(Number(target), 1000 / Math.max(Number(average), 0.001))),
    tickDuration('average', Number(average), 'Average duration of a tick'),
    ...(p99 === undefined ? [] : [tickDuration('p99', Number(p99), '99 of 100 ticks are shorter than this')]),
  ];
}

function ticksPerSecond(value: number): MetricSample {
  return { name: 'ticks_per_second', value, help: 'Ticks of the world per second; 20 is full speed' };
}

function tickDuration(which: string, milliseconds: number, help: string): MetricSample {
  return { name: `tick_duration_${which}_seconds`, value: milliseconds / 1000, help };
}
