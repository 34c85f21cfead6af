import { clone, isObject, type Json, type JsonObject } from '../json.ts';

/** JSON merge patch (RFC 7386): members replace members, null removes. Neither argument is changed. */
export function applyMergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return clone(patch);
  const merged: JsonObject = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) Reflect.deleteProperty(merged, name);
    else if (value !== undefined) merged[name] = applyMergePatch(merged[name], value);
  }
  return clone(merged);
}
