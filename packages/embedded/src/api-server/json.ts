/** Any JSON value. Absent object members read as `undefined`. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json | undefined;
}

/** Whether a value is a JSON object: neither null nor an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under a key, or undefined when there is none or it is something else. */
export function objectAt(parent: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = parent?.[key];
  return isObject(value) ? value : undefined;
}

/** The list under a key; empty when there is none or it is something else. */
export function listAt(parent: JsonObject | undefined, key: string): Json[] {
  const value = parent?.[key];
  return Array.isArray(value) ? value : [];
}

/** The string under a key, or undefined when there is none or it is something else. */
export function stringAt(parent: JsonObject | undefined, key: string): string | undefined {
  const value = parent?.[key];
  return typeof value === 'string' ? value : undefined;
}

/** The object under a key, made when it is missing. */
export function ensureObject(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  if (isObject(value)) return value;
  const made: JsonObject = {};
  parent[key] = made;
  return made;
}

/** The value at a path of keys. */
export function valueAt(root: Json | undefined, path: readonly string[]): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path) {
    if (!isObject(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** Sets the value at a path of keys; objects on the way are made. */
export function setAt(root: JsonObject, path: readonly string[], value: Json): void {
  let parent = root;
  for (const key of path.slice(0, -1)) parent = ensureObject(parent, key);
  const last = path.at(-1);
  if (last !== undefined) parent[last] = value;
}

/** A deep copy that shares nothing with the original. */
export function clone<T extends Json | undefined>(value: T): T;
export function clone(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => clone(item));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key in value) {
    const member = value[key];
    if (member !== undefined) copy[key] = clone(member);
  }
  return copy;
}

/** Deep equality; the order of keys does not matter, absent and undefined are the same. */
export function isEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  for (const key in left) if (!isEqual(left[key], right[key])) return false;
  for (const key in right) if (right[key] !== undefined && left[key] === undefined) return false;
  return true;
}

/** JSON with sorted keys, so that equal values give equal text. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort();
  return `{${members.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

/** What may spell the one dangerous key, escaped or not. */
const suspicious = /__proto__|\\u00[57]/i;

/** Parses text from outside; keys that would touch a prototype are refused. Throws SyntaxError. */
export function parseJson(text: string): Json {
  // A reviver makes parsing several times slower, and almost no text needs one.
  if (!suspicious.test(text)) return JSON.parse(text) as Json;
  return JSON.parse(text, (key, value: Json) => {
    if (key === '__proto__') throw new SyntaxError('the key "__proto__" is not allowed');
    return value;
  }) as Json;
}
