import { isObject, listAt, objectAt, stringAt, valueAt, type Json, type JsonObject } from '../json.ts';
import type { ApiObject } from '../store/api-object.ts';
import { wideColumn, type Column } from './column.ts';

/** The text at a path, or a placeholder. */
export function textAt(object: JsonObject, path: string, fallback = ''): string {
  const value = valueAt(object, path.split('.'));
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : fallback;
}

/** The number at a path, or 0. */
export function countAt(object: JsonObject, path: string): number {
  const value = valueAt(object, path.split('.'));
  return typeof value === 'number' ? value : 0;
}

/** `app=web,tier=front`, or `<none>`. */
export function labelText(labels: JsonObject | undefined): string {
  const pairs = Object.entries(labels ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort();
  return pairs.length > 0 ? pairs.join(',') : '<none>';
}

/** A LabelSelector in its text form, or `<none>`. */
export function selectorText(selector: JsonObject | undefined): string {
  const equal = Object.entries(objectAt(selector, 'matchLabels') ?? {})
    .map(([key, value]) => `${key}=${String(value)}`)
    .sort();
  const others = listAt(selector, 'matchExpressions')
    .filter(isObject)
    .map((rule) => {
      const key = stringAt(rule, 'key') ?? '';
      const values = listAt(rule, 'values').map(String).join(',');
      switch (rule['operator']) {
        case 'In':
          return `${key} in (${values})`;
        case 'NotIn':
          return `${key} notin (${values})`;
        case 'Exists':
          return key;
        default:
          return `!${key}`;
      }
    });
  return [...equal, ...others].join(',') || '<none>';
}

const accessModeNames: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};

/** `RWO,RWX`. */
export function accessModes(modes: Json[]): string {
  return modes.map((mode) => accessModeNames[String(mode)] ?? String(mode)).join(',');
}

/** The wide columns that name a workload's containers and images. */
export const workloadColumns: readonly Column[] = [
  wideColumn('Containers', (object) => templateContainers(object, 'name')),
  wideColumn('Images', (object) => templateContainers(object, 'image')),
];

function templateContainers(object: ApiObject, member: string): string {
  return listAt(objectAt(objectAt(objectAt(object, 'spec'), 'template'), 'spec'), 'containers')
    .filter(isObject)
    .map((container) => stringAt(container, member) ?? '')
    .join(',');
}
