import { gameServerSpecSchema, type GameServerSpecInput } from '@gse/resources';
import { describe, expect, it } from 'vitest';
import { fakeGame } from '../../test/fake-game.ts';
import type { AnyGame } from '../game/definition.ts';
import { checkSettings, planServer, type Problem, type ServerPlan } from './plan.ts';

function plan(spec: Partial<GameServerSpecInput> = {}, game: AnyGame = fakeGame): ServerPlan {
  const result = planServer(game, gameServerSpecSchema.parse({ game: 'fake', ...spec }));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

function problems(spec: Partial<GameServerSpecInput>, game: AnyGame = fakeGame): readonly Problem[] {
  const result = planServer(game, { ...gameServerSpecSchema.parse({ game: 'fake' }), ...spec } as Parameters<typeof planServer>[1]);
  return result.ok ? [] : result.problems;
}

describe('an order without wishes', () => {
  it('gets every default of its game', () => {
    expect(plan()).toMatchObject({
      settings: { motd: 'hello', difficulty: 'easy' },
      version: '1.0',
      cpu: '1',
      memory: '1Gi',
      memoryBytes: 2 ** 30,
      storage: '1Gi',
      workload: { image: 'fake:1.0' },
      missingLicences: [{ id: 'eula' }],
    });
  });
});

describe('an order', () => {
  it('takes amounts as numbers and as text, and they outrank the size field by field', () => {
    expect(plan({ resources: { cpu: 2 } })).toMatchObject({ cpu: '2', memory: '1Gi' });
    expect(plan({ size: 'small', resources: { memory: '1536Mi' }, storage: { size: '20Gi' } })).toMatchObject({
      cpu: '1',
      memory: '1536Mi',
      memoryBytes: 1536 * 2 ** 20,
      storage: '20Gi',
    });
    expect(plan({ resources: { memory: 2 ** 31 } }).memoryBytes).toBe(2 ** 31);
  });

  it('that does not fit its resources is refused with the field that asks for too much', () => {
    const hungry: AnyGame = {
      ...fakeGame,
      fits: ({ settings, memoryBytes }) =>
        settings['difficulty'] === 'hard' && memoryBytes < 2 ** 31 ? [{ path: 'difficulty', message: 'needs 2Gi' }] : [],
    };
    expect(problems({ settings: { difficulty: 'hard' } }, hungry)).toEqual([{ path: 'spec.settings.difficulty', message: 'needs 2Gi' }]);
    expect(problems({ settings: { difficulty: 'hard' }, resources: { memory: '2Gi' } }, hungry)).toEqual([]);
  });

  it('runs the version of its channel, and a pin outranks it', () => {
    expect(plan({ version: { channel: 'latest' } }).version).toBe('1.0');
    expect(plan({ version: { channel: 'latest', pin: '0.9' } }).version).toBe('0.9');
  });

  it('misses no licence that a person has accepted, and still those that were declined', () => {
    expect(plan({ licences: [{ id: 'eula', accepted: true }] }).missingLicences).toEqual([]);
    expect(
      plan({
        licences: [
          { id: 'eula', accepted: false },
          { id: 'other', accepted: true },
        ],
      }).missingLicences,
    ).toEqual(fakeGame.licences);
  });

  it.each<readonly [string, Partial<GameServerSpecInput>, string, readonly string[]]>([
    ['a value that is not allowed', { settings: { difficulty: 'absurd' } }, 'spec.settings.difficulty', ['"easy"', '"hard"']],
    ['a value of another type', { settings: { motd: 5 } }, 'spec.settings.motd', ['string']],
    ['a setting nobody knows', { settings: { modt: 'x' } }, 'spec.settings.modt', ['Fake has no such setting', 'motd, difficulty']],
    [
      'a setting that every object has',
      { settings: JSON.parse('{"__proto__": 1}') as Record<string, unknown> },
      'spec.settings.__proto__',
      ['no such setting'],
    ],
    ['an unknown size', { size: 'huge' }, 'spec.size', ['Fake has no size huge', 'small']],
    ['a size that every object has', { size: 'constructor' }, 'spec.size', ['no size constructor']],
    ['an unknown channel', { version: { channel: 'beta' } }, 'spec.version.channel', ['no channel beta', 'latest']],
    ['a channel that every object has', { version: { channel: 'toString' } }, 'spec.version.channel', ['no channel toString']],
    ['a pin it cannot run', { version: { pin: 'latest' } }, 'spec.version.pin', ['latest is not a version', 'recommended is 1.0']],
    ['memory in words', { resources: { memory: 'four gigs' } }, 'spec.resources.memory', ['four gigs is not an amount', '4Gi']],
    ['no CPU at all', { resources: { cpu: 0 } }, 'spec.resources.cpu', ['0 is not an amount above zero']],
    ['a volume of less than nothing', { storage: { size: '-1Gi' } }, 'spec.storage.size', ['-1Gi is not an amount']],
  ])('with %s names the field and what is allowed', (_, spec, path, words) => {
    const found = problems(spec);
    expect(found.map((problem) => problem.path)).toEqual([path]);
    for (const word of words) expect(found[0]?.message).toContain(word);
  });

  it('with several faults names them all', () => {
    expect(
      problems({ size: 'huge', version: { pin: 'x' }, settings: { motd: 1, nope: 2 }, resources: { cpu: 'x' } })
        .map(({ path }) => path)
        .sort(),
    ).toEqual(['spec.resources.cpu', 'spec.settings.motd', 'spec.settings.nope', 'spec.size', 'spec.version.pin']);
  });
});

describe('a rule over several settings', () => {
  const strict: AnyGame = {
    ...fakeGame,
    check: (settings) =>
      settings['difficulty'] === 'hard' && settings['motd'] === 'hello' ? [{ path: 'motd', message: 'is too friendly' }] : [],
  };

  it('complains of the field it names', () => {
    expect(problems({ settings: { difficulty: 'hard' } }, strict)).toEqual([{ path: 'spec.settings.motd', message: 'is too friendly' }]);
  });

  it('is not asked about settings that are wrong by themselves', () => {
    expect(problems({ settings: { difficulty: 'x' } }, strict).map(({ path }) => path)).toEqual(['spec.settings.difficulty']);
  });
});

describe('settings alone', () => {
  it('are answered with defaults filled in, or with problems', () => {
    expect(checkSettings(fakeGame, { motd: 'x' })).toEqual({ settings: { motd: 'x', difficulty: 'easy' }, problems: [] });
    expect(checkSettings(fakeGame, { motd: 'x', y: 1 })).toEqual({ problems: [expect.objectContaining({ path: 'spec.settings.y' })] });
  });
});
