import { gameServerSpecSchema, parseQuantity } from '@gse/resources';
import { planServer, settingMetas } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { counterStrike } from './definition.ts';
import { liveCommands } from './lifecycle.ts';
import { settings, type CounterStrikeSettings } from './settings/index.ts';

function plan(spec: Record<string, unknown>) {
  return planServer(counterStrike, gameServerSpecSchema.parse({ game: 'counter-strike', ...spec }));
}

describe('settings', () => {
  test('that say they apply at once are told to the running game, and no others', () => {
    const defaults = settings.parse({});
    for (const [name, { applies }] of settingMetas(counterStrike.settings)) {
      const commands = liveCommands({ [name]: defaults[name as keyof CounterStrikeSettings] });
      expect({ name, told: commands.length > 0 }).toEqual({ name, told: applies === 'live' });
    }
  });

  test('are told so that nothing of them gets out of its quotes', () => {
    expect(liveCommands({ name: 'a; quit', cheats: true, visibleMaxPlayers: -1 })).toEqual([
      'hostname "a, quit"',
      'sv_visiblemaxplayers -1',
      'sv_cheats 1',
    ]);
  });

  test.each([
    [{}, undefined],
    [{ maxPlayers: 65 }, 'maxPlayers'],
    [{ name: 'a "b"' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ map: 'de_dust2; quit' }, 'map'],
    [{ workshopMap: '1', workshopCollection: '2' }, 'workshopCollection'],
    [{ workshopMap: 'https://steamcommunity.com/' }, 'workshopMap'],
    [{ maxPlayers: 4, visibleMaxPlayers: 5 }, 'visibleMaxPlayers'],
    [{ maxPlayers: 4, botQuota: 4 }, 'botQuota'],
    [{ maxPlayers: 4, botQuota: 4, botQuotaMode: 'fill' }, undefined],
    [{ tvAutoRecord: true }, 'tvAutoRecord'],
    [{ edition: 'csgo-legacy' }, 'edition'],
    [{ edition: 'csgo-legacy', lan: true }, undefined],
  ])('%j complains about %s', (chosen, path) => {
    const result = plan({ settings: chosen });
    expect(result.ok ? undefined : result.problems[0]?.path).toBe(path === undefined ? undefined : `spec.settings.${path}`);
  });
});

test('every size has room for the game and for an update of it', () => {
  for (const { storage } of Object.values(counterStrike.presets)) expect(parseQuantity(storage)).toBeGreaterThanOrEqual(80 * 2 ** 30);
});

test('a version is a branch on Steam, and nothing that could be more than that', () => {
  expect(['public', 'animgraph_2_beta', '1.40.2'].every((name) => counterStrike.versions.accepts.test(name))).toBe(true);
  expect(['', 'a b', '-beta', 'public validate', 'x'.repeat(41)].some((name) => counterStrike.versions.accepts.test(name))).toBe(false);
});
