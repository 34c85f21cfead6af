import { settingMetas } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { factorio } from './definition.ts';
import { liveCommands } from './lifecycle.ts';
import { presets } from './presets.ts';
import { check, settings } from './settings/index.ts';
import { workload } from './workload.ts';

const defaults = settings.parse({});

describe('the facts of Factorio', () => {
  test('an order without settings is a working server that is not listed publicly', () => {
    expect(check(defaults)).toEqual([]);
    expect(defaults).toMatchObject({ visibilityPublic: false, requireUserVerification: true, spaceAge: false, saveName: 'world' });
  });

  test.each([...settingMetas(settings)])('the setting %s says what it is, where it lands and when it applies', (_, meta) => {
    expect(['live', 'restart', 'wipe']).toContain(meta.applies);
    expect(meta.description).toMatch(/\.$/);
    for (const words of [meta.group, meta.title, meta.lands]) expect(words).toMatch(/\S/);
  });

  test('every live setting has a command that puts it into force, and no other setting has one', () => {
    const live = [...settingMetas(settings)].filter(([, { applies }]) => applies === 'live').map(([name]) => name);
    const commanded = Object.keys(defaults).filter(
      (name) => liveCommands(name === 'admins' ? { admins: ['Alice'] } : { [name]: defaults[name as keyof typeof defaults] }).length > 0,
    );
    expect(commanded).toEqual(live);
  });

  test('what applies live or to a new map only does not change the container, which would ask for a restart', () => {
    const plan = (wished: Record<string, unknown>): string =>
      JSON.stringify(
        workload({
          spec: { game: 'factorio', state: 'Running', intent: 'None' },
          settings: settings.parse(wished),
          version: '2.0.77',
          memoryBytes: 2 ** 31,
        }),
      );
    expect(plan({ whitelist: true, maxPlayers: 3, admins: ['Alice'], mapPreset: 'island', mapSeed: 7, mapTrees: 2 })).toBe(plan({}));
    expect(plan({ saveName: 'other' })).not.toBe(plan({}));
  });

  test('one exposed port is the one players type, and the remote console never leaves the pod', () => {
    expect(Object.values(factorio.ports).filter(({ primary }) => primary)).toHaveLength(1);
    expect(factorio.ports['game']).toMatchObject({ protocols: ['UDP'], number: 34_197, exposed: true });
    expect(factorio.ports['rcon']).toMatchObject({ protocols: ['TCP'], exposed: false });
  });

  test('no setting holds a credential', () => {
    expect(Object.keys(settings.shape).filter((name) => /password|token|secret|username/i.test(name))).toEqual([]);
  });

  test('presets grow and say why', () => {
    const gibibytes = Object.values(presets).map(({ memory }) => Number.parseInt(memory, 10));
    expect(gibibytes).toEqual(gibibytes.toSorted((a, b) => a - b));
    expect(Object.keys(presets)).toContain(factorio.defaultPreset);
    for (const { reason } of Object.values(presets)) expect(reason.length).toBeGreaterThan(40);
  });

  test.each([
    ['2.0.77', true],
    ['2.1.12', true],
    ['1.1.110', false],
    ['stable', false],
    ['2.0', false],
    ['2.0.77 ', false],
  ])('version %j is accepted: %s', (version, accepted) => {
    expect(factorio.versions.accepts.test(version)).toBe(accepted);
  });

  test('the recommended version and every channel can be run', () => {
    for (const version of [factorio.versions.recommended, ...Object.values(factorio.versions.channels)])
      expect(factorio.versions.accepts.test(version)).toBe(true);
  });

  test('the icon is one SVG that brings everything along', () => {
    expect(factorio.icon).toMatch(/^<svg [^>]*viewBox="0 0 64 64"/);
    expect(factorio.icon).not.toMatch(/href|<script|url\(/);
  });
});

describe('settings that do not go together', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['a public server that verifies nobody', { visibilityPublic: true, requireUserVerification: false }, ['requireUserVerification']],
    ['a preset and figures', { mapPreset: 'rail-world', mapOreSize: 2, pollution: false }, ['mapOreSize', 'pollution']],
    ['a preset and a seed', { mapPreset: 'rail-world', mapSeed: 42 }, []],
    ['figures without a preset', { mapOreSize: 2, mapSeed: 42 }, []],
    ['expansion cooldowns the wrong way round', { enemyExpansionMinCooldown: 61 }, ['enemyExpansionMinCooldown']],
    ['segments the wrong way round', { minimumSegmentSize: 101 }, ['minimumSegmentSize']],
    ['segment player counts the wrong way round', { maximumSegmentSizePeerCount: 21 }, ['maximumSegmentSizePeerCount']],
  ])('%s', (_, wished, paths) => {
    expect(check(settings.parse(wished)).map(({ path }) => path)).toEqual(paths);
  });

  test.each([['../x'], ['_autosave1'], ['a b'], ['-x'], ['']])('a save cannot be called %j', (saveName) => {
    expect(settings.safeParse({ saveName }).success).toBe(false);
  });
});
