import type { Game, GameField } from '../api/types.ts';
import { isRecord, type Schema } from './schema.ts';

/** One setting as a form shows it. */
export interface Setting extends GameField {
  /** Where it stands in the spec, such as `settings.maxPlayers`. */
  readonly path: string;
  readonly schema: Schema;
}

/** Settings under one heading. */
export interface SettingGroup {
  readonly id: string;
  readonly title: string;
  readonly settings: readonly Setting[];
}

/** Below so many settings, nothing needs to be tucked away. */
const SMALL_FORM = 12;
/** So many settings of a group stay in sight in a large form. */
const IN_SIGHT = 4;
/** A group hides nothing when it would hide only a few. */
const FEW = 2;

/** The settings of a game in the order of its adapter, under their headings. */
export function settingGroups(game: Pick<Game, 'settings'>): readonly SettingGroup[] {
  const properties = game.settings.schema['properties'];
  const groups = new Map<string, Setting[]>();
  for (const field of game.settings.fields) {
    const schema: unknown = isRecord(properties) ? properties[field.name] : undefined;
    const setting = { ...field, path: `settings.${field.name}`, schema: isRecord(schema) ? (schema as Schema) : {} };
    const group = groups.get(field.group);
    if (group === undefined) groups.set(field.group, [setting]);
    else group.push(setting);
  }
  return [...groups].map(([title, settings]) => ({ id: `group-${slug(title)}`, title, settings }));
}

/**
 * What of a group is in sight before anybody asks for more: adapters put first what most people want. What needs attention
 * is always in sight.
 */
export function inSight(group: SettingGroup, total: number, needsAttention: (setting: Setting) => boolean): readonly Setting[] {
  if (total <= SMALL_FORM || group.settings.length <= IN_SIGHT + FEW) return group.settings;
  return group.settings.filter((setting, index) => index < IN_SIGHT || needsAttention(setting));
}

/** The groups with only those settings that match every word of the query. */
export function search(groups: readonly SettingGroup[], query: string): readonly SettingGroup[] {
  const wanted = foldCase(query).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return groups;
  return groups
    .map((group) => ({ ...group, settings: group.settings.filter((setting) => wanted.every((word) => textOf(setting).includes(word))) }))
    .filter((group) => group.settings.length > 0);
}

function textOf({ name, group, title, description, unit, lands, schema }: Setting): string {
  return foldCase([name, group, title, description, unit, lands, ...(schema.enum ?? [])].join(' '));
}

/** Text for comparing: without case and accents. */
export function foldCase(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function slug(title: string): string {
  return foldCase(title).replaceAll(/[^a-z0-9]+/g, '-');
}
