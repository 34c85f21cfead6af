import { settingMetas, type AnyGame, type Applies } from '@gse/sdk';
import { z } from 'zod';
import { code, section, table } from './markdown.ts';

const WHEN: Readonly<Record<Applies, string>> = {
  live: 'at once',
  restart: 'at the next start',
  wipe: 'in the next new world',
};

interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly pattern?: string;
  readonly items?: Schema;
}

/** Every setting by its group, as the order form shows them. */
export function settingsSection(game: AnyGame): string {
  const { properties = {} } = z.toJSONSchema(game.settings, { io: 'input' }) as { properties?: Readonly<Record<string, Schema>> };
  const defaults = game.settings.parse({});
  const groups = Map.groupBy(settingMetas(game.settings), ([, { group }]) => group);
  return section(
    '## Settings',
    'They stand under `spec.settings` of a GameServer. What is left out has its default.',
    ...[...groups].map(([group, fields]) =>
      section(
        `### ${group}`,
        table(
          ['setting', 'what it does', 'default', 'may be', 'takes effect', 'lands in'],
          fields.map(([name, { title, description, applies, unit, lands = '' }]) => [
            code(name),
            `**${title}.** ${description}`,
            code(JSON.stringify(defaults[name])),
            [allowed(properties[name] ?? {}), unit ?? ''].filter((words) => words !== '').join(', '),
            WHEN[applies],
            code(lands),
          ]),
        ),
      ),
    ),
  );
}

/** The limits of a field in words. */
function allowed(schema: Schema): string {
  if (schema.anyOf !== undefined) return schema.anyOf.map(allowed).join(' or ');
  if (schema.enum !== undefined)
    return schema.enum.map((value) => code(typeof value === 'string' ? value : JSON.stringify(value))).join(', ');
  switch (schema.type) {
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
    case 'number':
      return range(schema.type === 'integer' ? 'whole number' : 'number', schema.minimum, schema.maximum);
    case 'string':
      return range('text', schema.minLength === 0 ? undefined : schema.minLength, schema.maxLength, ' characters');
    case 'array':
      return `${range('list', schema.minItems, schema.maxItems, ' entries')}, each ${allowed(schema.items ?? {})}`;
    default:
      return '';
  }
}

function range(what: string, least: number | undefined, most: number | undefined, unit = ''): string {
  const from = least === undefined || least <= Number.MIN_SAFE_INTEGER ? undefined : least;
  const to = most === undefined || most >= Number.MAX_SAFE_INTEGER ? undefined : most;
  if (from !== undefined && to !== undefined) return from === to ? `${what}, exactly ${to}${unit}` : `${what}, ${from} to ${to}${unit}`;
  if (to !== undefined) return `${what}, up to ${to}${unit}`;
  return from === undefined ? what : `${what}, at least ${from}${unit}`;
}
