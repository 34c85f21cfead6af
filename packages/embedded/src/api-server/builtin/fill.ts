import { clone, isObject, type Json, type JsonObject } from '../json.ts';

/** Defaults for the objects at one path; a function is given the object it fills. */
export type Defaults = Readonly<Record<string, Json | ((parent: JsonObject) => Json | undefined)>>;

/** A path to objects and what is missing in them: `['spec.containers[]', { terminationMessagePolicy: 'File' }]`. */
export type DefaultRule = readonly [path: string, defaults: Defaults];

/** Fills in defaults; paths that lead nowhere are left out. */
export function fillDefaults(object: JsonObject, rules: readonly DefaultRule[]): void {
  for (const [path, defaults] of rules) {
    for (const target of objectsAt(object, path)) {
      for (const [name, value] of Object.entries(defaults)) {
        if (target[name] !== undefined) continue;
        const filled = typeof value === 'function' ? value(target) : clone(value);
        if (filled !== undefined) target[name] = filled;
      }
    }
  }
}

/** Every object at a path, in which `[]` goes through the items of a list; the empty path is the root. */
export function objectsAt(root: JsonObject, path: string): JsonObject[] {
  let found: JsonObject[] = [root];
  for (const { name, isList } of stepsOf(path)) {
    const next: JsonObject[] = [];
    for (const parent of found) {
      const value = parent[name];
      if (!isList && isObject(value)) next.push(value);
      else if (isList && Array.isArray(value)) for (const item of value) if (isObject(item)) next.push(item);
    }
    if (next.length === 0) return next;
    found = next;
  }
  return found;
}

interface Step {
  name: string;
  isList: boolean;
}

const parsedPaths = new Map<string, readonly Step[]>();

/** The paths are those of the tables of kinds: few, and read on every write. */
function stepsOf(path: string): readonly Step[] {
  const known = parsedPaths.get(path);
  if (known) return known;
  const steps = path === '' ? [] : path.split('.').map((step) => ({ name: step.replace('[]', ''), isList: step.endsWith('[]') }));
  parsedPaths.set(path, steps);
  return steps;
}
