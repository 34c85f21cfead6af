import { applyFilePatch, parseSourceCfg } from '@gse/sdk';
import { expect, test } from 'vitest';
import { files } from './files.ts';
import { settings } from './settings/index.ts';

function written(chosen: object, secrets = {}, before: Readonly<Record<string, string>> = {}): Map<string, string> {
  return new Map(
    files({ settings: settings.parse(chosen), secrets }).map((patch) => [
      patch.path.slice(patch.path.lastIndexOf('/') + 1),
      applyFilePatch(before[patch.path], patch) ?? before[patch.path] ?? '',
    ]),
  );
}

test('what can be changed in the running game is in the file that is executed once, and nowhere else', () => {
  const made = written({ name: 'Larry', cheats: true });
  expect(made.get('gse_server.cfg')).toContain('hostname "Larry"\n');
  expect(made.get('server.cfg')).not.toContain('hostname');
  expect(made.get('server.cfg')).not.toMatch(/banned_|sv_rcon_log/);
});

test('what only the game before has is written for it, and taken out where it was written for the current one', () => {
  const old = written({ edition: 'csgo-legacy', lan: true });
  expect(old.get('server.cfg')).toMatch(/^sv_rcon_log 0\n(?:.*\n)*exec banned_user\.cfg\nexec banned_ip\.cfg\n$/m);
  expect(old.has('banned_user.cfg')).toBe(true);
  const made = written({}, {}, { 'game/csgo/cfg/server.cfg': old.get('server.cfg') ?? '' });
  expect(made.get('server.cfg')).not.toMatch(/banned_|sv_rcon_log/);
  expect(made.has('banned_user.cfg')).toBe(false);
});

test('SourceTV and its recording are switched on before the first map is loaded', () => {
  const made = written({ tvEnabled: true, tvAutoRecord: true });
  expect(made.get('gse_server.cfg')).toContain('tv_enable 1\ntv_autorecord 1\n');
  expect(made.get('server.cfg')).toContain('tv_enable 1\n');
  expect(written({}).get('gse_server.cfg')).toContain('tv_enable 0\n');
});

test('the token for Steam is the first that the game reads, also where it is given later', () => {
  const before = written({}, { rconPassword: 'hush' }).get('gse_secrets.cfg') ?? '';
  const after = written({}, { rconPassword: 'hush', gameServerToken: 'TOKEN' }, { 'game/csgo/cfg/gse_secrets.cfg': before });
  expect(after.get('gse_secrets.cfg')).toBe('sv_setsteamaccount "TOKEN"\nrcon_password "hush"\n');
});

test('rules stand in the file of the mode, and only those that differ from it', () => {
  const made = written({ gameMode: 'wingman', maxRounds: 16, roundMinutes: 1.5, friendlyFire: 'off', botQuotaMode: 'fill' });
  expect(made.get('gamemode_competitive2v2_server.cfg')).toBe(
    'mp_maxrounds 16\nmp_roundtime 1.5\nmp_roundtime_defuse 1.5\nmp_roundtime_hostage 1.5\nmp_friendlyfire 0\nbot_quota_mode "fill"\ntv_delay 30\n',
  );
});

test('a rule that is left to the mode again goes, and what people wrote stays', () => {
  const path = 'game/csgo/cfg/gamemode_casual_server.cfg';
  const made = written({ gameMode: 'casual' }, {}, { [path]: '// mine\nmp_maxrounds 30 // long\nmp_c4timer 35\n' });
  expect(made.get('gamemode_casual_server.cfg')).toBe('// mine\n // long\nmp_c4timer 35\ntv_delay 30\n');
});

test('secrets stand in one file that only the game reads, and go when they are taken back', () => {
  const [secretFile] = files({ settings: settings.parse({}), secrets: { rconPassword: 'hush', gameServerToken: 'TOKEN' } });
  expect(secretFile?.mode).toBe(0o600);
  const once = written({}, { rconPassword: 'hush', gameServerToken: 'TOKEN', joinPassword: 'letmein' });
  expect(once.get('gse_secrets.cfg')).toBe('sv_setsteamaccount "TOKEN"\nrcon_password "hush"\nsv_password "letmein"\n');
  const again = written({}, { rconPassword: 'hush' }, { 'game/csgo/cfg/gse_secrets.cfg': once.get('gse_secrets.cfg') ?? '' });
  expect(again.get('gse_secrets.cfg')).toBe('rcon_password "hush"\n');
  expect([...written({}, { rconPassword: 'hush' })].filter(([, content]) => content.includes('hush')).map(([name]) => name)).toEqual([
    'gse_secrets.cfg',
  ]);
});

test('the old game has a folder of its own', () => {
  const paths = files({ settings: settings.parse({ edition: 'csgo-legacy', lan: true }), secrets: {} }).map(({ path }) => path);
  expect(paths.every((path) => path.startsWith('csgo-legacy/csgo/cfg/'))).toBe(true);
});

test('values are in the words of the game', () => {
  const made = written({ region: 'europe', botDifficulty: 'expert', logDetail: 'all', visibleMaxPlayers: -1, hibernate: false });
  expect(parseSourceCfg(made.get('gse_server.cfg') ?? '')).toEqual(
    new Map([['hostname', 'Counter-Strike server'], ['sv_visiblemaxplayers', '-1'], ['sv_region', '3'], ['sv_tags', ''], ['sv_steamgroup', ''], ['sv_voiceenable', '1'], ['sv_cheats', '0'], ['sv_hibernate_when_empty', '0'], ['sv_hibernate_postgame_delay', '5'], ['tv_enable', '0'], ['tv_autorecord', '0']]), // prettier-ignore
  );
  expect(parseSourceCfg(made.get('gamemode_competitive_server.cfg') ?? '').get('bot_difficulty')).toBe('3');
  expect(parseSourceCfg(made.get('server.cfg') ?? '').get('mp_logdetail')).toBe('3');
});
