import { applyFilePatch, parseProperties } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { files } from './files.ts';
import type { FilesInput } from './files.ts';
import { settings } from './settings/index.ts';

function input(
  more: { settings?: Record<string, unknown>; version?: string; rconPassword?: string; accepted?: string[] } = {},
): FilesInput {
  return {
    spec: { game: 'minecraft', state: 'Running', intent: 'None' },
    settings: settings.parse(more.settings ?? {}),
    version: more.version ?? '26.2',
    memoryBytes: 4 * 1024 ** 3,
    secrets: more.rconPassword === undefined ? {} : { rconPassword: more.rconPassword },
    accepted: new Set(more.accepted ?? []),
  };
}

function written(file: string, current: string | undefined, from: FilesInput): string {
  const patch = files(from).find(({ path }) => path === file);
  if (patch === undefined) throw new Error(`${file} is not managed`);
  return applyFilePatch(current, patch) ?? current ?? '';
}

describe('server.properties', () => {
  test('opens the console with the secret and keeps it out of the chat of operators', () => {
    const values = parseProperties(written('server.properties', undefined, input({ rconPassword: 'pAssw0rd' })));
    expect(Object.fromEntries(values)).toMatchObject({
      'enable-rcon': 'true',
      'rcon.port': '25575',
      'rcon.password': 'pAssw0rd',
      'broadcast-rcon-to-ops': 'false',
      'server-port': '25565',
      'enable-status': 'true',
    });
  });

  test('keeps what people wrote by hand, and takes back what is managed', () => {
    const before = '# my server\ntext-filtering-config=mine\nmotd=by hand\nrcon.password=\nenable-rcon=false\n';
    const after = written('server.properties', before, input({ settings: { motd: 'Grüße §6§lan alle' }, rconPassword: 'secret' }));
    expect(after).toContain('# my server\ntext-filtering-config=mine\n');
    expect(after).toContain('motd=Gr\\u00fc\\u00dfe \\u00a76\\u00a7lan alle');
    expect(parseProperties(after).get('motd')).toBe('Grüße §6§lan alle');
    expect(parseProperties(after).get('rcon.password')).toBe('secret');
    expect(parseProperties(after).get('enable-rcon')).toBe('true');
  });

  test('leaves the password alone where the secret is not known', () => {
    expect(parseProperties(written('server.properties', 'rcon.password=kept\n', input())).get('rcon.password')).toBe('kept');
  });

  test('spells the kind of world as the version does', () => {
    const levelType = (version: string, type: string): string | undefined =>
      parseProperties(written('server.properties', undefined, input({ version, settings: { levelType: type } }))).get('level-type');
    expect(levelType('26.2', 'flat')).toBe('minecraft:flat');
    expect(levelType('1.18.2', 'normal')).toBe('default');
    expect(levelType('1.16.5', 'large_biomes')).toBe('largeBiomes');
  });

  test('asks for the resource pack in the words given, whatever they are', () => {
    const prompt = parseProperties(
      written('server.properties', undefined, input({ settings: { resourcePackPrompt: 'Take "it", please' } })),
    ).get('resource-pack-prompt');
    expect(JSON.parse(prompt ?? '')).toEqual({ text: 'Take "it", please' });
  });

  test('has a key for every setting that says it lands there', () => {
    const values = parseProperties(written('server.properties', undefined, input()));
    const promised = Object.values(settings.shape)
      .map((field) => /^server\.properties: (.*)$/.exec(String(field.meta()?.['lands']))?.[1])
      .filter((key) => key !== undefined);
    expect(promised.filter((key) => !values.has(key))).toEqual([]);
    expect(promised.length).toBeGreaterThan(30);
  });
});

describe('eula.txt', () => {
  test('says yes only when a person did', () => {
    expect(written('eula.txt', undefined, input({ accepted: ['minecraft-eula'] }))).toBe('eula=true\n');
    expect(written('eula.txt', undefined, input())).toBe('');
    expect(written('eula.txt', undefined, input({ accepted: ['other'] }))).toBe('');
  });

  test('no longer says yes when the acceptance was taken back', () => {
    expect(parseProperties(written('eula.txt', '#By changing…\neula=true\n', input())).has('eula')).toBe(false);
  });
});
