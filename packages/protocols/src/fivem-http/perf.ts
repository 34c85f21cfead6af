import { FiveMHttpError } from '../errors.ts';
import type { FiveMTicks } from './documents.ts';

const MAX_LINES = 10_000;
const MAX_THREADS = 32;
const MAX_BUCKETS = 64;

/** A line such as `tickTime_bucket{name="svMain",le="0.005"} 1234`. */
const SAMPLE = /^tickTime_(bucket|sum|count)\{([^{}]{0,200})\} (\d[\d.e+-]{0,40})$/;

/**
 * Reads the tick times in `/perf/`, which is written as Prometheus wants it. Other figures are passed over, and so is a thread
 * whose histogram is not whole. Throws `FiveMHttpError` when there is no line of that kind at all.
 */
export function readFiveMPerf(text: string): readonly FiveMTicks[] {
  const threads = new Map<string, { count?: number; sum?: number; buckets: { atMostSeconds: number; count: number }[] }>();
  let isPrometheus = false;
  for (const line of text.split('\n', MAX_LINES)) {
    isPrometheus ||= /^(?:# (?:HELP|TYPE) |[A-Za-z_:][\w:]*(?:\{[^}]*\})? [-+\d.NI])/.test(line);
    const [, kind, labels = '', figure = ''] = SAMPLE.exec(line.trim()) ?? [];
    const value = Number(figure);
    const name = label(labels, 'name');
    if (kind === undefined || name === undefined || !Number.isFinite(value)) continue;
    const thread = threads.get(name) ?? { buckets: [] };
    if (!threads.has(name) && threads.size >= MAX_THREADS) continue;
    threads.set(name, thread);
    if (kind === 'count') thread.count = value;
    else if (kind === 'sum') thread.sum = value;
    else {
      const limit = label(labels, 'le') ?? '';
      const atMostSeconds = limit === '+Inf' || limit === 'Inf' ? Infinity : /^\d[\d.e+-]*$/.test(limit) ? Number(limit) : NaN;
      if (!Number.isNaN(atMostSeconds) && thread.buckets.length < MAX_BUCKETS) thread.buckets.push({ atMostSeconds, count: value });
    }
  }
  if (!isPrometheus) throw new FiveMHttpError('protocol', 'The server sent figures that are not in the format of Prometheus.');
  return [...threads].flatMap(([thread, { count, sum, buckets }]) =>
    count === undefined || sum === undefined
      ? []
      : [{ thread, count, sumSeconds: sum, buckets: buckets.toSorted((a, b) => a.atMostSeconds - b.atMostSeconds) }],
  );
}

function label(labels: string, name: string): string | undefined {
  for (const pair of labels.split(',')) {
    const [, key, value] = /^\s*(\w{1,40})="([^"]{0,60})"\s*$/.exec(pair) ?? [];
    if (key === name) return value;
  }
  return undefined;
}
