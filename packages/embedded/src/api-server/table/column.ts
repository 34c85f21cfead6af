import type { Json } from '../json.ts';
import type { ApiObject } from '../store/api-object.ts';

/** One column of `kubectl get`. */
export interface Column {
  name: string;
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  format: string;
  description: string;
  /** Above 0 it is shown with `-o wide` only. */
  priority: number;
  value(object: ApiObject, nowMs: number): Json;
}

/** A column of a built-in kind. */
export function column(name: string, value: Column['value'], options: Partial<Column> = {}): Column {
  return { name, type: 'string', format: '', description: '', priority: 0, ...options, value };
}

/** A column that `-o wide` adds. */
export function wideColumn(name: string, value: Column['value']): Column {
  return column(name, value, { priority: 1 });
}

/** The name of the object; first in every table. */
export const nameColumn = column('Name', (object) => object.metadata.name ?? '', {
  format: 'name',
  description:
    'Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names',
});

/** How long ago the object was made; last in most tables. */
export const ageColumn = column('Age', (object, nowMs) => age(object.metadata.creationTimestamp, nowMs));

/** `5m30s`, as kubectl writes ages; `<unknown>` for no time. */
export function age(since: string | undefined, nowMs: number): string {
  const start = since === undefined ? Number.NaN : Date.parse(since);
  return Number.isNaN(start) ? '<unknown>' : duration(nowMs - start);
}

/** A duration with at most two units, rounded down, as kubectl writes them. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  if (days < 365 * 2) return `${days}d`;
  const years = Math.floor(days / 365);
  if (days < 365 * 8) return days % 365 === 0 ? `${years}y` : `${years}y${days % 365}d`;
  return `${years}y`;
}
