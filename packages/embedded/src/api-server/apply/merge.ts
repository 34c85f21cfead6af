import { clone, isObject, type Json, type JsonObject } from '../json.ts';
import { anything, type SchemaNode } from '../schema/node.ts';
import { isEmptyTree, type FieldTree } from './field-tree.ts';
import { indexItems, isAssociative, schemaOf } from './walk.ts';

/** Lays an applied configuration over the live object; the result shares nothing with either. */
export function mergeApplied(node: SchemaNode, live: Json | undefined, applied: Json | undefined): Json {
  if (applied === undefined) return clone(live ?? null);
  if (isObject(applied) && isObject(live) && node.mapType !== 'atomic') {
    const merged: JsonObject = clone(live);
    for (const name in applied) {
      if (applied[name] !== undefined) merged[name] = mergeApplied(schemaOf(node, name), live[name], applied[name]);
    }
    return merged;
  }
  if (Array.isArray(applied) && Array.isArray(live) && isAssociative(node)) return mergeItems(node, live, applied);
  return clone(applied);
}

/** The items of both lists: applied ones in their order, live ones where they stood between them. */
function mergeItems(node: SchemaNode, live: Json[], applied: Json[]): Json[] {
  const items = node.items ?? anything;
  const liveItems = indexItems(node, live);
  const appliedItems = indexItems(node, applied);
  const liveOrder = [...liveItems.keys()];
  const appliedOrder = [...appliedItems.keys()];
  const shared = appliedOrder.filter((element) => liveItems.has(element));
  const done = new Set<string>();
  const out: Json[] = [];
  const take = (element: string) => {
    out.push(mergeApplied(items, liveItems.get(element), appliedItems.get(element)));
    done.add(element);
    if (shared[0] === element) shared.shift();
  };
  let left = 0;
  let right = 0;
  while (left < liveOrder.length || right < appliedOrder.length) {
    const fromLive = liveOrder[left];
    const fromApplied = appliedOrder[right];
    if (fromLive !== undefined && !appliedItems.has(fromLive)) {
      take(fromLive);
      left += 1;
    } else if (
      fromLive !== undefined &&
      (done.has(fromLive) || (fromLive !== fromApplied && fromApplied !== undefined && shared[0] !== fromLive))
    ) {
      // Shared, but its turn comes later or has been: the applied order decides.
      left += 1;
    } else if (fromApplied !== undefined) {
      if (!done.has(fromApplied)) take(fromApplied);
      if (fromLive === fromApplied) left += 1;
      right += 1;
    } else {
      left += 1;
    }
  }
  return out;
}

/**
 * Takes out of an object, in place, what a manager has applied before and no longer does, unless someone else owns it.
 * `released` are the paths applied before, `owned` those that anyone owns now.
 */
export function removeReleased(node: SchemaNode, value: Json | undefined, released: FieldTree, owned: FieldTree | undefined): void {
  if (isObject(value)) {
    for (const [element, before] of released.children) {
      if (!element.startsWith('f:')) continue;
      const name = element.slice(2);
      const now = owned?.children.get(element);
      if (value[name] === undefined) continue;
      if (isEmptyTree(now)) Reflect.deleteProperty(value, name);
      else removeReleased(schemaOf(node, name), value[name], before, now);
    }
  } else if (Array.isArray(value) && isAssociative(node)) {
    const gone = new Set<Json>();
    for (const [element, item] of indexItems(node, value)) {
      const before = released.children.get(element);
      if (!before) continue;
      const now = owned?.children.get(element);
      if (isEmptyTree(now) && before.isMember) gone.add(item);
      else removeReleased(node.items ?? anything, item, before, now);
    }
    if (gone.size > 0) value.splice(0, value.length, ...value.filter((item) => !gone.has(item)));
  }
}
