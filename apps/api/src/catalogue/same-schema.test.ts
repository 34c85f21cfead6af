import { readFileSync } from 'node:fs';
import { games } from '@gse/catalog';
import { orderMapping, type Parameter } from '@gse/package-source';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { dig, list } from '../../test/dig.ts';
import { World } from '../../test/world.ts';

/**
 * Our order form is made of what the catalogue says, the platform's of the schema in the ApplicationDefinition. Field by field,
 * both ask for the same.
 */
type Schema = Readonly<Record<string, unknown>>;

/** Names that the platform's console hides while somebody types. */
const HIDDEN = /(?:password|token|(?:access|secret|api|private)key)$/i;
/** What says which values are allowed, and what counts when nobody says anything. */
const KEYWORDS = ['type', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'pattern', 'minItems', 'maxItems', 'items', 'default'];

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => await world[Symbol.asyncDispose]());

describe.each(games.map((game) => ({ id: game.id, game, order: orderMapping(game) })))('$id', ({ id, game, order }) => {
  let catalogue: unknown;
  let properties: Readonly<Record<string, Schema>>;
  beforeAll(async () => {
    catalogue = (await world.ask('GET', `/api/v1/games/${id}`)).body;
    const file = new URL(`../../../../charts/system/${order.name}-rd/cozyrds/${order.name}.yaml`, import.meta.url);
    const definition: unknown = parse(readFileSync(file, 'utf8'));
    const schema: unknown = JSON.parse(String(dig(definition, 'spec.application.openAPISchema')));
    properties = dig(schema, 'properties') as typeof properties;
  });
  const specTargets = order.parameters.flatMap((parameter) =>
    parameter.target.to === 'spec' ? [{ parameter, path: parameter.target.path.join('.') }] : [],
  );
  const propertyAt = (path: string): Schema => {
    const found = specTargets.find((target) => target.path === path)?.parameter.name ?? '';
    return properties[found] ?? {};
  };

  test('both have the same fields, and each goes to its place in the GameServer', () => {
    expect(Object.keys(properties)).toEqual(order.parameters.map(({ name }) => name));
    const settings = specTargets.filter(({ path }) => path.startsWith('settings.')).map(({ path }) => path.slice('settings.'.length));
    expect(new Set(list(catalogue, 'settings.fields').map((field) => dig(field, 'name')))).toEqual(new Set(settings));
    const common = list(catalogue, 'common').map((field) => String(dig(field, 'path')));
    for (const { path } of specTargets) if (!path.startsWith('settings.')) expect(common).toContain(path);
  });

  test('settings have the same types, limits, choices and defaults', () => {
    for (const { parameter, path } of specTargets) {
      if (!path.startsWith('settings.')) continue;
      const ours = dig(catalogue, 'settings.schema.properties') as Readonly<Record<string, Schema>>;
      const [, setting = ''] = path.split('.');
      expect([parameter.name, sayingOf(ours[setting])]).toEqual([parameter.name, sayingOf(properties[parameter.name])]);
    }
  });

  test('what every game has has the same choices and defaults', () => {
    expect([propertyAt('size')['enum'], propertyAt('size')['default']]).toEqual([
      list(catalogue, 'presets').map((preset) => dig(preset, 'id')),
      dig(catalogue, 'defaultPreset'),
    ]);
    const channels = propertyAt('version.channel')['enum'] as string[];
    expect(channels.filter((channel) => channel !== '')).toEqual(Object.keys(dig(catalogue, 'versions.channels') as object));
    // Nothing said is the recommended version, here as there.
    const usual = propertyAt('version.channel')['default'] as string;
    const channel = dig(catalogue, 'versions.channels') as Readonly<Record<string, string>>;
    if (usual !== '') expect(channel[usual]).toBe(dig(catalogue, 'versions.recommended'));
    expect(propertyAt('version.pin')['pattern']).toBe(`^$|${String(dig(catalogue, 'versions.accepts'))}`);
    expect(Object.keys(propertyAt('network.ports')['properties'] as object)).toEqual(
      list(catalogue, 'ports').flatMap((port) => (dig(port, 'exposed') === true ? [dig(port, 'name')] : [])),
    );
    for (const field of list(catalogue, 'common')) {
      const path = String(dig(field, 'path'));
      if (specTargets.some((target) => target.path === path))
        expect([path, dig(field, 'default')]).toEqual([path, propertyAt(path)['default']]);
    }
  });

  test('every field says what it has to be in the words in which it is refused', () => {
    const words = new Map<string, unknown>([
      ...list(catalogue, 'common').map((field) => [String(dig(field, 'path')), dig(field, 'mustBe')] as const),
      ...list(catalogue, 'settings.fields').map((field) => [`settings.${String(dig(field, 'name'))}`, dig(field, 'mustBe')] as const),
    ]);
    for (const { parameter, path } of specTargets)
      expect(messages(parameter, parameter.rule.type === 'group' ? true : {})).toEqual([
        `${parameter.name} must be ${String(words.get(path))}`,
      ]);
    expect([...words.values()].filter((word) => word === '' || word === undefined)).toEqual([]);
  });

  test('the same values are secret, the same needed, and the same licences asked for', () => {
    for (const { name, target } of order.parameters) {
      const isHidden = HIDDEN.test(name);
      if (target.to !== 'credential') {
        expect([name, isHidden]).toEqual([name, false]);
        continue;
      }
      const ours = list(catalogue, 'secrets').find((secret) => dig(secret, 'id') === target.id);
      expect(ours).toMatchObject({ required: target.isNeeded, shown: !isHidden });
    }
    const asked = order.parameters.flatMap(({ target }) => (target.to === 'credential' ? [target.id] : []));
    expect(new Set(list(catalogue, 'secrets').map((secret) => dig(secret, 'id')))).toEqual(new Set(asked));
    expect(order.parameters.flatMap(({ target }) => (target.to === 'licence' ? [target.id] : []))).toEqual(
      game.licences.map((licence) => licence.id),
    );
    expect(list(catalogue, 'licences').map((licence) => dig(licence, 'id'))).toEqual(game.licences.map((licence) => licence.id));
  });

  function messages({ name }: Parameter, value: unknown): string[] {
    return order
      .complaints({ [name]: value })
      .filter(({ parameter }) => parameter === name)
      .map(({ message }) => message);
  }
});

/** What a schema says of values, in one spelling: patterns are written for Go there. */
function sayingOf(schema: Schema | undefined): Schema {
  const said = Object.entries(schema ?? {}).filter(([keyword]) => KEYWORDS.includes(keyword));
  return Object.fromEntries(
    said.map(([keyword, value]) => {
      if (keyword === 'items') return [keyword, sayingOf(value as Schema)];
      return [keyword, keyword === 'pattern' ? spelled(String(value)) : value];
    }),
  );
}

function spelled(pattern: string): string {
  return pattern
    .replace(/\\u([0-9a-fA-F]{4})/g, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('\\p{Zl}', '\u2028')
    .replaceAll('\\p{Zp}', '\u2029')
    .replaceAll('\\/', '/');
}
