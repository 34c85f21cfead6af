import { applyFilePatch, parseSourceCfg } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { CONVARS, RUST_CFG } from './convars.ts';
import { files } from './files.ts';
import { settings } from './settings/index.ts';

function written(file: string, current: string | undefined, chosen: Record<string, unknown> = {}): string {
  const patch = files({ settings: settings.parse(chosen) }).find(({ path }) => path.endsWith(file));
  if (patch === undefined) throw new Error(`${file} is not managed`);
  return applyFilePatch(current, patch) ?? current ?? '';
}

describe('server.cfg', () => {
  test('says every setting in the words of the game', () => {
    const chosen = {
      hostname: 'Grüße & more',
      description: 'one\ntwo // three',
      tags: ['weekly', 'EU'],
      pve: true,
      idleKickMode: 'never',
      decayScale: 0.5,
    };
    const values = parseSourceCfg(written('server.cfg', undefined, chosen), RUST_CFG);
    expect(Object.fromEntries(values)).toMatchObject({
      'server.hostname': 'Grüße & more',
      'server.description': String.raw`one\ntwo // three`,
      'server.tags': 'weekly,EU',
      'server.pve': 'true',
      'server.idlekickmode': '0',
      'decay.scale': '0.5',
    });
    expect(values.size).toBe(CONVARS.size);
  });

  test('keeps what people wrote by hand', () => {
    const before = '// my server\nenv.daylength "90" # longer\nserver.hostname "by hand"\nserver.hostname "twice"\n';
    const after = written('server.cfg', before, { hostname: 'Ours' });
    expect(after).toContain('// my server\nenv.daylength "90" # longer\nserver.hostname "Ours"\n');
    expect(after).not.toContain('twice');
  });
});

test('serverauto.cfg loses what would win over a setting, and keeps everything else', () => {
  const before = 'server.hostname "old"\nserver.pve "True"\nheli.lifetimeminutes "10"\n';
  expect(written('serverauto.cfg', before)).toBe('heli.lifetimeminutes "10"\n');
});

test('users.cfg gets those who are set, beside those who are there', () => {
  const before = 'ownerid 76561198000000001 "Alice" "first"\n';
  const chosen = { owners: ['76561198000000002'], moderators: ['76561198000000003'] };
  const after = written('users.cfg', before, chosen);
  expect(after).toBe(
    'ownerid 76561198000000001 "Alice" "first"\nownerid 76561198000000002 "unnamed" "by setting"\nmoderatorid 76561198000000003 "unnamed" "by setting"\n',
  );
  expect(written('users.cfg', after, chosen)).toBe(after);
});

describe('the command line', () => {
  const options = (chosen: Record<string, unknown> = {}): string[] => written('start.txt', undefined, chosen).split('\n');
  test('has what the game reads from nowhere else', () => {
    expect(options({ seed: 7, worldSize: 3000, level: 'barren', maxPlayers: 20 })).toEqual(
      expect.arrayContaining([
        'server.level Barren',
        'server.seed 7',
        'server.worldsize 3000',
        'server.maxplayers 20',
        'server.secure 1',
        'app.port 28082',
      ]),
    );
  });
  test('turns Rust+ off with the one word that does', () => {
    expect(options({ rustPlus: false })).toContain('app.port 1-');
  });
  test('has no password in it', () => {
    expect(options().join('\n')).not.toContain('rcon');
  });
});

test('Carbon does not update itself behind our back, and is only told so where it is', () => {
  expect(
    JSON.parse(written('carbon/config.json', '{"SelfUpdating":{"Enabled":true,"HookUpdates":true}}', { framework: 'carbon' })),
  ).toEqual({
    SelfUpdating: { Enabled: false, HookUpdates: true },
  });
  expect(files({ settings: settings.parse({}) }).some(({ path }) => path.startsWith('carbon/'))).toBe(false);
});
