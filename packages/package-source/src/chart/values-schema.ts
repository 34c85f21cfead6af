import type { JsonSchema } from '@gse/resources';
import type { Parameter } from '../order/parameter.ts';
import { BESIDE_PARAMETERS } from '../order/parameters.ts';
import { schemaOf } from '../rule/schema.ts';

/** The schema of an order as ApplicationDefinitions have it: structural, with defaults, without what the platform puts beside it. */
export function orderSchema(parameters: readonly Parameter[]): JsonSchema {
  return {
    title: 'Chart Values',
    type: 'object',
    properties: Object.fromEntries(parameters.map((parameter) => [parameter.name, property(parameter)])),
  };
}

/** values.schema.json: the same, closed, so that Helm refuses by name what is no parameter. */
export function valuesSchema(parameters: readonly Parameter[]): JsonSchema {
  const { title, type, properties } = orderSchema(parameters);
  const closed = Object.fromEntries(
    Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => [
      name,
      schema['type'] === 'object' ? { ...schema, additionalProperties: false } : schema,
    ]),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    type,
    additionalProperties: false,
    properties: { ...closed, ...Object.fromEntries(BESIDE_PARAMETERS.map((name) => [name, { type: 'object' }])) },
  };
}

function property({ name, rule, earlier, default: value, isImmutable, options, ...words }: Parameter): JsonSchema {
  return {
    description: describe(words),
    ...schemaOf(earlier ?? rule),
    default: value,
    ...(isImmutable && { 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: `${name} is immutable` }] }),
    ...(options !== undefined && { 'x-cozystack-options': { source: options } }),
  };
}

/** Title and description in one line, as forms, tables and comments show them. */
export function describe({ title, description }: Pick<Parameter, 'title' | 'description'>): string {
  return `${title}. ${description}`.replace(/\s+/g, ' ').trim();
}
