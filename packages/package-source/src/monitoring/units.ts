/** Ends of names, the longest first, and what Grafana calls their units. */
const UNITS: readonly (readonly [end: string, unit: string])[] = [
  ['_bytes_per_second', 'Bps'],
  ['_per_second', 'short'],
  ['_seconds', 's'],
  ['_bytes', 'bytes'],
  ['_ratio', 'percentunit'],
  ['_percent', 'percent'],
];

/** How a figure of this name is shown: the expression over its series, and Grafana's name of the unit. */
export function shown(name: string, series: string): { readonly expr: string; readonly unit: string } {
  const most = (of: string): string => `max by (namespace, server) (${of})`;
  if (name.endsWith('_timestamp_seconds')) return { expr: `${most(series)} * 1000`, unit: 'dateTimeFromNow' };
  // Seconds spent in a second are a share of it.
  if (name.endsWith('_seconds_total')) return { expr: most(`rate(${series}[$__rate_interval])`), unit: 'percentunit' };
  if (name.endsWith('_total')) return { expr: most(`rate(${series}[$__rate_interval])`), unit: 'cps' };
  return { expr: most(series), unit: UNITS.find(([end]) => name.endsWith(end))?.[1] ?? 'short' };
}
