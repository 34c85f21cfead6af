import type { Figures } from './measure.ts';

interface Row {
  readonly title: string;
  readonly value: (figures: Figures) => number | undefined;
  readonly unit?: string;
}

const rows: readonly Row[] = [
  { title: 'order → StatefulSet, one by one: median', unit: 'ms', value: ({ paced }) => paced.latencyMs.median },
  { title: 'order → StatefulSet, one by one: p99', unit: 'ms', value: ({ paced }) => paced.latencyMs.p99 },
  { title: 'all at once: servers a second', value: ({ storm }) => storm.perSecond },
  { title: 'all at once: all there after', unit: 's', value: ({ storm }) => storm.seconds },
  { title: 'all at once: median wait', unit: 'ms', value: ({ storm }) => storm.latencyMs.median },
  { title: 'all at once: p99 wait', unit: 'ms', value: ({ storm }) => storm.latencyMs.p99 },
  { title: 'requests of the operator per server', value: ({ storm }) => storm.requestsPerServer },
  { title: 'CPU of the operator', unit: 's', value: ({ storm }) => storm.cpuSeconds },
  { title: 'CPU of the API server', unit: 's', value: ({ storm }) => storm.apiServerCpuSeconds },
  { title: 'memory at the end', unit: 'MiB', value: ({ storm }) => storm.residentMiB },
  { title: 'memory at most', unit: 'MiB', value: ({ storm }) => storm.peakMiB },
  { title: 'at rest: requests a minute', value: ({ rest }) => rest.requestsPerMinute },
  { title: 'at rest: requests per server in 5 minutes', value: ({ rest }) => rest.requestsPerServerIn5Minutes },
  { title: 'at rest: CPU', unit: '% of a core', value: ({ rest }) => rest.cpuPercentOfOneCore },
  { title: 'churn: changes a second', value: ({ churn }) => churn?.changesPerSecond },
  { title: 'churn: requests a minute', value: ({ churn }) => churn?.requestsPerMinute },
  { title: 'churn: CPU', unit: '% of a core', value: ({ churn }) => churn?.cpuPercentOfOneCore },
  { title: 'churn: memory at most', unit: 'MiB', value: ({ churn }) => churn?.peakMiB },
  { title: 'after a restart: quiet after', unit: 's', value: ({ restart }) => restart?.quietAfterSeconds },
  { title: 'after a restart: requests', value: ({ restart }) => restart?.requests },
  { title: 'after a restart: writes', value: ({ restart }) => restart?.writes },
  { title: 'after a restart: memory at most', unit: 'MiB', value: ({ restart }) => restart?.peakMiB },
];

/** The figures as lines; with two operators side by side, and the first one's share of the second's. */
export function table(all: readonly Figures[]): string[] {
  const [ours, peer] = all;
  const head = ['', ...all.map(({ operator }) => operator), ...(peer ? ['ratio'] : []), ''];
  const lines = rows.flatMap(({ title, unit, value }) => {
    const values = all.map(value);
    if (values.every((each) => each === undefined)) return [];
    const ratio = peer && ours ? [share(value(ours), value(peer))] : [];
    return [[title, ...values.map(shown), ...ratio, unit ?? '']];
  });
  const width = Math.max(...rows.map(({ title }) => title.length));
  return [head, ...lines].map(([title = '', ...cells]) =>
    `${title.padEnd(width)}${cells.map((cell) => cell.padStart(10)).join('')}`.trimEnd(),
  );
}

/** Figures without digits that mean nothing. */
export function rounded<T>(figures: T): T {
  return JSON.parse(
    JSON.stringify(figures, (_, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value)),
  ) as T;
}

function shown(value: number | undefined): string {
  if (value === undefined) return '–';
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2);
}

function share(ours: number | undefined, peer: number | undefined): string {
  return ours === undefined || peer === undefined || peer === 0 ? '' : (ours / peer).toFixed(2);
}
