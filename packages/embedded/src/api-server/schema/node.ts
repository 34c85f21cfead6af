import type { Json, JsonObject } from '../json.ts';

/** The JSON types a schema names. */
export type JsonType = 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';

/**
 * One place of a schema, compiled: what defaulting, pruning, validation, patching and server-side apply ask.
 * Built-in kinds and custom resources use the same nodes. Recursive kinds make a graph with cycles.
 */
export interface SchemaNode {
  /** Undefined accepts anything. */
  type: JsonType | undefined;
  properties: Map<string, SchemaNode> | undefined;
  /** The values of a map. */
  additional: SchemaNode | undefined;
  items: SchemaNode | undefined;
  required: readonly string[];
  default: Json | undefined;
  /** The published schema gives the zero value as default: the server always writes the field, so nobody comes to own its mere presence. */
  hasZeroDefault: boolean;
  nullable: boolean;
  preserveUnknown: boolean;
  /** Has `apiVersion`, `kind` and `metadata` of its own. */
  embeddedResource: boolean;
  intOrString: boolean;
  listType: 'atomic' | 'set' | 'map';
  listKeys: readonly string[];
  mapType: 'granular' | 'atomic';
  patchStrategy: readonly string[];
  patchMergeKey: string | undefined;
  checks: SchemaChecks;
}

/** The constraints on a value beyond its shape. */
export interface SchemaChecks {
  enum?: readonly Json[];
  pattern?: { source: string; test: RegExp };
  format?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: boolean;
  exclusiveMaximum?: boolean;
  multipleOf?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  minProperties?: number;
  maxProperties?: number;
  allOf?: readonly SchemaNode[];
  anyOf?: readonly SchemaNode[];
  oneOf?: readonly SchemaNode[];
  not?: SchemaNode;
}

/** A node that accepts anything and knows nothing; lists below it are replaced whole. */
export const anything: SchemaNode = {
  type: undefined,
  properties: undefined,
  additional: undefined,
  items: undefined,
  required: [],
  default: undefined,
  hasZeroDefault: false,
  nullable: true,
  preserveUnknown: true,
  embeddedResource: false,
  intOrString: false,
  listType: 'atomic',
  listKeys: [],
  mapType: 'granular',
  patchStrategy: [],
  patchMergeKey: undefined,
  checks: {},
};

/** The node of an object's member: a declared property, a map's value, or undefined for what the schema does not know. */
export function memberOf(node: SchemaNode, key: string): SchemaNode | undefined {
  const declared = node.properties?.get(key) ?? node.additional;
  if (declared) return declared;
  return node.preserveUnknown ? anything : undefined;
}

/** What tells one item of a `map` list from another. */
export function itemKey(node: SchemaNode, item: JsonObject): JsonObject {
  const key: JsonObject = {};
  for (const name of node.listKeys) {
    const value = item[name] ?? node.items?.properties?.get(name)?.default;
    if (value !== undefined) key[name] = value;
  }
  return key;
}
