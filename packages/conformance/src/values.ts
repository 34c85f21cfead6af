import { checkSettings, type AnyGame } from '@gse/sdk';
import { z } from 'zod';
import { ConformanceFinding, messageOf } from './errors.ts';

/** What a field may be, as far as its JSON Schema says. */
export interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly items?: FieldSchema;
}

/** The JSON Schema of every setting. */
export function fieldSchemas(game: AnyGame): ReadonlyMap<string, FieldSchema> {
  try {
    const schema = z.toJSONSchema(game.settings, { io: 'input' }) as { properties?: Record<string, FieldSchema> };
    return new Map(Object.entries(schema.properties ?? {}));
  } catch (error) {
    throw new ConformanceFinding(
      `The settings cannot be written as a JSON Schema, which forms and charts are made from: ${messageOf(error)}`,
    );
  }
}

const WORDS = ['gse', 'Ada', 'gse-2', 'https://example.org/gse', '0123456789012345678901234567890123456789', '1', '{"gse":1}', ''];

/** Values a field takes besides its default, the plainest first. */
export function otherValues(game: AnyGame, field: string): readonly unknown[] {
  const schema = fieldSchemas(game).get(field) ?? {};
  const type = game.settings.shape[field] as z.ZodType | undefined;
  const standard = JSON.stringify(type?.safeParse(undefined).data);
  return candidates(schema).filter((value) => JSON.stringify(value) !== standard && type?.safeParse(value).success === true);
}

function candidates(schema: FieldSchema): readonly unknown[] {
  const near = typeof schema.default === 'number' ? [schema.default + 1, schema.default - 1, schema.default / 2] : [];
  const limits = [schema.minimum, schema.maximum].filter((value) => value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER);
  const items = [...WORDS, ...(schema.items === undefined ? [] : candidates(schema.items))];
  return [...(schema.enum ?? []), true, false, ...near, ...limits, 1, 2, 10, 0.5, ...WORDS, ...items.map((item) => [item]), []];
}

/** Settings in which one field differs from its default; others come along only where the adapter demands them. */
export interface Change {
  readonly field: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One valid change for every field that has one. */
export function changes(game: AnyGame): readonly Change[] {
  const fields = Object.keys(game.settings.shape);
  return fields.flatMap((field) => {
    const values = otherValues(game, field);
    const alone = values.map((value) => ({ [field]: value })).find((settings) => fits(game, settings));
    const settings = alone ?? withCompanion(game, field, values, fields);
    return settings === undefined ? [] : [{ field, settings }];
  });
}

function withCompanion(
  game: AnyGame,
  field: string,
  values: readonly unknown[],
  fields: readonly string[],
): Record<string, unknown> | undefined {
  for (const companion of fields) {
    if (companion === field) continue;
    for (const other of otherValues(game, companion)) {
      const settings = values.map((value) => ({ [field]: value, [companion]: other })).find((candidate) => fits(game, candidate));
      if (settings !== undefined) return settings;
    }
  }
  return undefined;
}

function fits(game: AnyGame, settings: Readonly<Record<string, unknown>>): boolean {
  return checkSettings(game, settings).problems.length === 0;
}
