import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { matching } from '../../test/matching.ts';
import { MinecraftStatusError } from '../errors.ts';
import { FUZZ_INPUTS, fuzzSeed, mutated } from '../../test/fuzz.ts';
import { seededRandom } from '../testing/random.ts';
import { readLegacyStatus, readStatusJson, type StatusContent } from './read-status.ts';

const FOLDER = new URL('fixtures/', import.meta.url);
const fixture = (name: string) => readFileSync(new URL(`${name}.json`, FOLDER), 'utf8');
const names = readdirSync(FOLDER).map((file) => file.replace('.json', ''));

const EXPECTED: Readonly<Record<string, object>> = {
  'vanilla-1.8-pre1': { versionName: '1.8-pre1', protocol: 44, players: { online: 0, max: 20 }, description: 'A Minecraft Server' },
  'vanilla-26.2': {
    protocol: 776,
    players: { online: 1, max: 20, sample: [{ name: 'Notch', id: '069a79f4-44e9-4726-a5be-fca90e38aaf5' }] },
    enforcesSecureChat: true,
  },
  'paper-styled': { versionName: 'Paper 26.2', description: 'My World!\nsecond line', players: { online: 14, max: 60 } },
  'hidden-players': { players: undefined, description: 'Staff only' },
  'hidden-sample': { players: { online: 7, max: 20 }, enforcesSecureChat: false },
  'forge-1.7.10': {
    modded: {
      format: 'fml1',
      truncated: false,
      mods: [
        { id: 'mcp', version: '9.05' },
        { id: 'FML', version: '7.10.99.99' },
        { id: 'Forge', version: '10.13.4.1614' },
      ],
    },
  },
  'forge-1.12.2': { description: 'A Minecraft Server', modded: { format: 'fml1' } },
  'forge-1.16.5': {
    modded: {
      format: 'forge',
      truncated: false,
      mods: [
        { id: 'forge', version: 'ANY' },
        { id: 'fusion', version: '' },
      ],
    },
  },
  'forge-1.20.1': {
    modded: {
      format: 'forge',
      truncated: false,
      mods: [
        { id: 'minecraft', version: '1.20.1' },
        { id: 'forge', version: 'ANY' },
      ],
    },
  },
  'neoforge-1.21.1': { players: { online: 6, max: 20, sample: [] }, modded: { format: 'marker', mods: [], truncated: false } },
  velocity: {
    versionName: 'Velocity 1.7.2-26.2',
    description: 'A Velocity Server',
    modded: { format: 'fml1', mods: [], truncated: false },
  },
  'bungeecord-array': { description: 'Another Bungee server here', players: { online: 0, max: 1 } },
  'network-long-motd': {
    description: '                Big Network [1.8-26.2]\n        SKYBLOCK UPDATE - SUMMER EVENT',
    players: { online: 31_482, max: 200_000, sample: [] },
  },
  'advertising-sample': {
    versionName: 'Maintenance',
    protocol: -1,
    description: 'Update is 40%',
    players: { sample: [{ name: 'Visit our' }, { name: 'web site' }] },
  },
};

test.each(names)('the status of %s is read', (name) => {
  const expected = EXPECTED[name];
  expect(expected).toBeDefined();
  expect(readStatusJson(fixture(name))).toMatchObject({ legacy: false, ...expected });
  expect(readStatusJson(fixture(name)).favicon !== undefined).toBe(fixture(name).includes('"favicon"'));
});

describe('a status', () => {
  test.each([
    ['no keys at all', '{}', { versionName: '', protocol: -1, players: undefined, description: '', descriptionRaw: '' }],
    [
      'null everywhere',
      '{"version":null,"players":null,"description":null,"favicon":null,"forgeData":null,"modinfo":null}',
      { players: undefined, description: '' },
    ],
    ['negative players', '{"players":{"online":-1,"max":-1}}', { players: undefined }],
    ['no maximum', '{"players":{"online":3}}', { players: undefined }],
    [
      'numbers as strings',
      '{"players":{"online":"3","max":"20"},"version":{"protocol":"47"}}',
      { players: { online: 3, max: 20 }, protocol: 47 },
    ],
    ['numbers beyond reason', '{"players":{"online":1e999,"max":20}}', { players: undefined }],
    ['a sample that is no list', '{"players":{"online":3,"max":20,"sample":{}}}', { players: { online: 3, max: 20 } }],
    [
      'a sample of anything',
      '{"players":{"online":3,"max":20,"sample":[null,1,{"id":5},{"name":"Steve"}]}}',
      { players: { online: 3, max: 20, sample: [{ name: 'Steve', id: '' }] } },
    ],
    ['a favicon that is no picture', '{"favicon":"javascript:alert(1)"}', { description: '' }],
    ['text behind its end', '{"description":"ok"}V{"releaseType":"unknown"}', { description: 'ok' }],
    ['text before its beginning', ' \n{"description":"ok"}', { description: 'ok' }],
  ])('with %s is read', (_what, json, expected) => {
    expect(readStatusJson(json)).toMatchObject(expected);
  });

  test('with an icon of hundreds of kilobytes is read without it', () => {
    const status = readStatusJson(JSON.stringify({ description: 'big', favicon: `data:image/png;base64,${'A'.repeat(200_000)}` }));
    expect(status).toMatchObject({ description: 'big' });
    expect(status).not.toHaveProperty('favicon');
  });

  test('with thousands of mods or names is cut', () => {
    const mods = Array.from({ length: 3000 }, (_, index) => ({ modId: `mod${index}`, modmarker: '1' }));
    const sample = Array.from({ length: 3000 }, (_, index) => ({ name: `player${index}`, id: '' }));
    const status = readStatusJson(JSON.stringify({ forgeData: { mods }, players: { online: 3000, max: 3000, sample } }));
    expect(status.modded?.mods).toHaveLength(1000);
    expect(status.modded?.truncated).toBe(true);
    expect(status.players?.sample).toHaveLength(100);
  });

  test.each([
    '{',
    '',
    'null',
    '"text"',
    '[]',
    '42',
    '{"a":}',
    `{"description":${'['.repeat(300)}`,
    `{"description":${'{"extra":['.repeat(20_000)}`,
  ])('that is no object, or too deep, is a typed error', (json) => {
    expect(() => readStatusJson(json)).toThrow(expect.objectContaining({ code: 'GSE_MINECRAFT_STATUS_PROTOCOL', kind: 'protocol' }));
  });

  test('nested as deep as is allowed can be written out again', () => {
    const deep = `${'{"text":"a","extra":['.repeat(120)}${']}'.repeat(120)}`;
    const status = readStatusJson(`{"description":${deep}}`);
    expect(status.description).toBe('a'.repeat(120));
    expect(JSON.stringify(status.descriptionRaw)).toBe(deep);
  });
});

describe('a legacy status', () => {
  test('of 1.4 and later has version and protocol', () => {
    expect(readLegacyStatus('§1\x00127\x0026.2\x00§aA Minecraft Server\x002\x0020')).toEqual({
      versionName: '26.2',
      protocol: 127,
      players: { online: 2, max: 20 },
      description: 'A Minecraft Server',
      descriptionRaw: '§aA Minecraft Server',
      legacy: true,
    });
  });

  test('of older servers has neither, and its message may hold the divider', () => {
    expect(readLegacyStatus('A §aMinecraft§r Server§2§20')).toMatchObject({
      versionName: '',
      protocol: -1,
      players: { online: 2, max: 20 },
      description: 'A Minecraft Server',
    });
  });

  test.each(['Outdated client!', '', '§1\x00', '§1\x0061\x001.5.2\x00motd', 'a§b§c'])(
    'that is only a kick is an error with its text (%j)',
    (text) => {
      expect(() => readLegacyStatus(text)).toThrow(expect.objectContaining({ kind: 'protocol', message: matching(/refused/) }));
    },
  );
});

/** Everything in a status is bounded and plain, whatever was sent. */
function expectSane(status: StatusContent): void {
  const isPlain = (text: string) => text.length <= 4096 && !/[§\u0000-\u0009\u001b]/.test(text);
  const { players, modded } = status;
  const isSane =
    isPlain(status.versionName) &&
    isPlain(status.description) &&
    Number.isSafeInteger(status.protocol) &&
    (players === undefined ||
      (Number.isSafeInteger(players.online) &&
        players.online >= 0 &&
        Number.isSafeInteger(players.max) &&
        (players.sample ?? []).every(({ name }) => isPlain(name)))) &&
    (modded === undefined || modded.mods.every(({ id, version }) => id.length <= 128 && version.length <= 128));
  if (!isSane) throw new Error('The status is not sane.');
  JSON.stringify(status);
}

function fuzz(what: string, inputs: readonly string[], read: (text: string) => StatusContent): void {
  const seed = fuzzSeed(what);
  const random = seededRandom(seed);
  const bytes = inputs.map((input) => Buffer.from(input));
  let understood = 0;
  for (let round = 0; round < FUZZ_INPUTS; round++) {
    const input = mutated(bytes[round % bytes.length] ?? Buffer.alloc(0), random).toString('utf8');
    try {
      expectSane(read(input));
      understood += 1;
    } catch (error) {
      if (!(error instanceof MinecraftStatusError))
        throw new Error(`FUZZ_SEED=${seed} round ${round}: ${JSON.stringify(input)}`, { cause: error });
    }
  }
  expect(understood).toBeGreaterThan(FUZZ_INPUTS / 20);
}

test('mutated status texts give a sane status or one typed error', () => {
  fuzz(
    'Minecraft status JSON',
    names.map((name) => JSON.stringify(JSON.parse(fixture(name)))),
    readStatusJson,
  );
});

test('mutated legacy texts give a sane status or one typed error', () => {
  fuzz('Minecraft legacy status', ['§1\x00127\x0026.2\x00A Minecraft Server\x000\x0020', 'A §aMinecraft Server§2§20'], readLegacyStatus);
});

test('mutated packed mod lists are read as far as they go', () => {
  const status = JSON.parse(fixture('forge-1.20.1')) as { forgeData: { d: string } };
  fuzz('Forge mod lists', [Buffer.from(status.forgeData.d, 'utf16le').toString('latin1')], (latin1) => {
    const d = Buffer.from(latin1, 'latin1').toString('utf16le');
    return readStatusJson(JSON.stringify({ forgeData: { d } }));
  });
});
