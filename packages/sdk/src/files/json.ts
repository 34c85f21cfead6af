import { FileEditError } from '../errors.ts';
import type { FilePatch, ManagedValue } from './patch.ts';

/**
 * Sets keys of a JSON object. Objects merge, arrays and scalars are replaced, `null` removes; key order and the file's
 * indentation stay. JSON has no comments; games that want some use keys such as `_comment`, which stay too.
 */
export function editJson(current: string, set: FilePatch['set'], path: string): string {
  let parsed: unknown = {};
  if (current.trim() !== '') {
    try {
      parsed = JSON.parse(current.replace(/^\uFEFF/, ''));
    } catch (cause) {
      throw new FileEditError(path, 'is not valid JSON; mend it or delete it, and a new one is written', { cause });
    }
  }
  if (!isRecord(parsed)) throw new FileEditError(path, 'is not a JSON object; mend it or delete it, and a new one is written');
  const merged = merge(parsed, set);
  if (current.trim() !== '' && JSON.stringify(merged) === JSON.stringify(parsed)) return current;
  const indent = /^\s*\{\r?\n([ \t]+)/.exec(current)?.[1] ?? '  ';
  return `${JSON.stringify(merged, null, indent)}\n`;
}

function merge(target: Record<string, unknown>, set: Readonly<Record<string, ManagedValue>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...target };
  for (const [key, value] of Object.entries(set)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else if (isManagedObject(value)) {
      const existing = result[key];
      define(result, key, merge(isRecord(existing) ? existing : {}, value));
    } else define(result, key, value);
  }
  return result;
}

/** Own property even for `__proto__`, which plain assignment would take as the prototype. */
function define(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isManagedObject(value: ManagedValue): value is { readonly [key: string]: ManagedValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
