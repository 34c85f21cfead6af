import { describe, expect, it } from 'vitest';
import type { Game } from '../api/types.ts';
import { isPlain } from './common-words.ts';
import { figuresOf, problemsOf, versionOf } from './check.ts';

const game = {
  settings: {
    schema: {
      type: 'object',
      properties: {
        maxPlayers: { type: 'integer', minimum: 1, default: 20 },
        tags: { type: 'array', items: { type: 'string', minLength: 1 }, default: [] },
      },
    },
    fields: [
      { name: 'maxPlayers', group: 'G', title: 'Most players', description: '', applies: 'restart', mustBe: 'a whole number from 1 on' },
      { name: 'tags', group: 'G', title: 'Tags', description: '', applies: 'live' },
    ],
  },
  common: [
    { path: 'resources.cpu', mustBe: 'an amount from 100m to 64' },
    { path: 'version.pin', mustBe: 'a version', default: '' },
  ],
  presets: [
    { id: 'small', title: 'Small', cpu: '1', memory: '2Gi', storage: '10Gi', reason: '' },
    { id: 'large', title: 'Large', cpu: '4', memory: '8Gi', storage: '40Gi', reason: '' },
  ],
  defaultPreset: 'small',
  versions: { recommended: '2.0', channels: { stable: '2.0', beta: '2.1' }, accepts: '^2\\.\\d+$' },
} as unknown as Game;

const paths = (spec: Parameters<typeof problemsOf>[1], kept?: Parameters<typeof problemsOf>[2]): string[] =>
  problemsOf(game, spec, kept).map(({ path }) => path);

describe('a wish', () => {
  it('without anything said is right', () => {
    expect(paths({ game: 'x' })).toEqual([]);
  });

  it.each([
    [{ settings: { maxPlayers: 0 } }, ['settings.maxPlayers']],
    [{ settings: { tags: ['a', ''] } }, ['settings.tags.1']],
    [{ resources: { cpu: 'abc', memory: '0' } }, ['resources.cpu', 'resources.memory']],
    [{ storage: { size: '' } }, ['storage.size']],
    [{ version: { pin: '1.9' } }, ['version.pin']],
    [{ version: { pin: '' } }, ['version.pin']],
    [{ disruption: { announceSeconds: [0] } }, ['disruption.announceSeconds']],
    [{ disruption: { announceSeconds: '60 x' } }, ['disruption.announceSeconds']],
  ])('%j is wrong where it says so', (spec, found) => {
    expect(paths(spec)).toEqual(found);
  });

  it.each([
    { version: { pin: '2.5' } },
    { version: { channel: 'beta' } },
    { disruption: { announceSeconds: [] } },
    { resources: { cpu: '1500m', memory: 2 ** 31 } },
  ])('%j is right', (spec) => {
    expect(paths(spec)).toEqual([]);
  });
});

describe('the room of a world', () => {
  it('may grow and never shrinks', () => {
    expect(paths({ storage: { size: '5Gi' } }, {})).toEqual(['storage.size']);
    expect(paths({ storage: { size: '50Gi' } }, {})).toEqual([]);
    expect(paths({ storage: { size: '15Gi' } }, { storage: { size: '20Gi' } })).toEqual(['storage.size']);
  });

  it('that was wished for already is nobody’s edit', () => {
    expect(paths({ size: 'large', storage: { size: '10Gi' } }, { size: 'large', storage: { size: '10240Mi' } })).toEqual([]);
  });
});

it('single figures outrank the plan', () => {
  expect(figuresOf(game, {})).toEqual({ cpu: '1', memory: '2Gi', storage: '10Gi' });
  expect(figuresOf(game, { size: 'large', resources: { memory: '6Gi' } })).toEqual({ cpu: '4', memory: '6Gi', storage: '40Gi' });
});

it('a version is pinned, followed, or the recommended one', () => {
  expect(versionOf(game, {})).toEqual({ version: '2.0' });
  expect(versionOf(game, { version: { channel: 'beta' } })).toEqual({ version: '2.1', channel: 'beta' });
  expect(versionOf(game, { version: { channel: 'beta', pin: '2.7' } })).toEqual({ version: '2.7' });
});

describe('what is wrong is said in the words of every other door', () => {
  const said = (spec: Parameters<typeof problemsOf>[1]): string[] => problemsOf(game, spec).map(({ message }) => message);

  it('where there are such words', () => {
    expect(said({ settings: { maxPlayers: 0 }, resources: { cpu: 'abc' }, version: { pin: '1.9' } })).toEqual([
      'Must be a whole number from 1 on.',
      'Must be an amount from 100m to 64.',
      'Must be a version.',
    ]);
  });

  it('and otherwise in those of the page, which tell of the single character what no pattern does', () => {
    expect(said({ settings: { tags: ['a', ''] } })).toEqual(['This may not be empty.']);
    expect(isPlain('text up to 60 characters that matches ^[a-z]+$')).toBe(false);
  });
});
