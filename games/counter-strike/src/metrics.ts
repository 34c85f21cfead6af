import type { MetricSample, MetricSpec } from '@gse/sdk';
import { run, type CounterStrikeContext } from './context.ts';
import { askReport } from './report.ts';

const FIGURES: Readonly<Record<string, readonly [name: string, help: string]>> = {
  frameMedian: ['frame_time_median_seconds', 'Time a frame of the game takes; half of them take less. There are 64 in a second'],
  frame95: ['frame_time_p95_seconds', '95 of 100 frames take less than this; over 0.0156 players notice'],
  frameMax: ['frame_time_longest_seconds', 'The longest frame'],
  lossMax: ['network_loss_ratio', 'Share of packets lost on the way to the player with the worst connection'],
  hibernating: ['hibernating', '1 while the game sleeps because nobody plays'],
  uptime: ['uptime_seconds', 'How long the game runs'],
};

/** Every figure the game may tell, in the order that dashboards show them. */
export const metricList: readonly MetricSpec[] = [
  { name: 'bots', title: 'Bots' },
  { name: 'frames_per_second', title: 'Frames per second' },
  { name: 'frame_time_median_seconds', title: 'Median frame' },
  { name: 'frame_time_p95_seconds', title: '95 of 100 frames are shorter' },
  { name: 'frame_time_longest_seconds', title: 'Longest frame' },
  { name: 'network_loss_ratio', title: 'Packets lost to the worst connection' },
  { name: 'cpu_percent', title: 'Processor' },
  { name: 'hibernating', title: 'Sleeps because nobody plays' },
  { name: 'uptime_seconds', title: 'Time since the start' },
];

/** What the game tells of how it runs. */
export async function metrics(context: CounterStrikeContext): Promise<readonly MetricSample[]> {
  if (context.settings.edition !== 'cs2') return readStats(await run(context, 'stats'));
  const report = await askReport(context);
  if (report === undefined) return [];
  return [
    { name: 'bots', value: report.bots, help: 'Bots that play, not counted as players' },
    ...Object.entries(report.figures).flatMap(([key, value]) => {
      const [name, help] = FIGURES[key] ?? [];
      return name === undefined || help === undefined ? [] : [{ name, value, help }];
    }),
  ];
}

/** Reads the table that `stats` of older games prints: a line of headings and a line of figures. */
export function readStats(answer: string): readonly MetricSample[] {
  const [head = '', figures = ''] = answer.split('\n').filter((line) => line.trim() !== '');
  const names = head.trim().split(/\s+/);
  const values = figures.trim().split(/\s+/).map(Number);
  const of = (name: string): number | undefined => values[names.indexOf(name)];
  const samples = [
    { name: 'frames_per_second', value: of('FPS'), help: 'Frames of the game in a second; 64 or 128 is full speed' },
    { name: 'cpu_percent', value: of('CPU'), help: 'Share of a processor that the game uses' },
  ];
  return samples.flatMap(({ name, value, help }) => (value !== undefined && Number.isFinite(value) ? [{ name, value, help }] : []));
}
