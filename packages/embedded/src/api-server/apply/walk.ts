import { canonical, isEqual, isObject, type Json, type JsonObject } from '../json.ts';
import { anything, itemKey, memberOf, type SchemaNode } from '../schema/node.ts';
import { emptyTree, insertPath, type FieldPath, type FieldTree } from './field-tree.ts';

/** What changed between two states of an object, as sets of paths. */
export interface Comparison {
  added: FieldTree;
  modified: FieldTree;
  removed: FieldTree;
}

/** The schema of a member; what the schema does not know is taken as it is. */
export function schemaOf(node: SchemaNode, key: string): SchemaNode {
  return memberOf(node, key) ?? anything;
}

/** Whether items of the list are told apart, so that different managers may own different items. */
export function isAssociative(node: SchemaNode): boolean {
  return node.listType !== 'atomic';
}

/** The path element of a list item. */
function itemElement(node: SchemaNode, item: Json, index: number): string {
  if (node.listType === 'set') return `v:${canonical(item)}`;
  return isObject(item) ? `k:${canonical(itemKey(node, item))}` : `i:${index}`;
}

/** Items of a list by their path element, in order; of equal ones the first. */
export function indexItems(node: SchemaNode, list: readonly Json[]): Map<string, Json> {
  const items = new Map<string, Json>();
  list.forEach((item, index) => {
    const element = itemElement(node, item, index);
    if (!items.has(element)) items.set(element, item);
  });
  return items;
}

/** Every path that a configuration states. */
export function fieldsOf(node: SchemaNode, value: Json): FieldTree {
  const tree = emptyTree();
  collect(node, value, tree);
  return tree;
}

function collect(node: SchemaNode, value: Json, tree: FieldTree): void {
  if (Array.isArray(value) && isAssociative(node)) {
    if (value.length === 0) tree.isMember = true;
    for (const [element, item] of indexItems(node, value)) {
      const child = emptyTree();
      collect(node.items ?? anything, item, child);
      child.isMember = true;
      tree.children.set(element, child);
    }
  } else if (isObject(value) && node.mapType !== 'atomic') {
    const names = Object.keys(value).filter((name) => value[name] !== undefined);
    if (names.length === 0) tree.isMember = true;
    for (const name of names) {
      const child = emptyTree();
      collect(schemaOf(node, name), value[name] ?? null, child);
      if (!node.properties?.has(name)) child.isMember = true;
      tree.children.set(`f:${name}`, child);
    }
  } else {
    tree.isMember = true;
  }
}

/** What a change added, modified and removed. */
export function compare(node: SchemaNode, before: Json | undefined, after: Json | undefined): Comparison {
  const comparison: Comparison = { added: emptyTree(), modified: emptyTree(), removed: emptyTree() };
  compareAt(node, before, after, [], comparison);
  comparison.added.isMember = false;
  return comparison;
}

function compareAt(node: SchemaNode, before: Json | undefined, after: Json | undefined, path: FieldPath, out: Comparison): void {
  if (before === after) return;
  const isMap = isContainer(isObject, before, after) && node.mapType !== 'atomic';
  const isList = isContainer(Array.isArray, before, after) && isAssociative(node);
  if (!(isMap || isList) || (isEmptyValue(before) && isEmptyValue(after))) {
    if (before === undefined) insertPath(out.added, path);
    else if (after === undefined) insertPath(out.removed, path);
    else if (!isEqual(before, after)) insertPath(out.modified, path);
    return;
  }
  if (isMap) compareMembers(node, isObject(before) ? before : undefined, isObject(after) ? after : undefined, path, out);
  else compareItems(node, Array.isArray(before) ? before : [], Array.isArray(after) ? after : [], path, out);
  if (before === undefined) insertPath(out.added, path);
  else if (after === undefined) insertPath(out.removed, path);
}

/** Absent and null go with whatever the other side is. */
function isContainer(test: (value: unknown) => boolean, before: Json | undefined, after: Json | undefined): boolean {
  const isWild = (value: Json | undefined) => value === undefined || value === null;
  return (test(before) || isWild(before)) && (test(after) || isWild(after)) && !(isWild(before) && isWild(after));
}

function isEmptyValue(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function compareMembers(
  node: SchemaNode,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  path: FieldPath,
  out: Comparison,
): void {
  for (const name in after) {
    const child = schemaOf(node, name);
    const old = before?.[name] ?? (before ? alwaysWritten(node, name, child) : undefined);
    compareAt(child, old, after[name], [...path, `f:${name}`], out);
  }
  for (const name in before) {
    if (after?.[name] === undefined) compareAt(schemaOf(node, name), before[name], undefined, [...path, `f:${name}`], out);
  }
}

/** What typed programs write although it is not set: nobody owns the mere presence of such a field. */
function alwaysWritten(node: SchemaNode, name: string, child: SchemaNode): Json | undefined {
  if (child.hasZeroDefault && child.type === 'object') return {};
  return child.type === 'array' && node.required.includes(name) ? [] : undefined;
}

function compareItems(node: SchemaNode, before: Json[], after: Json[], path: FieldPath, out: Comparison): void {
  const old = indexItems(node, before);
  const fresh = indexItems(node, after);
  for (const [element, item] of fresh) compareAt(node.items ?? anything, old.get(element), item, [...path, element], out);
  for (const [element, item] of old) {
    if (!fresh.has(element)) compareAt(node.items ?? anything, item, undefined, [...path, element], out);
  }
}
