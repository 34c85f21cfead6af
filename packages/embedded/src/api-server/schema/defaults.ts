import { clone, isObject, type Json } from '../json.ts';
import { memberOf, type SchemaNode } from './node.ts';

/**
 * Fills in what the schema gives a default for, in place.
 * A null where null is not allowed counts as missing, if there is a default.
 */
export function applyDefaults(node: SchemaNode, value: Json | undefined): void {
  if (Array.isArray(value)) {
    const { items } = node;
    if (!items) return;
    value.forEach((item, index) => {
      if (item === null && !items.nullable && items.default !== undefined) value[index] = clone(items.default);
      applyDefaults(items, value[index]);
    });
    return;
  }
  if (!isObject(value)) return;
  for (const [name, child] of node.properties ?? []) {
    const member = value[name];
    if (child.default !== undefined && (member === undefined || (member === null && !child.nullable))) {
      value[name] = clone(child.default);
    }
  }
  for (const name in value) {
    const member = value[name];
    const child = member === undefined || member === null ? undefined : memberOf(node, name);
    if (child) applyDefaults(child, member);
  }
}
