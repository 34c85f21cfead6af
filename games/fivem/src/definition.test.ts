import { gameServerSpecSchema, parseQuantity } from '@gse/resources';
import { matchesPath, planServer, settingMetas } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { secondsLeft } from './console.ts';
import { fivem } from './definition.ts';

function plan(spec: Record<string, unknown>) {
  return planServer(fivem, gameServerSpecSchema.parse({ game: 'fivem', ...spec }));
}

function planned(spec: Record<string, unknown>) {
  const result = plan(spec);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan;
}

describe('versions', () => {
  test.each(['12913', '25770', '35945', '99999', '123456'])('%s may be pinned', (pin) =>
    expect(planned({ version: { pin } }).version).toBe(pin),
  );
  test.each(['latest', '7290', '11999', '35945-0d8a', '35945; rm', '35945\n', ''])('%j may not be pinned', (pin) =>
    expect(plan({ version: { pin } }).ok).toBe(false),
  );
});

describe('settings', () => {
  test('all say what they are, where they land and when they apply', () => {
    const silent = [...settingMetas(fivem.settings)].filter(
      ([, { group, title, description, lands }]) =>
        group === '' || title === '' || !description.endsWith('.') || lands?.includes(': ') !== true,
    );
    expect(silent).toEqual([]);
    expect(settingMetas(fivem.settings).size).toBeGreaterThan(30);
  });

  test.each([
    [{ maxPlayers: 48, onesync: 'off' }, 'maxPlayers'],
    [{ maxPlayers: 128, onesync: 'legacy' }, 'maxPlayers'],
    [{ maxPlayers: 2048 }, undefined],
    [{ resources: ['gse'] }, 'resources'],
    [{ resources: ['a;quit'] }, 'resources.0'],
    [{ hostname: 'a"b' }, 'hostname'],
    [{ hostname: 'a\nb' }, 'hostname'],
    [{ proxyRanges: ['192.0.2.0/24', '2001:db8::/32', '10.0.0.1'] }, undefined],
    [{ proxyRanges: ['999.0.2.0'] }, 'proxyRanges'],
    [{ proxyRanges: ['192.0.2.0/33'] }, 'proxyRanges'],
    [{ publicEndpoints: '203.0.113.7' }, 'publicEndpoints'],
    [{ publicEndpoints: '203.0.113.7:30120 [2001:db8::1]:30120' }, undefined],
    [{ indirectListing: true }, 'indirectListing'],
    [{ indirectListing: true, listingHost: 'example.org' }, undefined],
    [{ admins: ['license:0123456789abcdef0123456789abcdef01234567', 'a'.repeat(40), 'discord:123456'] }, undefined],
    [{ admins: ['Bob'] }, 'admins.0'],
    [{ admins: ['ip:203.0.113.7'] }, 'admins.0'],
  ])('%j complains about %s', (chosen, path) => {
    const result = plan({ settings: chosen });
    expect(result.ok ? undefined : result.problems[0]?.path).toBe(path === undefined ? undefined : `spec.settings.${path}`);
  });
});

describe('the container', () => {
  test('runs as nobody special, without a secret anywhere, from a pinned image', () => {
    const { workload } = planned({ settings: { variant: 'txadmin' }, version: { pin: '35245' } });
    expect(workload).toMatchObject({
      runAsUser: 1000,
      runAsGroup: 1000,
      dataPath: '/fivem',
      env: { ARTIFACT: '35245', VARIANT: 'txadmin' },
    });
    expect(workload).not.toHaveProperty('secretEnv');
    expect(workload.image).toMatch(/^docker\.io\/library\/alpine:\d+\.\d+\.\d+$/);
  });

  test('has one number for both sides of the game port', () => {
    expect(fivem.ports['game']).toMatchObject({ protocols: ['UDP'], number: 30120, exposed: true, primary: true });
    expect(fivem.ports['http']).toMatchObject({ protocols: ['TCP'], number: 30120, exposed: true });
  });
});

test('sizes grow, and each says why', () => {
  const memory = Object.values(fivem.presets).map((preset) => parseQuantity(preset.memory));
  expect(memory).toEqual(memory.toSorted((a, b) => a - b));
  for (const { reason } of Object.values(fivem.presets)) expect(reason).toMatch(/players/);
});

test('a database is asked for, and not demanded', () => {
  expect(fivem.needs).toMatchObject({ database: { kind: 'mysql', secret: 'databaseUrl', optional: true } });
});

test.each([
  ['server-data/server.cfg', true],
  ['server-data/resources/[cars]/a/stream/a.yft', true],
  ['server-data/db/default/CURRENT', true],
  ['txData/admins.json', true],
  ['txData/default/data/playersDB.json', true],
  ['server-data/cache/files/a', false],
  ['server-data/gse-secrets.cfg', false],
  ['txData/default/logs/fxserver.log', false],
  ['artifacts/35945/alpine/opt/cfx-server/FXServer', false],
  ['console.log', false],
])('%s belongs into a backup: %s', (path, belongs) => {
  const { include = [], exclude = [] } = fivem.backup ?? {};
  expect(include.some((pattern) => matchesPath(path, pattern)) && !exclude.some((pattern) => matchesPath(path, pattern))).toBe(belongs);
});

test.each([
  ['Server restarts in 5 minutes', 300],
  ['Server restarts in 1 minute (new cars)', 60],
  ['Server stops in 90 seconds', 90],
  ['Server restarts in 2 hours', 7200],
  ['The race starts in 5 minutes', undefined],
  ['Server restart is over', undefined],
])('%s leaves scripts %s seconds', (words, seconds) => expect(secondsLeft(words)).toBe(seconds));
