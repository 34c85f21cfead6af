import { applyFilePatch, type FilePatch } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { files } from './files.ts';
import { settings } from './settings/index.ts';

const rconPassword = 'r'.repeat(32);

function written(
  wished: Record<string, unknown>,
  secrets: Parameters<typeof files>[0]['secrets'] = { rconPassword },
  current: Record<string, string> = {},
): Map<string, string> {
  const patches: readonly FilePatch[] = files({ settings: settings.parse(wished), secrets });
  return new Map(patches.map((patch) => [patch.path, applyFilePatch(current[patch.path], patch) ?? current[patch.path] ?? '']));
}

const read = (name: string, ...of: Parameters<typeof written>): unknown => JSON.parse(written(...of).get(`config/${name}.json`) ?? '');

describe('server-settings.json', () => {
  test('says what the settings say, in the words of the game', () => {
    expect(
      read('server-settings', {
        name: 'Iron',
        maxPlayers: 8,
        visibilityLan: true,
        tags: ['calm'],
        allowCommands: 'false',
        autosaveInterval: 30,
      }),
    ).toMatchObject({
      name: 'Iron',
      max_players: 8,
      visibility: { public: false, lan: true },
      tags: ['calm'],
      allow_commands: false,
      autosave_interval: 30,
      require_user_verification: true,
    });
    expect(read('server-settings', {})).toMatchObject({ allow_commands: 'admins-only' });
  });

  test('takes credentials from secrets, and leaves those in the file that nobody gave', () => {
    const current = { 'config/server-settings.json': '{"token":"by-hand","game_password":"old"}' };
    expect(read('server-settings', {}, { factorioUsername: 'me', gamePassword: 'new' }, current)).toMatchObject({
      username: 'me',
      token: 'by-hand',
      game_password: 'new',
    });
    expect(read('server-settings', {})).not.toHaveProperty('token');
  });

  test('keeps what people wrote by hand', () => {
    const current = {
      'config/server-settings.json': '{\n    "_comment_x": "mine",\n    "visibility": {"steam": true},\n    "max_players": 3\n}',
    };
    expect(read('server-settings', {}, {}, current)).toMatchObject({
      _comment_x: 'mine',
      visibility: { steam: true, public: false },
      max_players: 0,
    });
  });
});

describe('the next map', () => {
  test('leaves out what is normal, so that mods without coal accept the file', () => {
    expect(read('map-gen-settings', {})).toEqual({ width: 0, height: 0, starting_area: 1, peaceful_mode: false, autoplace_controls: {} });
  });

  test('says what is not', () => {
    expect(read('map-gen-settings', { mapOreRichness: 3, mapWaterScale: 2, enemyBases: 0, mapCliffs: 0, mapWidth: 500 })).toMatchObject({
      width: 500,
      autoplace_controls: {
        'iron-ore': { frequency: 1, size: 1, richness: 3 },
        water: { frequency: 0.5, size: 1 },
        'enemy-base': { frequency: 1, size: 0 },
      },
      cliff_settings: { name: 'cliff', richness: 0 },
    });
  });

  test('goes back to normal when the settings do', () => {
    const before = Object.fromEntries(written({ mapOreRichness: 3, mapCliffs: 0 }));
    expect(read('map-gen-settings', {}, {}, before)).toEqual(read('map-gen-settings', {}));
  });

  test('counts cooldowns in ticks', () => {
    expect(read('map-settings', {})).toMatchObject({
      enemy_expansion: { min_expansion_cooldown: 14_400, max_expansion_cooldown: 216_000 },
      pollution: { diffusion_ratio: 0.02 },
    });
  });
});

test('the RCON password is the one of the secret at every start, and stands in no other file', () => {
  const now = written({}, { rconPassword }, { 'config/rconpw': 'made-by-the-image\n' });
  expect(now.get('config/rconpw')).toBe(`${rconPassword}\n`);
  expect([...now].filter(([, content]) => content.includes(rconPassword))).toHaveLength(1);
});

test('the configuration of the game is written once and then its own', () => {
  expect(written({}, {}, { 'config/config.ini': '[path]\nwrite-data=/factorio\n[other]\nx=1\n' }).get('config/config.ini')).toContain(
    'x=1',
  );
});
