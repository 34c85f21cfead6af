import { isObject, listAt, stringAt, type Json, type JsonObject } from '../json.ts';
import { anything, type JsonType, type SchemaChecks, type SchemaNode } from './node.ts';

/** How a published component is found; undefined for schemas that stand alone, as those of custom resources do. */
export type ResolveReference = (reference: string) => SchemaNode;

interface CompileOptions {
  resolve?: ResolveReference;
  /** Built-in kinds publish zero values as defaults; those mark fields that are always written and are never filled in. */
  zeroDefaultsAreMarks?: boolean;
}

const jsonTypes = new Set<string>(['object', 'array', 'string', 'integer', 'number', 'boolean']);

function isJsonType(value: Json | undefined): value is JsonType {
  return typeof value === 'string' && jsonTypes.has(value);
}

/** Makes a schema ready for use. Throws SyntaxError for a pattern that is not a regular expression. */
export function compileSchema(schema: JsonObject, options: CompileOptions = {}): SchemaNode {
  return compileInto({ ...anything }, schema, options);
}

/** Compiles into a node that others may already point to, which is how recursive kinds become a graph. */
export function compileInto(node: SchemaNode, schema: JsonObject, options: CompileOptions): SchemaNode {
  const reference = referenceOf(schema);
  if (reference !== undefined && options.resolve) {
    // Reads go through to the shared node, which may be filled in later; only what is said at this place is its own.
    Object.setPrototypeOf(node, options.resolve(reference));
    for (const key of Object.keys(node)) Reflect.deleteProperty(node, key);
    placeOwn(node, schema, options);
    return node;
  }
  const type = schema['type'];
  node.type = isJsonType(type) ? type : undefined;
  node.preserveUnknown = schema['x-kubernetes-preserve-unknown-fields'] === true;
  node.intOrString = schema['x-kubernetes-int-or-string'] === true || schema['format'] === 'int-or-string';
  node.embeddedResource = schema['x-kubernetes-embedded-resource'] === true;
  node.nullable = schema['nullable'] === true;
  node.required = listAt(schema, 'required').filter((name) => typeof name === 'string');
  if (isObject(schema['properties'])) {
    node.properties = new Map();
    for (const [name, child] of Object.entries(schema['properties'])) {
      if (isObject(child)) node.properties.set(name, compileSchema(child, options));
    }
  }
  const additional = schema['additionalProperties'];
  if (isObject(additional)) node.additional = compileSchema(additional, options);
  else if (additional === true) node.additional = anything;
  if (isObject(schema['items'])) node.items = compileSchema(schema['items'], options);
  if (!node.type && !node.intOrString && !node.properties && !node.additional && !node.items) node.preserveUnknown = true;
  node.checks = compileChecks(schema, options);
  placeOwn(node, schema, options);
  return node;
}

function referenceOf(schema: JsonObject): string | undefined {
  const direct = stringAt(schema, '$ref');
  if (direct !== undefined) return direct;
  const all = listAt(schema, 'allOf');
  const only = all.length === 1 ? all[0] : undefined;
  return isObject(only) ? stringAt(only, '$ref') : undefined;
}

/** What a place says besides the type it refers to. */
function placeOwn(node: SchemaNode, schema: JsonObject, options: CompileOptions): void {
  const fallback = schema['default'];
  if (fallback !== undefined) {
    if (options.zeroDefaultsAreMarks && isZero(fallback)) node.hasZeroDefault = true;
    else node.default = fallback;
  }
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'set' || listType === 'map' || listType === 'atomic') node.listType = listType;
  if (schema['x-kubernetes-list-map-keys'] !== undefined) {
    node.listKeys = listAt(schema, 'x-kubernetes-list-map-keys').filter((key) => typeof key === 'string');
  }
  if (schema['x-kubernetes-map-type'] === 'atomic') node.mapType = 'atomic';
  const strategy = stringAt(schema, 'x-kubernetes-patch-strategy');
  if (strategy) node.patchStrategy = strategy.split(',');
  const mergeKey = stringAt(schema, 'x-kubernetes-patch-merge-key');
  if (mergeKey) node.patchMergeKey = mergeKey;
}

function isZero(value: Json): boolean {
  return value === '' || value === 0 || value === false || (isObject(value) && Object.keys(value).length === 0);
}

function compileChecks(schema: JsonObject, options: CompileOptions): SchemaChecks {
  const checks: SchemaChecks = {};
  const numbers = [
    'minimum',
    'maximum',
    'multipleOf',
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
  ] as const;
  for (const name of numbers) {
    const value = schema[name];
    if (typeof value === 'number') checks[name] = value;
  }
  for (const name of ['exclusiveMinimum', 'exclusiveMaximum', 'uniqueItems'] as const) {
    if (schema[name] === true) checks[name] = true;
  }
  if (Array.isArray(schema['enum'])) checks.enum = schema['enum'];
  const format = stringAt(schema, 'format');
  if (format && format !== 'int-or-string') checks.format = format;
  const pattern = stringAt(schema, 'pattern');
  if (pattern !== undefined) checks.pattern = { source: pattern, test: compilePattern(pattern) };
  for (const name of ['allOf', 'anyOf', 'oneOf'] as const) {
    const parts = listAt(schema, name).filter(isObject);
    if (parts.length > 0) checks[name] = parts.map((part) => compileSchema(part, options));
  }
  if (isObject(schema['not'])) checks.not = compileSchema(schema['not'], options);
  return checks;
}

/** Go writes a few things differently: leading flags, `\A`, `\z` and named groups. */
function compilePattern(source: string): RegExp {
  let flags = '';
  const body = source
    .replace(/^\(\?([ims]+)\)/, (_, found: string) => {
      flags = found;
      return '';
    })
    .replaceAll('\\A', '^')
    .replaceAll('\\z', '$')
    .replaceAll('(?P<', '(?<');
  try {
    return new RegExp(body, `${flags}u`);
  } catch {
    return new RegExp(body, flags);
  }
}
