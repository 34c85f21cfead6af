import { isEqual, isObject, valueAt, type Json } from '../json.ts';
import { fieldError, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';

/** Findings for required fields that are missing or empty: `spec.template.spec.containers[].name`. */
export function checkRequired(object: Json, paths: readonly string[]): FieldError[] {
  return paths.flatMap((path) => missingAt(object, path.split('.'), ''));
}

function missingAt(value: Json | undefined, steps: readonly string[], at: string): FieldError[] {
  const [step, ...rest] = steps;
  if (step === undefined) return isMissing(value) ? [fieldError.required(at)] : [];
  // A missing parent is the finding of another rule.
  if (!isObject(value)) return [];
  const isList = step.endsWith('[]');
  const name = isList ? step.slice(0, -2) : step;
  const path = at ? `${at}.${name}` : name;
  const member = value[name];
  if (!isList) return missingAt(member, rest, path);
  return Array.isArray(member) ? member.flatMap((item, index) => missingAt(item, rest, `${path}[${index}]`)) : [];
}

function isMissing(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) && value.length === 0;
}

/** A finding for each field that must stay as it was. */
export function checkImmutable(
  object: ApiObject,
  previous: ApiObject | undefined,
  paths: readonly string[],
  why = 'field is immutable',
): FieldError[] {
  if (!previous) return [];
  return paths.flatMap((path) => {
    const value = valueAt(object, path.split('.'));
    return isEqual(value, valueAt(previous, path.split('.'))) ? [] : [fieldError.invalid(path, value ?? null, why)];
  });
}

/** A finding when a part of the object differs in anything but the named members. */
export function checkOnlyChanges(
  object: ApiObject,
  previous: ApiObject | undefined,
  part: string,
  mayChange: readonly string[],
  why: string,
): FieldError[] {
  const before = previous?.[part];
  const after = object[part];
  if (!isObject(before) || !isObject(after)) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changed = [...names].some((name) => !mayChange.includes(name) && !isEqual(before[name], after[name]));
  return changed ? [fieldError.forbidden(part, why)] : [];
}
