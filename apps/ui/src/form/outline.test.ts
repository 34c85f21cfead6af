import { describe, expect, it } from 'vitest';
import type { GameField } from '../api/types.ts';
import { inSight, search, settingGroups } from './outline.ts';

function field(name: string, group: string, more: Partial<GameField> = {}): GameField {
  return { name, group, title: name, description: '', applies: 'restart', ...more };
}

function groupsOf(fields: readonly GameField[]): ReturnType<typeof settingGroups> {
  const properties = Object.fromEntries(fields.map(({ name }) => [name, { type: 'string', default: name }]));
  return settingGroups({ settings: { schema: { type: 'object', properties }, fields: [...fields] } });
}

const large = groupsOf([
  ...Array.from({ length: 9 }, (_, index) => field(`a${index}`, 'Áccess & Play')),
  ...Array.from({ length: 5 }, (_, index) => field(`w${index}`, 'World')),
]);

describe('the outline of a form', () => {
  it('keeps the order of the adapter and collects scattered groups', () => {
    const groups = groupsOf([field('a', 'One'), field('b', 'Two'), field('c', 'One')]);
    expect(groups.map(({ title, settings }) => [title, settings.map(({ path }) => path)])).toEqual([
      ['One', ['settings.a', 'settings.c']],
      ['Two', ['settings.b']],
    ]);
    expect(groups[0]?.settings[0]?.schema).toEqual({ type: 'string', default: 'a' });
  });

  it('gives groups ids that can stand in an address', () => {
    expect(large.map(({ id }) => id)).toEqual(['group-access-play', 'group-world']);
  });
});

describe('what is in sight', () => {
  it('is everything in a small form', () => {
    for (const group of large) expect(inSight(group, 12, () => false)).toHaveLength(group.settings.length);
  });

  it('is the first few of a large group, and all of one that would hide hardly any', () => {
    expect(large.map((group) => inSight(group, 14, () => false).length)).toEqual([4, 5]);
  });

  it('is always what needs attention', () => {
    const [first] = large;
    expect(first && inSight(first, 14, ({ name }) => name === 'a7').map(({ name }) => name)).toEqual(['a0', 'a1', 'a2', 'a3', 'a7']);
  });
});

describe('search', () => {
  const groups = groupsOf([
    field('maxPlayers', 'Server', { title: 'Most players', unit: 'players' }),
    field('whitelist', 'Access', { title: 'Whitelist', description: 'Only players on it may join.' }),
    field('seed', 'World', { title: 'Seed', lands: 'server.properties: level-seed' }),
  ]);
  const names = (query: string): string[] => search(groups, query).flatMap(({ settings }) => settings.map(({ name }) => name));

  it('finds every word anywhere, whatever the case and the accents', () => {
    expect(names('PLAYERS')).toEqual(['maxPlayers', 'whitelist']);
    expect(names('players jóin')).toEqual(['whitelist']);
    expect(names('level-seed')).toEqual(['seed']);
    expect(names('dragons')).toEqual([]);
  });

  it('for nothing finds everything', () => {
    expect(names('  ')).toHaveLength(3);
  });
});
