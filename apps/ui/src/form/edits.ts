import { isRecord } from './schema.ts';

/** The wish for a server as it stands: what is absent has its default. */
export type Spec = Readonly<Record<string, unknown>>;

/** What somebody has changed in a form and not yet sent. */
interface Edit {
  /** The new value; absent: the default. */
  readonly value?: unknown;
  /** What the spec said when the edit began; absent: nothing. */
  readonly was?: unknown;
}

/**
 * Edits by path. A path has one or two steps, such as `size` or `settings.maxPlayers`; what is deeper belongs to one value.
 * Edits lie over the spec, which may change meanwhile, so that nobody's work is overwritten unseen.
 */
export type Edits = Readonly<Record<string, Edit>>;

/** What the spec itself says at a path; undefined: nothing. */
export function ownValue(spec: Spec, path: string): unknown {
  const [head, name] = steps(path);
  const own = Object.hasOwn(spec, head) ? spec[head] : undefined;
  if (name === undefined) return own;
  return isRecord(own) && Object.hasOwn(own, name) ? own[name] : undefined;
}

/** What a form shows at a path: the edit, or what the spec says, or the default. */
export function shownValue(spec: Spec, edits: Edits, path: string, fallback: unknown): unknown {
  const edit = edits[path];
  const own = edit === undefined ? ownValue(spec, path) : edit.value;
  return own ?? fallback;
}

/**
 * The edits after a value was entered. Entering what stands there anyway is no edit; entering the default leaves the
 * field out of the spec, so that orders stay short.
 */
export function withEdit(spec: Spec, edits: Edits, path: string, value: unknown, fallback: unknown): Edits {
  const own = ownValue(spec, path);
  const { [path]: before, ...others } = edits;
  if (isSame(value ?? fallback, own ?? fallback)) return others;
  const edit = { value: isSame(value, fallback) ? undefined : value, was: before === undefined ? own : before.was };
  return { ...others, [path]: edit };
}

/** The edits without that of a path. */
export function withoutEdit(edits: Edits, path: string): Edits {
  const { [path]: _, ...others } = edits;
  return others;
}

/** The spec as it would be with the edits. */
export function specWith(spec: Spec, edits: Edits): Spec {
  let result = spec;
  for (const [path, { value }] of Object.entries(edits)) {
    const [head, name] = steps(path);
    const parent = result[head];
    const next = name === undefined ? value : setOrDrop(isRecord(parent) ? parent : {}, name, value);
    const isEmptied = name !== undefined && isRecord(next) && Object.keys(next).length === 0;
    result = setOrDrop(result, head, isEmptied ? undefined : next);
  }
  return result;
}

/** What changes by the edits, as the JSON merge patch (RFC 7396) that the API takes. */
export function patchOf(spec: Spec, edits: Edits): Spec {
  return mergePatch(spec, specWith(spec, edits));
}

/** The merge patch that leads from one object to another: `null` removes, objects merge, everything else replaces. */
export function mergePatch(from: Spec, to: Spec): Spec {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(from)) if (!Object.hasOwn(to, key)) patch[key] = null;
  for (const [key, value] of Object.entries(to)) {
    const before = Object.hasOwn(from, key) ? from[key] : undefined;
    if (isSame(before, value)) continue;
    patch[key] = isRecord(before) && isRecord(value) ? mergePatch(before, value) : value;
  }
  return patch;
}

/** Edited fields that somebody else has changed since, with what they say now. */
export function conflictsOf(spec: Spec, edits: Edits): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [path, edit] of Object.entries(edits)) {
    const now = ownValue(spec, path);
    if (!isSame(now, edit.was) && !isSame(now, edit.value)) found.set(path, now);
  }
  return found;
}

/** The edits without those that the spec says by now, for instance because they were saved. The same object where nothing is left out. */
export function unsettled(spec: Spec, edits: Edits): Edits {
  const open = Object.entries(edits).filter(([path, { value }]) => !isSame(ownValue(spec, path), value));
  return open.length === Object.keys(edits).length ? edits : Object.fromEntries(open);
}

/** True for two values that are one JSON. The order of keys does not matter; that of entries does. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((entry, index) => isSame(entry, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSame(a[key], b[key]));
}

/** The field that a path belongs to: `settings.tags` for its third entry `settings.tags.2`. */
export function fieldOf(path: string): string {
  return path.split('.').slice(0, 2).join('.');
}

function steps(path: string): readonly [head: string, name: string | undefined] {
  const dot = path.indexOf('.');
  return dot < 0 ? [path, undefined] : [path.slice(0, dot), path.slice(dot + 1)];
}

function setOrDrop(record: Spec, key: string, value: unknown): Spec {
  if (value !== undefined) return { ...record, [key]: value };
  const { [key]: _, ...others } = record;
  return others;
}
