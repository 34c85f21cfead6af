import { applyFilePatch, parseSourceCfg } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { CFG, files, type FilesInput } from './files.ts';
import { settings } from './settings/index.ts';

const SECRETS = {
  rconPassword: 'pass',
  playersToken: 'token',
  licenseKey: 'cfxk_1_2',
  databaseUrl: 'mysql://u:p"w@db/x',
  steamWebApiKey: 'steam',
};

function input(more: { settings?: Record<string, unknown>; secrets?: FilesInput['secrets']; accepted?: string[] } = {}): FilesInput {
  return {
    spec: { game: 'fivem', state: 'Running', intent: 'None' },
    settings: settings.parse(more.settings ?? {}),
    version: '35945',
    memoryBytes: 3 * 1024 ** 3,
    secrets: more.secrets ?? SECRETS,
    accepted: new Set(more.accepted ?? ['cfx-terms']),
  };
}

/** What a file says after all patches of it. */
function written(file: string, from: FilesInput, current?: string): string {
  return (
    files(from)
      .filter(({ path }) => path === file)
      .reduce((content, patch) => applyFilePatch(content, patch) ?? content, current) ?? ''
  );
}

const cfg = (from: FilesInput, current?: string): Map<string, string> =>
  parseSourceCfg(written('server-data/server.cfg', from, current), CFG);

describe('server.cfg', () => {
  test('listens on both sides of one number and believes no private address', () => {
    const values = cfg(input());
    expect([values.get('endpoint_add_tcp'), values.get('endpoint_add_udp')]).toEqual(['0.0.0.0:30120', '0.0.0.0:30120']);
    expect(values.get('sv_proxyipranges')).toBe('127.0.0.1/32');
    expect(cfg(input({ settings: { proxyRanges: ['192.0.2.0/24'] } })).get('sv_proxyipranges')).toBe('127.0.0.1/32 192.0.2.0/24');
  });

  test('keeps the questions of the platform out of the log, from its first line on', () => {
    const lines = written('server-data/server.cfg', input(), 'ensure mine\n').split('\n');
    expect(lines.slice(0, 2)).toEqual(['con_addChannelFilter rcon noprint', 'con_addChannelFilter rcon/cmd noprint']);
  });

  test('has no secret in it, also where one was written by hand, and takes back what is managed', () => {
    const before = [
      '# my server',
      'endpoint_add_tcp "0.0.0.0:40000"',
      'set sv_licenseKey "old"; sv_hostname "by hand"',
      'rcon_password hunter2',
      'set mysql_connection_string "mysql://old"',
      'ensure my-own',
      'add_ace group.mod command.kick allow # mine',
    ].join('\n');
    const after = written('server-data/server.cfg', input({ settings: { hostname: 'Größe "x"'.replaceAll('"', '') } }), before);
    expect(after).not.toMatch(/hunter2|sv_licenseKey|mysql:|40000/);
    expect(after).toContain('# my server\n');
    expect(after).toContain('ensure my-own\n');
    expect(after).toContain('add_ace group.mod command.kick allow # mine');
    expect(parseSourceCfg(after, CFG).get('sv_hostname')).toBe('Größe x');
    // Secrets and variables before what people start, the rest behind it.
    expect(after.indexOf('exec gse-secrets.cfg')).toBeLessThan(after.indexOf('ensure my-own'));
    expect(after.indexOf('exec gse.cfg')).toBeGreaterThan(after.indexOf('ensure my-own'));
  });

  test('leaves secrets alone that nobody gave otherwise', () => {
    const after = written(
      'server-data/server.cfg',
      input({ secrets: { rconPassword: 'x' } }),
      'set mysql_connection_string "mine"\nset steam_webApiKey "mine"\n',
    );
    expect(after).toContain('mysql_connection_string "mine"');
    expect(after).toContain('steam_webApiKey "mine"');
  });

  test('has a key for every setting that says it lands there, unless it is empty', () => {
    const values = cfg(
      input({
        settings: {
          projectName: 'a',
          projectDescription: 'b',
          tags: ['c'],
          listed: false,
          icon: true,
          gameBuild: '3258',
          bannerDetail: 'https://example.org/a.png',
          bannerConnecting: 'https://example.org/b.png',
          publicEndpoints: '203.0.113.1:30120',
          listingHost: 'example.org',
        },
      }),
    );
    const promised = Object.values(settings.shape).flatMap(
      (field) => /^server\.cfg: (.*)$/.exec(String(field.meta()?.['lands']))?.[1] ?? [],
    );
    expect(promised.filter((key) => !values.has(key.toLowerCase()))).toEqual([]);
    expect(promised.length).toBeGreaterThan(25);
  });

  test('stays as it is when written again', () => {
    const once = written('server-data/server.cfg', input());
    expect(written('server-data/server.cfg', input(), once)).toBe(once);
  });
});

describe('the secrets', () => {
  const secrets = (from: FilesInput): Map<string, string> => parseSourceCfg(written('server-data/gse-secrets.cfg', from), CFG);

  test('stand in a file of their own, which only the game may read', () => {
    expect(Object.fromEntries(secrets(input()))).toEqual({
      sv_licensekey: 'cfxk_1_2',
      rcon_password: 'pass',
      sv_playerstoken: 'token',
      mysql_connection_string: 'mysql://u:p%22w@db/x',
      steam_webapikey: 'steam',
    });
    for (const { path, mode } of files(input()))
      expect({ path, mode }).toEqual({ path, mode: path.endsWith('gse-secrets.cfg') ? 0o600 : undefined });
  });

  test('are not used without the agreement of a person, and not any more once it is taken back', () => {
    expect(secrets(input({ accepted: [] })).has('sv_licensekey')).toBe(false);
    expect(secrets(input({ accepted: ['other'] })).has('sv_licensekey')).toBe(false);
    expect(secrets(input({ accepted: [] })).get('rcon_password')).toBe('pass');
  });

  test('stand in no other file', () => {
    for (const patch of files(input({ settings: { variant: 'txadmin' } }))) {
      if (patch.path.endsWith('gse-secrets.cfg')) continue;
      const content = written(patch.path, input({ settings: { variant: 'txadmin' } }));
      for (const value of ['cfxk_1_2', '"pass"', '"token"', 'mysql://', '"steam"'])
        expect({ path: patch.path, has: content.includes(value) }).toEqual({ path: patch.path, has: false });
    }
  });
});

describe('the files beside it', () => {
  test('start resources in order, those of the platform last, and name administrators', () => {
    const own = written(
      'server-data/gse.cfg',
      input({ settings: { resources: ['oxmysql', '[jobs]'], admins: ['f'.repeat(40), 'discord:1234'] } }),
    );
    expect(own).toMatch(/ensure "oxmysql"\nensure "\[jobs\]"\nensure gse\n$/);
    expect(own).toContain(`set gse_admins_1 "license:${'f'.repeat(40)} discord:1234"`);
  });

  test.each([
    [{}, ['mapmanager', 'chat', 'spawnmanager', 'sessionmanager', 'basic-gamemode', 'hardcap', 'baseevents']],
    [{ game: 'rdr3' }, ['mapmanager', 'chat', 'spawnmanager', 'sessionmanager-rdr3', 'redm-map-one', 'hardcap']],
    [{ game: 'rdr3', resources: ['vorp_core'] }, ['vorp_core']],
  ])('start the base resources of the game, unless others were chosen: %j', (settings, resources) => {
    const own = written('server-data/gse.cfg', input({ settings }));
    expect([...own.matchAll(/^ensure "(.*)"$/gm)].map(([, name]) => name)).toEqual(resources);
  });

  test('bring the resource of the platform along, for either game', () => {
    const manifest = written('server-data/resources/[gse]/gse/fxmanifest.lua', input());
    expect(manifest).toContain("server_only 'yes'");
    // Beside `common`, no game may be named; one that names RedM is refused without its warning.
    expect(manifest.match(/^games?\b.*$/gm)).toEqual(["game 'common'"]);
    expect(written('server-data/resources/[gse]/gse/server.lua', input())).toContain("command('gse_kick'");
  });

  test('tell txAdmin which server it runs, where it does', () => {
    expect(files(input()).some(({ path }) => path.startsWith('txData'))).toBe(false);
    const config = JSON.parse(
      written(
        'txData/default/config.json',
        input({ settings: { variant: 'txadmin', hostname: '^1My city' } }),
        '{"discordBot":{"enabled":true}}',
      ),
    ) as unknown;
    expect(config).toMatchObject({
      discordBot: { enabled: true },
      general: { serverName: 'My city' },
      server: { cfgPath: 'server.cfg', onesync: 'on' },
    });
  });
});
