import type { MetricSample, MetricSpec } from '@gse/sdk';
import type { FactorioContext } from './context.ts';

const SECONDS: Readonly<Record<string, number>> = { day: 86_400, hour: 3600, minute: 60, second: 1 };

/** Every figure the game may tell, in the order that dashboards show them. */
export const metricList: readonly MetricSpec[] = [
  { name: 'play_time_seconds', title: 'Time played on this map' },
  { name: 'enemy_evolution_ratio', title: 'Evolution of the enemies' },
];

/** Reads `1 day, 11 hours, 1 minute and 26 seconds`, the reply to `/time`; undefined where it is something else. */
export function parsePlayTime(reply: string): number | undefined {
  if (reply.length > 200) return undefined;
  let total: number | undefined;
  for (const [, count, unit] of reply.matchAll(/\b(\d{1,9}) (day|hour|minute|second)s?\b/g)) {
    total = (total ?? 0) + Number(count) * (SECONDS[unit ?? ''] ?? 0);
  }
  return total;
}

/** Reads the first factor of the reply to `/evolution`, from 0 to 1; undefined where it is something else. */
export function parseEvolution(reply: string): number | undefined {
  if (reply.length > 2000) return undefined;
  const factor = /factor: (\d(?:\.\d{1,10})?)\b/i.exec(reply)?.[1];
  return factor !== undefined && Number(factor) <= 1 ? Number(factor) : undefined;
}

/**
 * What the game tells without Lua. Updates per second, the figure one would like most, is not among it: every script
 * command turns achievements off for the save for good.
 */
export async function metrics({ rcon, signal }: FactorioContext): Promise<readonly MetricSample[]> {
  const [time, evolution] = await Promise.all([rcon.command('/time', { signal }), rcon.command('/evolution', { signal })]);
  const samples: MetricSample[] = [];
  const seconds = parsePlayTime(time);
  if (seconds !== undefined)
    samples.push({
      name: 'play_time_seconds',
      value: seconds,
      help: 'Game time that has passed on this map; stands still while the game is paused.',
    });
  const factor = parseEvolution(evolution);
  if (factor !== undefined)
    samples.push({ name: 'enemy_evolution_ratio', value: factor, help: 'How far the enemies have evolved, from 0 to 1.' });
  return samples;
}
