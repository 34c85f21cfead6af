import type { Panel, Query } from './grafana.ts';

type Look = Partial<Pick<Panel, 'description' | 'unit' | 'isStacked' | 'most' | 'width'>>;

/** A figure that matters now. */
export function stat(title: string, expr: string, look: Look = {}): Panel {
  return { kind: 'stat', title, width: 4, height: 4, queries: [{ expr, legend: '' }], ...look };
}

/** Curves over time. */
export function curves(title: string, queries: Query | readonly Query[], look: Look = {}): Panel {
  return { kind: 'timeseries', title, width: 12, height: 8, queries: [queries].flat(), ...look };
}

/** What stands there now, line by line. */
export function table(title: string, expr: string, look: Look = {}): Panel {
  return { kind: 'table', title, width: 24, height: 8, queries: [{ expr, legend: '' }], ...look };
}
