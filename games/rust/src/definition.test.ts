import { gameServerSpecSchema, parseQuantity } from '@gse/resources';
import { planServer, settingMetas } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { rust } from './definition.ts';
import { liveCommands } from './lifecycle.ts';
import { settings, type RustSettings } from './settings/index.ts';

function plan(spec: Record<string, unknown>) {
  return planServer(rust, gameServerSpecSchema.parse({ game: 'rust', ...spec }));
}

function planned(spec: Record<string, unknown>) {
  const result = plan(spec);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

describe('settings', () => {
  test('make a working server without any of them', () => {
    expect(planned({}).settings).toMatchObject({ framework: 'vanilla', maxPlayers: 50, worldSize: 3500, seed: 0, updateOnStart: true });
  });

  test('all say what they are, where they land and when they apply', () => {
    const metas = [...settingMetas(rust.settings)];
    const silent = metas.filter(
      ([, { group, title, description, lands }]) =>
        group === '' || title === '' || !description.endsWith('.') || lands?.includes(': ') !== true,
    );
    expect(silent).toEqual([]);
    expect(metas.length).toBeGreaterThan(50);
  });

  test('that say they apply at once are told to the running game, and no others', () => {
    const example: Partial<RustSettings> = { owners: ['76561198012345678'], moderators: ['76561198012345678'] };
    const defaults = { ...settings.parse({}), ...example };
    for (const [name, { applies }] of settingMetas(rust.settings)) {
      const commands = liveCommands({ [name]: defaults[name as keyof RustSettings] });
      expect({ name, told: commands.length > 0 }).toEqual({ name, told: applies === 'live' });
    }
  });

  test.each([
    [{ maxPlayers: 0 }, 'maxPlayers'],
    [{ hostname: '' }, 'hostname'],
    [{ hostname: 'a "b"' }, 'hostname'],
    [{ hostname: 'a\nb' }, 'hostname'],
    [{ description: 'a\nb' }, undefined],
    [{ description: 'a\\b' }, 'description'],
    [{ url: 'ftp://example.org' }, 'url'],
    [{ levelUrl: 'https://example.org/island.map' }, undefined],
    [{ levelUrl: 'https://example.org/island.map', level: 'barren' }, 'level'],
    [{ levelUrl: 'https://example.org/a b.map' }, 'levelUrl'],
    [{ worldSize: 6001 }, 'worldSize'],
    [{ owners: ['Alice'] }, 'owners'],
    [{ owners: ['76561198012345678'], moderators: ['76561198012345678'] }, 'moderators'],
    [{ rustPlus: false, rustPlusAddress: '203.0.113.7' }, 'rustPlusAddress'],
    [{ tags: ['best'] }, 'tags.0'],
    [{ pvp: true }, 'pvp'],
  ])('%j complains about %s', (chosen, path) => {
    const result = plan({ settings: chosen });
    expect(result.ok ? undefined : result.problems[0]?.path).toBe(path === undefined ? undefined : `spec.settings.${path}`);
  });
});

describe('versions', () => {
  test.each(['public', 'staging', 'release', 'aux01'])('the branch %s may be pinned', (pin) => {
    expect(planned({ version: { pin } }).workload.env).toMatchObject({ BRANCH: pin });
  });
  test.each(['latest', 'public; rm', '2594', '', 'PUBLIC', 'aux1'])('%j may not', (pin) => {
    expect(plan({ version: { pin } }).ok).toBe(false);
  });
});

describe('the game container', () => {
  test('runs as nobody special, an image that never moves, and has no secret in its words', () => {
    const { workload } = planned({});
    expect(workload).toMatchObject({ runAsUser: 1000, runAsGroup: 1000, dataPath: '/data' });
    expect(workload.image).toMatch(/@sha256:[0-9a-f]{64}$/);
    expect(workload.secretEnv).toBeUndefined();
    expect(workload.env).toMatchObject({ RCON_PASSWORD_FILE: '/gse-secrets/rconPassword', TZ: 'UTC' });
  });

  test('is given more time to leave than a save of a large world takes, and an hour and more to make a map', () => {
    const { startSeconds, saveSeconds, stopSeconds } = rust.budgets;
    expect(saveSeconds + stopSeconds).toBeGreaterThanOrEqual(120);
    expect(startSeconds).toBeGreaterThanOrEqual(3600);
    // Five minutes without a word before anybody speaks of a hang.
    expect(rust.health.intervalSeconds * rust.health.failures).toBeGreaterThanOrEqual(300);
  });
});

describe('presets', () => {
  test('grow, each says why, and each can make the world that is made by default', () => {
    const sizes = Object.values(rust.presets);
    const memory = sizes.map((preset) => parseQuantity(preset.memory));
    expect(memory).toEqual(memory.toSorted((a, b) => a - b));
    for (const { reason } of sizes) expect(reason).toMatch(/players/);
    for (const size of Object.keys(rust.presets)) expect(plan({ size }).ok).toBe(true);
  });
});

test('the icon is a drawing and nothing else', () => {
  expect(rust.icon).toMatch(/^<svg [^]*<\/svg>$/);
  expect(rust.icon).not.toMatch(/<(?!\/?(?:svg|path|rect))|href|script|on\w+=/);
});
