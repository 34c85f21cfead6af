import { z } from 'zod';

/** JSON as schemas are made of. */
export interface JsonSchema {
  [key: string]: unknown;
}

/** A schema says something that no Kubernetes structural schema can say. Found when schemas are generated, never at run time. */
export class StructuralSchemaError extends Error {
  readonly code = 'GSE_STRUCTURAL_SCHEMA';
  constructor(path: string, problem: string) {
    super(`${path === '' ? 'the schema' : path} ${problem}`);
    this.name = 'StructuralSchemaError';
  }
}

/** Keywords that mean the same in draft-07 and in Kubernetes and are passed on as they are. */
const PLAIN: ReadonlySet<string> = new Set([
  'type',
  'title',
  'description',
  'default',
  'enum',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
  'required',
  'minProperties',
  'maxProperties',
]);

/** Formats that a Kubernetes API server checks; others are left out, the pattern remains. */
const FORMATS: ReadonlySet<string> = new Set([
  'date-time',
  'date',
  'uri',
  'email',
  'ipv4',
  'ipv6',
  'uuid',
  'hostname',
  'int32',
  'int64',
  'double',
  'float',
  'byte',
  'password',
  'duration',
]);

/**
 * Turns a zod schema into a schema that is draft-07 JSON Schema and a Kubernetes structural schema at once.
 * Keys of `.meta()` that begin with `x-kubernetes-` are passed on.
 *
 * @throws StructuralSchemaError with the path of what cannot be expressed
 */
export function toStructural(schema: z.ZodType): JsonSchema {
  return convert(z.toJSONSchema(schema, { io: 'input', target: 'draft-7', reused: 'inline', unrepresentable: 'any' }), '');
}

function convert(node: unknown, path: string): JsonSchema {
  if (!isRecord(node)) throw new StructuralSchemaError(path, 'is not an object schema');
  if ('$ref' in node) throw new StructuralSchemaError(path, 'refers to another schema; Kubernetes needs it written out');
  if ('not' in node) throw new StructuralSchemaError(path, 'accepts nothing or excludes something (not)');
  if ('allOf' in node) throw new StructuralSchemaError(path, 'is an intersection (allOf); merge its parts into one object');
  const union = node['anyOf'] ?? node['oneOf'];
  if (Array.isArray(union)) return withMeta(node, convertUnion(union, path));

  const result: JsonSchema = {};
  if (Array.isArray(node['type']) && node['type'].includes('null'))
    throw new StructuralSchemaError(path, 'may be null; make it optional instead');
  if (Array.isArray(node['type'])) throw new StructuralSchemaError(path, `has several types (${node['type'].join(', ')})`);
  for (const [key, value] of Object.entries(node)) {
    if (key.startsWith('x-kubernetes-')) result[key] = value;
    else if (key === 'const') result['enum'] = [value];
    else if (key === 'format') {
      if (FORMATS.has(String(value))) result['format'] = value;
    } else if (PLAIN.has(key)) result[key] = value;
  }
  if ('const' in node && !('type' in node)) result['type'] = typeof node['const'];
  if (result['format'] === 'date-time') delete result['pattern']; // zod's is longer than many; the format is checked anyway
  checkPattern(result['pattern'], path);
  bounds(node, result, path);
  if (isRecord(node['properties'])) {
    result['properties'] = Object.fromEntries(
      Object.entries(node['properties']).map(([name, child]) => [name, convert(child, join(path, name))]),
    );
  } else if (node['additionalProperties'] !== undefined && result['type'] === 'object') {
    additional(node['additionalProperties'], result, path);
  }
  if (node['items'] !== undefined) {
    if (Array.isArray(node['items'])) throw new StructuralSchemaError(path, 'is a tuple');
    result['items'] = convert(node['items'], `${path}[]`);
  }
  if (
    result['type'] === undefined &&
    result['x-kubernetes-preserve-unknown-fields'] !== true &&
    result['x-kubernetes-int-or-string'] !== true
  ) {
    if (Array.isArray(result['enum']) && result['enum'].every((value) => typeof value === 'string')) result['type'] = 'string';
    else result['x-kubernetes-preserve-unknown-fields'] = true; // any value
  }
  return result;
}

/** `int-or-string`, an optional null, or a discriminated union of objects; nothing else can be said. */
function convertUnion(variants: readonly unknown[], path: string): JsonSchema {
  const records = variants.filter(isRecord);
  const types = records.map((variant) => variant['type']);
  if (records.length === 2 && types.includes('integer') && types.includes('string')) {
    const pattern = records.find((variant) => variant['type'] === 'string')?.['pattern'];
    return {
      'x-kubernetes-int-or-string': true,
      anyOf: [{ type: 'integer' }, { type: 'string' }],
      ...(typeof pattern === 'string' && { pattern }),
    };
  }
  if (types.includes('null')) throw new StructuralSchemaError(path, 'may be null; make it optional instead');
  if (records.every((variant) => variant['type'] === 'object' && isRecord(variant['properties']))) return discriminated(records, path);
  throw new StructuralSchemaError(path, 'is a union that is neither integer-or-string nor objects told apart by one field');
}

function discriminated(variants: readonly JsonSchema[], path: string): JsonSchema {
  const first = variants[0]?.['properties'];
  const discriminator = isRecord(first)
    ? Object.keys(first).find((key) =>
        variants.every(
          (variant) => isRecord(variant['properties']) && isRecord(variant['properties'][key]) && 'const' in variant['properties'][key],
        ),
      )
    : undefined;
  if (discriminator === undefined) throw new StructuralSchemaError(path, 'is a union of objects without one field that tells them apart');
  const properties: JsonSchema = {};
  const values: unknown[] = [];
  const alternatives: JsonSchema[] = [];
  for (const variant of variants) {
    const members = variant['properties'] as JsonSchema;
    for (const [name, child] of Object.entries(members)) {
      if (name === discriminator) values.push((child as JsonSchema)['const']);
      else properties[name] ??= convert(child, join(path, name));
    }
    alternatives.push({
      required: variant['required'],
      properties: { [discriminator]: { enum: [(members[discriminator] as JsonSchema)['const']] } },
    });
  }
  return {
    type: 'object',
    required: [discriminator],
    properties: { [discriminator]: { type: typeof values[0], enum: values }, ...properties },
    oneOf: alternatives,
  };
}

function bounds(node: JsonSchema, result: JsonSchema, path: string): void {
  for (const [exclusive, inclusive, step] of [
    ['exclusiveMinimum', 'minimum', 1],
    ['exclusiveMaximum', 'maximum', -1],
  ] as const) {
    const bound = node[exclusive];
    if (typeof bound !== 'number') continue;
    if (node['type'] !== 'integer')
      throw new StructuralSchemaError(path, `has an exclusive bound on a number that is no integer (${exclusive})`);
    result[inclusive] = bound + step;
  }
  // What every JavaScript integer obeys says nothing about the field.
  if (result['minimum'] === Number.MIN_SAFE_INTEGER) delete result['minimum'];
  if (result['maximum'] === Number.MAX_SAFE_INTEGER) delete result['maximum'];
}

function additional(value: unknown, result: JsonSchema, path: string): void {
  if (result['x-kubernetes-preserve-unknown-fields'] === true || value === false) return;
  if (value === true || (isRecord(value) && Object.keys(value).length === 0)) result['x-kubernetes-preserve-unknown-fields'] = true;
  else result['additionalProperties'] = convert(value, `${path}.*`);
}

function checkPattern(pattern: unknown, path: string): void {
  if (typeof pattern !== 'string') return;
  // Go's RE2 has neither look-around nor back references.
  if (/\(\?(=|!|<=|<!)|\\[1-9]/.test(pattern))
    throw new StructuralSchemaError(path, `has a pattern with look-around or a back reference: ${pattern}`);
}

function withMeta(node: JsonSchema, result: JsonSchema): JsonSchema {
  for (const key of ['title', 'description', 'default']) if (key in node) result[key] = node[key];
  return result;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
