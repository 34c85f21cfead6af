import { clone, isEqual, isObject, type Json } from '../json.ts';

/** A patch that does not fit the document it is applied to. */
export class JsonPatchError extends Error {
  override name = 'JsonPatchError';
}

const maxOperations = 10_000;

/** JSON patch (RFC 6902). The document is not changed. Throws {@link JsonPatchError}. */
export function applyJsonPatch(document: Json, patch: Json): Json {
  if (!Array.isArray(patch)) throw new JsonPatchError('a JSON patch is a list of operations');
  if (patch.length > maxOperations)
    throw new JsonPatchError(`The allowed maximum operations in a JSON patch is ${maxOperations}, got ${patch.length}`);
  // The document is put into a list, so that its root is a place like any other.
  const root: Json[] = [clone(document)];
  for (const operation of patch) run(root, operation);
  return root[0] ?? null;
}

function run(root: Json[], operation: Json): void {
  if (!isObject(operation)) throw new JsonPatchError('an operation of a JSON patch is an object');
  const { op, path, from, value } = operation;
  if (typeof path !== 'string') throw new JsonPatchError('an operation of a JSON patch needs a path');
  const needsValue = (): Json => {
    if (value === undefined) throw new JsonPatchError(`${String(op)} operation does not have a value: ${path}`);
    return clone(value);
  };
  const needsFrom = (): string => {
    if (typeof from !== 'string') throw new JsonPatchError(`${String(op)} operation does not have a from: ${path}`);
    return from;
  };
  switch (op) {
    case 'add':
      return add(root, path, needsValue());
    case 'remove':
      remove(root, path);
      return;
    case 'replace':
      return replace(root, path, needsValue());
    case 'move': {
      if (path.startsWith(`${needsFrom()}/`)) throw new JsonPatchError(`cannot move ${needsFrom()} into itself`);
      return add(root, path, remove(root, needsFrom()));
    }
    case 'copy':
      return add(root, path, clone(read(root, needsFrom())));
    case 'test':
      if (!isEqual(find(root, path), value)) throw new JsonPatchError(`testing value ${path} failed: test failed`);
      return;
    default:
      throw new JsonPatchError(`Unexpected kind: ${String(op)}`);
  }
}

interface Place {
  parent: Json;
  key: string;
}

/** The container and key a pointer names; the container must exist. */
function place(root: Json[], pointer: string): Place {
  if (pointer !== '' && !pointer.startsWith('/')) throw new JsonPatchError(`a path starts with "/": ${pointer}`);
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let parent: Json = root;
  let key = '0';
  for (const next of keys) {
    const child = childOf(parent, key);
    if (!isObject(child) && !Array.isArray(child)) throw new JsonPatchError(`doc is missing path: ${pointer}: missing value`);
    parent = child;
    key = next;
  }
  if (key === '__proto__') throw new JsonPatchError('the key "__proto__" is not allowed');
  return { parent, key };
}

function indexIn(list: Json[], key: string, limit: number): number {
  const index = key === '-' ? list.length : Number(key);
  if (!/^(?:0|[1-9]\d*|-)$/.test(key) || index > limit) throw new JsonPatchError(`Unable to access invalid index: ${key}`);
  return index;
}

function childOf(parent: Json, key: string): Json | undefined {
  if (Array.isArray(parent)) return /^\d+$/.test(key) ? parent[Number(key)] : undefined;
  return isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
}

function find(root: Json[], pointer: string): Json | undefined {
  const { parent, key } = place(root, pointer);
  return childOf(parent, key);
}

function read(root: Json[], pointer: string): Json {
  const value = find(root, pointer);
  if (value === undefined) throw new JsonPatchError(`the path ${pointer} does not exist: missing value`);
  return value;
}

function add(root: Json[], pointer: string, value: Json): void {
  const { parent, key } = place(root, pointer);
  if (parent === root) root[0] = value;
  else if (Array.isArray(parent)) parent.splice(indexIn(parent, key, parent.length), 0, value);
  else if (isObject(parent)) parent[key] = value;
}

/** In an object there may be nothing yet: the library that Kubernetes uses does not mind. */
function replace(root: Json[], pointer: string, value: Json): void {
  const { parent } = place(root, pointer);
  if (parent === root || Array.isArray(parent)) remove(root, pointer);
  add(root, pointer, value);
}

function remove(root: Json[], pointer: string): Json {
  const value = find(root, pointer);
  const { parent, key } = place(root, pointer);
  if (value === undefined) throw new JsonPatchError(`remove operation does not apply: doc is missing path: ${pointer}: missing value`);
  if (Array.isArray(parent) && parent !== root) parent.splice(indexIn(parent, key, parent.length - 1), 1);
  else if (isObject(parent)) Reflect.deleteProperty(parent, key);
  return value;
}
