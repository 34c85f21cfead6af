import type { JsonSchema } from '@gse/resources';
import { MAX_QUANTITY, QUANTITY_PATTERN } from './check.ts';
import type { Rule } from './rule.ts';

/** The rule as draft-07 JSON Schema and Kubernetes structural schema at once. */
export function schemaOf(rule: Rule): JsonSchema {
  switch (rule.type) {
    case 'switch':
      return { type: 'boolean' };
    case 'integer':
    case 'number':
      return { type: rule.type, ...given({ minimum: rule.least, maximum: rule.most }) };
    case 'choice':
      return { type: 'string', enum: [...rule.of] };
    case 'text':
      // What has to be given is told in its own words; the default, which is not that, must pass.
      return {
        type: 'string',
        ...given({ minLength: rule.needed === undefined ? rule.shortest : undefined, maxLength: rule.longest, pattern: rule.pattern }),
      };
    case 'quantity':
      return rule.mayBeEmpty
        ? { type: 'string', maxLength: MAX_QUANTITY, pattern: `^$|${QUANTITY_PATTERN}` }
        : {
            anyOf: [{ type: 'integer' }, { type: 'string' }],
            'x-kubernetes-int-or-string': true,
            maxLength: MAX_QUANTITY,
            pattern: QUANTITY_PATTERN,
          };
    case 'list':
      return { type: 'array', ...given({ minItems: rule.fewest, maxItems: rule.most }), items: schemaOf(rule.of) };
    case 'group':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(rule.of).map(([name, field]) => [name, { description: field.description, ...schemaOf(field.rule) }]),
        ),
      };
  }
}

function given(keywords: Readonly<Record<string, unknown>>): JsonSchema {
  return Object.fromEntries(Object.entries(keywords).filter(([, value]) => value !== undefined));
}
