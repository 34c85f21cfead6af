/** What the API's schemas of settings say: the part of JSON Schema draft-07 that Kubernetes understands, too. */
export interface Schema {
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly additionalProperties?: Schema;
  /** Shapes of an object told apart by one field: each names that field's value and what it needs. */
  readonly oneOf?: readonly Variant[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

interface Variant {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly enum?: readonly unknown[] }>>;
}

/** How a value is edited. */
type Kind =
  | 'switch'
  | 'choice'
  | 'number'
  | 'text'
  | 'longText'
  | 'secret'
  | 'numberOrText'
  | 'choices'
  | 'list'
  | 'record'
  | 'group'
  | 'unknown';

/** From here on, text is more than a line. */
const LONG_TEXT = 200;

/** The right way to edit a value of this schema. */
export function kindOf(schema: Schema): Kind {
  if (schema['x-kubernetes-int-or-string'] === true) return 'numberOrText';
  if (schema.enum !== undefined && schema.type !== 'boolean') return 'choice';
  switch (schema.type) {
    case 'boolean':
      return 'switch';
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
      if (schema.format === 'password') return 'secret';
      return isLong(schema) ? 'longText' : 'text';
    case 'array':
      if (schema.items === undefined) return 'unknown';
      return schema.items.enum !== undefined && schema.uniqueItems === true ? 'choices' : 'list';
    case 'object':
      if (schema.properties !== undefined) return 'group';
      return schema.additionalProperties === undefined ? 'unknown' : 'record';
    default:
      return 'unknown';
  }
}

/** Text is long when its pattern lets lines break, or, without a pattern, when it may be longer than a line. */
function isLong({ pattern, maxLength }: Schema): boolean {
  if (pattern === undefined) return maxLength !== undefined && maxLength > LONG_TEXT;
  return (maxLength === undefined || maxLength > 60) && (compile(pattern)?.test('a b\nc') ?? false);
}

/** The pattern as the browser reads it; undefined for one it cannot read, which only the server can check then. */
export function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    return undefined;
  }
}

/** A first value for something new, such as a further entry of a list. */
export function emptyValue(schema: Schema): unknown {
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  switch (schema.type) {
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return schema.minimum ?? 0;
    case 'array':
      return [];
    case 'object':
      return Object.fromEntries((schema.required ?? []).map((name) => [name, emptyValue(schema.properties?.[name] ?? {})]));
    default:
      return '';
  }
}

/** The parts of an object that belong to the shape it has now: what other shapes alone need is left out. */
export function partsOf(schema: Schema, value: Readonly<Record<string, unknown>>): readonly (readonly [string, Schema])[] {
  const parts = Object.entries(schema.properties ?? {});
  const variants = schema.oneOf;
  if (variants === undefined) return parts;
  const mine = variantOf(schema, value);
  return parts.filter(
    ([name]) => mine?.required?.includes(name) === true || variants.every((variant) => variant.required?.includes(name) !== true),
  );
}

/** The shape an object has by the field that tells shapes apart. */
export function variantOf(schema: Schema, value: Readonly<Record<string, unknown>>): Variant | undefined {
  return schema.oneOf?.find((variant) =>
    Object.entries(variant.properties ?? {}).every(([name, property]) => property.enum?.includes(value[name]) === true),
  );
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
