import { stringify } from 'yaml';
import type { AnyGame } from '@gse/sdk';
import { madeFrom } from '../edition.ts';
import type { Parameter } from '../order/parameter.ts';
import type { Rule, ScalarRule } from '../rule/rule.ts';
import { schemaOf } from '../rule/schema.ts';
import { describe } from './values-schema.ts';

/** values.yaml in the platform's annotation dialect: sections, types, limits and options stand in comments above each value. */
export function valuesYaml(game: AnyGame, parameters: readonly Parameter[]): string {
  const sections = Map.groupBy(parameters, ({ section }) => section);
  return `${[
    `# ${madeFrom(game)}`,
    ...[...sections].flatMap(([section, members]) => [`##\n## @section ${section}\n##`, ...members.map(annotated)]),
  ].join('\n\n')}\n`;
}

function annotated(parameter: Parameter): string {
  const { name, rule, earlier, default: value, isImmutable, options } = parameter;
  const { declared, type } = typeIn(parameter);
  const shown = rule.type === 'choice' ? `${name}=${JSON.stringify(value)}` : name;
  return [
    ...declared,
    ...(declared.length > 0 ? [''] : []),
    `## @param {${type}} ${shown} - ${describe(parameter)}`,
    ...limits(earlier ?? rule),
    ...(isImmutable ? ['## @immutable'] : []),
    ...(options === undefined ? [] : [`## @x-cozystack-options {source: ${options}}`]),
    stringify({ [name]: value }, { lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }).trimEnd(),
  ].join('\n');
}

/** The limits of a rule. Those of the entries of a list the dialect has no words for: they stand in the schema only. */
function limits(rule: Rule): readonly string[] {
  return Object.entries(schemaOf(rule))
    .filter(([keyword]) => (LIMITS as readonly string[]).includes(keyword))
    .map(([keyword, limit]) => `## @${keyword} ${String(limit)}`);
}

/** Keywords of a schema that the dialect has annotations of the same name for. */
const LIMITS = ['minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern'] as const;

/** The type of a parameter, with the types that have to be declared before it. */
function typeIn({ name, title, rule }: Parameter): { readonly declared: readonly string[]; readonly type: string } {
  const named = name.charAt(0).toUpperCase() + name.slice(1);
  switch (rule.type) {
    case 'choice':
      return { declared: choice(named, title, rule.of), type: named };
    case 'list':
      return rule.of.type === 'choice'
        ? { declared: choice(`${named}Entry`, title, rule.of.of), type: `[]${named}Entry` }
        : { declared: [], type: `[]${plainType(rule.of)}` };
    case 'group':
      return {
        declared: [
          `## @typedef {struct} ${named} - ${title}.`,
          ...Object.entries(rule.of).flatMap(([key, field]) => [
            `## @field {${plainType(field.rule)}} [${key}] - ${field.description}`,
            ...(field.rule.type === 'quantity' ? [] : limits(field.rule)), // The type has a pattern of its own.
          ]),
        ],
        type: named,
      };
    default:
      return { declared: [], type: plainType(rule) };
  }
}

function choice(type: string, title: string, values: readonly string[]): readonly string[] {
  return [`## @enum {string} ${type} - ${title}.`, ...values.map((value) => `## @value ${value}`)];
}

function plainType(rule: ScalarRule): string {
  switch (rule.type) {
    case 'switch':
      return 'bool';
    case 'integer':
      return 'int';
    case 'number':
      return 'float64';
    case 'quantity':
      return rule.mayBeEmpty ? 'string' : 'quantity';
    default:
      return 'string';
  }
}
