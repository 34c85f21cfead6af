import { clone, isEqual, isObject, type Json, type JsonObject } from '../json.ts';
import { memberOf, type SchemaNode } from '../schema/node.ts';

/** A strategic merge patch that cannot be applied. */
export class StrategicPatchError extends Error {
  override name = 'StrategicPatchError';
}

const directive = '$patch';
const deletePrefix = '$deleteFromPrimitiveList/';
const orderPrefix = '$setElementOrder/';
const retainKeys = '$retainKeys';

/**
 * Strategic merge patch: like a merge patch, but lists that the schema marks are merged item by item, by their merge key.
 * Neither argument is changed. Throws {@link StrategicPatchError}.
 */
export function applyStrategicPatch(node: SchemaNode | undefined, target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return clone(patch);
  return mergeObject(node, isObject(target) ? target : {}, patch);
}

function mergeObject(node: SchemaNode | undefined, target: JsonObject, patch: JsonObject): JsonObject {
  const asked = patch[directive];
  if (asked === 'replace') return without(patch, [directive]);
  if (asked === 'delete') return {};
  if (asked !== undefined && asked !== 'merge') throw new StrategicPatchError(`invalid $patch value: ${String(asked)}`);
  const merged: JsonObject = clone(target);
  const kept = patch[retainKeys];
  if (Array.isArray(kept)) {
    for (const name of Object.keys(merged)) if (!kept.includes(name)) Reflect.deleteProperty(merged, name);
  }
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || name === directive || name === retainKeys) continue;
    if (name.startsWith(deletePrefix)) deleteValues(merged, name.slice(deletePrefix.length), value);
    else if (name.startsWith(orderPrefix)) continue;
    else if (value === null) Reflect.deleteProperty(merged, name);
    else merged[name] = mergeMember(node && memberOf(node, name), merged[name], value);
  }
  for (const [name, order] of Object.entries(patch)) {
    if (!name.startsWith(orderPrefix) || !Array.isArray(order)) continue;
    const list = name.slice(orderPrefix.length);
    setOrder(node && memberOf(node, list), merged, list, order);
  }
  return merged;
}

function mergeMember(node: SchemaNode | undefined, target: Json | undefined, patch: Json): Json {
  if (isObject(patch)) {
    if (node?.patchStrategy.includes('replace')) return without(patch, [directive, retainKeys]);
    return mergeObject(node, isObject(target) ? target : {}, patch);
  }
  if (!Array.isArray(patch)) return clone(patch);
  const isReplacing = patch.some((item) => isObject(item) && item[directive] === 'replace');
  if (!node?.patchStrategy.includes('merge') || isReplacing) {
    return clone(patch.filter((item) => !isObject(item) || item[directive] === undefined));
  }
  const current = Array.isArray(target) ? target : [];
  return node.patchMergeKey === undefined ? mergeValues(current, patch) : mergeItems(node, node.patchMergeKey, current, patch);
}

function mergeValues(target: readonly Json[], patch: readonly Json[]): Json[] {
  const added = patch.filter((value) => !target.some((other) => isEqual(other, value)));
  return clone([...target, ...added]);
}

function mergeItems(node: SchemaNode, key: string, target: readonly Json[], patch: readonly Json[]): Json[] {
  let merged = clone([...target]);
  for (const item of patch) {
    if (!isObject(item)) throw new StrategicPatchError('a list that is merged by key has objects as items');
    const identity = item[key];
    if (identity === undefined) throw new StrategicPatchError(`map: ${JSON.stringify(item)} does not contain declared merge key: ${key}`);
    const index = merged.findIndex((other) => isObject(other) && isEqual(other[key], identity));
    const found = merged[index];
    if (item[directive] === 'delete') merged = merged.filter((other) => !isObject(other) || !isEqual(other[key], identity));
    else if (isObject(found)) merged[index] = mergeObject(node.items, found, item);
    else merged.push(mergeObject(node.items, {}, item));
  }
  return merged;
}

function deleteValues(merged: JsonObject, name: string, values: Json): void {
  const list = merged[name];
  if (!Array.isArray(list) || !Array.isArray(values)) return;
  merged[name] = list.filter((value) => !values.some((gone) => isEqual(gone, value)));
}

/** Items that the order names take it; the others stay behind the one they followed. */
function setOrder(node: SchemaNode | undefined, merged: JsonObject, name: string, order: readonly Json[]): void {
  const list = merged[name];
  if (!Array.isArray(list)) return;
  const key = node?.patchMergeKey;
  const identity = (value: Json): Json | undefined => (key !== undefined && isObject(value) ? value[key] : value);
  const rank = (value: Json): number => order.findIndex((wanted) => isEqual(identity(wanted), identity(value)));
  const ordered = list.filter((value) => rank(value) >= 0).sort((left, right) => rank(left) - rank(right));
  const result: Json[] = [...ordered];
  list.forEach((value, index) => {
    if (rank(value) >= 0) return;
    const before = list.slice(0, index).findLast((other) => result.includes(other));
    result.splice(before === undefined ? 0 : result.indexOf(before) + 1, 0, value);
  });
  merged[name] = result;
}

function without(object: JsonObject, names: readonly string[]): JsonObject {
  const copy = clone(object);
  for (const name of names) Reflect.deleteProperty(copy, name);
  return copy;
}
