import { createHash } from 'node:crypto';

/** Hash of settings, the same whatever the order of their keys; how operator and agent tell whether two sets differ. */
export function settingsHash(settings: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(canonicalJson(settings)).digest('hex').slice(0, 32);
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
