import { planServer, settingMetas } from '@gse/sdk';
import { gameServerSpecSchema, parseQuantity } from '@gse/resources';
import { describe, expect, test } from 'vitest';
import { minecraft } from './definition.ts';
import { liveCommands } from './lifecycle.ts';
import { heapMebibytes } from './memory.ts';
import { settings } from './settings/index.ts';
import type { MinecraftSettings } from './settings/index.ts';
import { imageFor, isAtLeast, javaFor } from './versions.ts';

function plan(spec: Record<string, unknown>) {
  return planServer(minecraft, gameServerSpecSchema.parse({ game: 'minecraft', ...spec }));
}

function planned(spec: Record<string, unknown>) {
  const result = plan(spec);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

describe('versions', () => {
  test.each([
    ['26.2', 25],
    ['26.1', 25],
    ['27.1.3', 25],
    ['1.21.11', 21],
    ['1.20.5', 21],
    ['1.20.4', 17],
    ['1.20', 17],
    ['1.17', 17],
    ['1.16.5', 11],
  ] as const)('%s runs on Java %i', (version, java) => {
    expect(javaFor(version)).toBe(java);
    expect(imageFor(version)).toMatch(new RegExp(`:\\d{4}\\.\\d+\\.\\d+-java${java}$`));
  });

  test('of the new numbering come after those of the old one', () => {
    expect(isAtLeast('26.1', '1.21.11')).toBe(true);
    expect(isAtLeast('1.21.11', '26.1')).toBe(false);
    expect(isAtLeast('1.21.9', '1.21.11')).toBe(false);
  });

  test.each(['26.2', '26.1.2', '1.21.8', '1.16.5', '1.20'])('%s may be pinned', (pin) => {
    expect(planned({ version: { pin } }).version).toBe(pin);
  });

  test.each(['latest', 'LATEST', '1.8.9', '1.22', '26', '26.2-rc1', '1.21.8; rm', '1.21.8\n', ''])('%j may not be pinned', (pin) => {
    expect(plan({ version: { pin } }).ok).toBe(false);
  });

  test('every channel stands for a version that may be pinned', () => {
    for (const version of Object.values(minecraft.versions.channels)) expect(version).toMatch(minecraft.versions.accepts);
    expect(minecraft.versions.recommended).toMatch(minecraft.versions.accepts);
  });
});

describe('settings', () => {
  test('make a working server without any of them', () => {
    expect(planned({}).settings).toMatchObject({ flavour: 'paper', maxPlayers: 20, difficulty: 'easy' });
  });

  test('all say what they are, where they land and when they apply', () => {
    const metas = [...settingMetas(minecraft.settings)];
    const silent = metas.filter(
      ([, { group, title, description, lands }]) =>
        group === '' || title === '' || !description.endsWith('.') || lands?.includes(': ') !== true,
    );
    expect(silent).toEqual([]);
    expect(metas.length).toBeGreaterThan(35);
  });

  test('that say they apply at once are told to the running game, and no others', () => {
    const defaults = settings.parse({});
    for (const [name, { applies }] of settingMetas(minecraft.settings)) {
      const commands = liveCommands({ [name]: defaults[name as keyof MinecraftSettings] });
      expect({ name, commands: commands.length }).toEqual({ name, commands: applies === 'live' ? 1 : 0 });
    }
  });

  test.each([
    [{ maxPlayers: 0 }, 'maxPlayers'],
    [{ motd: 'a\u0007b' }, 'motd'],
    [{ motd: 'one\ntwo' }, undefined],
    [{ levelName: '../etc' }, 'levelName'],
    [{ levelName: 'Plugins' }, 'levelName'],
    [{ levelName: 'my world' }, undefined],
    [{ requireResourcePack: true }, 'requireResourcePack'],
    [{ resourcePack: 'ftp://example.org/pack.zip' }, 'resourcePack'],
    [{ resourcePack: 'https://example.org/pack.zip', requireResourcePack: true, resourcePackSha1: 'a'.repeat(40) }, undefined],
    [{ resourcePackSha1: 'a'.repeat(40) }, 'resourcePackSha1'],
    [{ levelType: 'flat', generatorSettings: '{"layers":[{"block":"minecraft:bedrock","height":1}]}' }, undefined],
    [{ levelType: 'flat', generatorSettings: '{"layers":[}' }, 'generatorSettings'],
    [{ levelType: 'flat', generatorSettings: 'bedrock' }, 'generatorSettings'],
    [{ generatorSettings: '{}' }, undefined],
    [{ generatorSettings: '{"layers":[]}' }, 'generatorSettings'],
    [{ difficulty: 'nightmare' }, 'difficulty'],
    [{ pvp: true }, 'pvp'],
  ])('%j complains about %s', (chosen, path) => {
    const result = plan({ settings: chosen });
    expect(result.ok ? undefined : result.problems[0]?.path).toBe(path === undefined ? undefined : `spec.settings.${path}`);
  });
});

describe('the game container', () => {
  test('never accepts the licence by itself', () => {
    expect(planned({}).workload.env).not.toHaveProperty('EULA');
    expect(planned({ licences: [{ id: 'minecraft-eula', accepted: false }] }).workload.env).not.toHaveProperty('EULA');
    expect(planned({ licences: [{ id: 'other', accepted: true }] }).workload.env).not.toHaveProperty('EULA');
    expect(planned({ licences: [{ id: 'minecraft-eula', accepted: true }] }).workload.env).toHaveProperty('EULA', 'TRUE');
  });

  test('runs as nobody special and leaves server.properties alone', () => {
    const { workload } = planned({ settings: { flavour: 'vanilla' }, version: { pin: '1.21.8' } });
    expect(workload).toMatchObject({ runAsUser: 1000, runAsGroup: 1000, dataPath: '/data' });
    expect(workload.env).toMatchObject({
      TYPE: 'VANILLA',
      VERSION: '1.21.8',
      SKIP_SERVER_PROPERTIES: 'true',
      OVERRIDE_SERVER_PROPERTIES: 'false',
      RCON_PASSWORD_FILE: '/gse-secrets/rconPassword',
    });
  });

  test('is stopped no more impatiently by the image than by the platform', () => {
    const { saveSeconds, stopSeconds } = minecraft.budgets;
    expect(Number(planned({}).workload.env?.['STOP_DURATION'])).toBe(saveSeconds + stopSeconds);
  });

  test('has a heap that leaves room for the rest of the process in every size', () => {
    for (const [size, { memory }] of Object.entries(minecraft.presets)) {
      const limit = parseQuantity(memory) / 1024 ** 2;
      const heap = Number.parseInt(planned({ size }).workload.env?.['MAX_MEMORY'] ?? '', 10);
      expect(heap * 1.3 + 512).toBeLessThanOrEqual(limit);
      expect(heap).toBeGreaterThan(limit * 0.6);
    }
    expect(heapMebibytes(256 * 1024 ** 2)).toBe(256);
  });
});

describe('presets', () => {
  test('grow, and each says why', () => {
    const sizes = Object.values(minecraft.presets);
    const memory = sizes.map((preset) => parseQuantity(preset.memory));
    expect(memory).toEqual(memory.toSorted((a, b) => a - b));
    for (const { reason } of sizes) expect(reason).toMatch(/players/);
    expect(minecraft.presets).toHaveProperty(minecraft.defaultPreset);
  });
});

test('the icon is a drawing and nothing else', () => {
  expect(minecraft.icon).toMatch(/^<svg [^]*<\/svg>$/);
  expect(minecraft.icon).not.toMatch(/<(?!\/?(?:svg|path))|href|script|on\w+=/);
});
