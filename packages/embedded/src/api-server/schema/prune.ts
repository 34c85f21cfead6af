import { isObject, type Json } from '../json.ts';
import { anything, memberOf, type SchemaNode } from './node.ts';

/** Fields every object has at its root, whatever the schema says. */
const rootFields = new Set(['apiVersion', 'kind', 'metadata']);

interface Pruning {
  /** Every path that was removed, as messages name it: `spec.containers[0].foo`. */
  removed: string[];
  /** Reads values as typed programs do: null is absent, and a quantity may be written as a number. */
  isTyped: boolean;
}

/** Removes, in place, nulls where the schema of a custom resource allows none: they count as absent. */
export function dropForbiddenNulls(node: SchemaNode, value: Json | undefined): void {
  if (Array.isArray(value)) {
    for (const item of value) dropForbiddenNulls(node.items ?? anything, item);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const child = memberOf(node, name);
      if (!child) continue;
      if (member === null && !child.nullable) Reflect.deleteProperty(value, name);
      else dropForbiddenNulls(child, member);
    }
  }
}

/** Removes, in place, what the schema does not know; returns the removed paths. Built-in kinds are typed. */
export function prune(node: SchemaNode, value: Json | undefined, options: { isTyped: boolean }): string[] {
  const pruning: Pruning = { removed: [], isTyped: options.isTyped };
  pruneAt(node, value, '', true, pruning);
  return pruning.removed;
}

function pruneAt(node: SchemaNode, value: Json | undefined, path: string, isResource: boolean, pruning: Pruning): void {
  if (Array.isArray(value)) {
    const { items } = node;
    if (items) value.forEach((item, index) => pruneAt(items, item, `${path}[${index}]`, items.embeddedResource, pruning));
    return;
  }
  if (!isObject(value) || (node.preserveUnknown && !node.properties)) return;
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member === null && pruning.isTyped) {
      Reflect.deleteProperty(value, name);
      continue;
    }
    const child = memberOf(node, name);
    if (!child && isResource && rootFields.has(name)) continue;
    const at = path ? `${path}.${name}` : name;
    if (child && pruning.isTyped && child.checks.format === 'quantity' && typeof member === 'number') {
      value[name] = String(member);
    } else if (child) {
      pruneAt(child, member, at, child.embeddedResource, pruning);
    } else {
      pruning.removed.push(at);
      Reflect.deleteProperty(value, name);
    }
  }
}
