import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import type { LabelTest } from './label-selector.ts';

/** Compiles a `LabelSelector` object; an empty one selects everything, none selects nothing. */
export function compileSelectorObject(selector: JsonObject | undefined): LabelTest {
  if (!selector) return () => false;
  const equal = Object.entries(objectAt(selector, 'matchLabels') ?? {});
  const rules = listAt(selector, 'matchExpressions').filter(isObject);
  return (labels) => equal.every(([key, value]) => labels[key] === value) && rules.every((rule) => matchesRule(rule, labels));
}

function matchesRule(rule: JsonObject, labels: JsonObject): boolean {
  const value = labels[stringAt(rule, 'key') ?? ''];
  const values = listAt(rule, 'values');
  switch (rule['operator']) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
