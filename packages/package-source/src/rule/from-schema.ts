import type { JsonSchema } from '@gse/resources';
import type { Rule, ScalarRule } from './rule.ts';

/** Keywords that say nothing about which values are allowed. */
const REMARKS: ReadonlySet<string> = new Set(['title', 'description', 'default', 'type']);

/**
 * The rule that a structural schema says.
 *
 * @param means what its pattern means, for people
 * @throws RangeError with what cannot be said in an order
 */
export function ruleOf(schema: JsonSchema, means?: string): Rule {
  if (schema['type'] !== 'array') return scalarOf(schema, means);
  only(schema, ['items', 'minItems', 'maxItems']);
  return {
    type: 'list',
    of: scalarOf(schema['items'] as JsonSchema, means),
    ...numbers(schema, { fewest: 'minItems', most: 'maxItems' }),
  };
}

function scalarOf(schema: JsonSchema, means: string | undefined): ScalarRule {
  const { enum: choices, pattern } = schema;
  if (schema['type'] === 'string' && Array.isArray(choices)) {
    only(schema, ['enum']);
    return { type: 'choice', of: choices.map(String) };
  }
  switch (schema['type']) {
    case 'boolean':
      only(schema, []);
      return { type: 'switch' };
    case 'integer':
    case 'number':
      only(schema, ['minimum', 'maximum']);
      return { type: schema['type'], ...numbers(schema, { least: 'minimum', most: 'maximum' }) };
    case 'string':
      only(schema, ['minLength', 'maxLength', 'pattern']);
      return {
        type: 'text',
        ...numbers(schema, { shortest: 'minLength', longest: 'maxLength' }),
        ...(typeof pattern === 'string' && { pattern: portable(pattern), ...(means !== undefined && { means }) }),
      };
    default:
      throw new RangeError(`is ${JSON.stringify(schema['type'])}; an order has texts, numbers, switches, choices and lists of them`);
  }
}

function only(schema: JsonSchema, keywords: readonly string[]): void {
  const unknown = Object.keys(schema).filter((keyword) => !REMARKS.has(keyword) && !keywords.includes(keyword));
  if (unknown.length > 0) throw new RangeError(`says ${unknown.join(', ')}, which an order cannot say of ${String(schema['type'])}`);
}

function numbers<Key extends string>(schema: JsonSchema, names: Readonly<Record<Key, string>>): Partial<Record<Key, number>> {
  const found: Partial<Record<Key, number>> = {};
  for (const [key, keyword] of Object.entries(names) as [Key, string][]) {
    const value = schema[keyword];
    if (typeof value === 'number' && !(keyword === 'minLength' && value === 0)) found[key] = value;
  }
  return found;
}

/** Separators of lines and paragraphs, each the only character of its class: as characters they would end a line of YAML. */
const CLASSES: Readonly<Record<string, string>> = { '2028': '\\p{Zl}', '2029': '\\p{Zp}' };

/** The same pattern in what JavaScript and Go's RE2 have in common: RE2 has no `\u`, but takes the character itself. */
function portable(pattern: string): string {
  return pattern
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => CLASSES[hex] ?? String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('\\/', '/');
}
