import { gameServerSpecSchema } from '@gse/resources';
import type { GameServerSpec } from '@gse/resources';
import type { Diagnosis } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';

const examples = diagnoses.flatMap((diagnosis) => diagnosis.examples.map((line) => ({ id: diagnosis.id, line })));

function spec(more: Record<string, unknown> = {}): GameServerSpec {
  return gameServerSpecSchema.parse({ game: 'minecraft', ...more });
}

function claimant(line: string): string | undefined {
  return diagnoses.find(({ pattern }) => pattern?.test(line))?.id;
}

function fixOf(id: string, more: Record<string, unknown> = {}, line?: string): unknown {
  const diagnosis = diagnoses.find((candidate) => candidate.id === id) as Diagnosis;
  const match = line === undefined ? undefined : (diagnosis.pattern?.exec(line) ?? undefined);
  return typeof diagnosis.fix === 'function' ? diagnosis.fix({ spec: spec(more), match }) : diagnosis.fix;
}

test.each(examples)('$line is $id and nothing before it', ({ id, line }) => expect(claimant(line)).toBe(id));

test('each has a name of its own, a meaning, a remedy and an example', () => {
  expect(new Set(diagnoses.map(({ id }) => id)).size).toBe(diagnoses.length);
  for (const { id, meaning, remedy, examples: lines } of diagnoses) {
    expect(id).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(meaning).toMatch(/\.$/);
    expect(remedy).toMatch(/\.$/);
    expect(lines.length).toBeGreaterThan(0);
  }
});

describe('lines that are no trouble', () => {
  const harmless = [
    '[12:00:00] [Server thread/INFO]: Done (1.234s)! For help, type "help"',
    '[12:00:00] [Server thread/INFO]: Preparing spawn area: 42%',
    "[12:00:00] [Server thread/WARN]: Can't keep up! Is the server overloaded? Running 2034ms or 40 ticks behind",
    '[12:00:00] [Server thread/WARN]: [Essentials] java.net.UnknownHostException: api.spigotmc.org',
    'java.net.UnknownHostException: sessionserver.mojang.com',
    '[init] Resolving type given PAPER',
  ];
  test.each(harmless)('%s', (line) => expect(claimant(line)).toBeUndefined());

  test('cannot be made by players: whatever they say, name or do is told at level INFO', () => {
    for (const { line } of examples) {
      for (const told of [
        `[12:00:00] [Server thread/INFO]: <Steve> ${line}`,
        `[12:00:00] [Async Chat Thread - #0/INFO]: [Not Secure] <Steve> ${line}`,
        `[12:00:00 INFO]: <Steve> ${line}`,
        `[12:00:00] [Server thread/INFO]: * Steve ${line}`,
        `[12:00:00] [Server thread/INFO]: Steve issued server command: /${line}`,
      ])
        expect({ told, claimant: claimant(told) }).toEqual({ told, claimant: undefined });
    }
  });
});

describe('fixes', () => {
  test('accept the licence beside those accepted before', () => {
    expect(
      fixOf('EulaNotAccepted', {
        licences: [
          { id: 'other', accepted: true },
          { id: 'minecraft-eula', accepted: false },
        ],
      }),
    ).toMatchObject({
      kind: 'patch',
      patch: {
        spec: {
          licences: [
            { id: 'other', accepted: true },
            { id: 'minecraft-eula', accepted: true },
          ],
        },
      },
    });
  });

  test.each([
    [{}, { size: 'small' }],
    [{ size: 'small' }, { size: 'medium' }],
    [{ size: 'large' }, { resources: { memory: '23Gi' } }],
    [{ size: 'small', resources: { memory: '4Gi' } }, { resources: { memory: '6Gi' } }],
    [{ resources: { memory: '1500Mi' } }, { resources: { memory: '3Gi' } }],
  ])('give a server of %j more memory: %j', (given, patch) =>
    expect(fixOf('OutOfMemory', given)).toMatchObject({ kind: 'patch', patch: { spec: patch } }),
  );

  test.each([
    [{}, '15Gi'],
    [{ size: 'large' }, '120Gi'],
    [{ storage: { size: '5Gi' } }, '8Gi'],
  ])('grow the volume of %j to %s', (given, size) =>
    expect(fixOf('DiskFull', given)).toMatchObject({ patch: { spec: { storage: { size } } } }),
  );

  test('shorten distances until they are short', () => {
    expect(fixOf('WatchdogStopped')).toMatchObject({ patch: { spec: { settings: { viewDistance: 8, simulationDistance: 8 } } } });
    expect(fixOf('WatchdogStopped', { settings: { viewDistance: 6, simulationDistance: 10 } })).toMatchObject({
      patch: { spec: { settings: { simulationDistance: 8 } } },
    });
    expect(fixOf('WatchdogStopped', { settings: { viewDistance: 5, simulationDistance: 4 } })).toBeUndefined();
  });

  test('lift a pin only where there is one', () => {
    expect(fixOf('WorldFromNewerVersion')).toBeUndefined();
    expect(fixOf('WorldFromNewerVersion', { version: { pin: '1.20.1' } })).toMatchObject({
      patch: { spec: { version: { pin: null, channel: 'latest' } } },
    });
  });

  test('lead to the plugin that is meant', () => {
    expect(
      fixOf(
        'PluginDependencyMissing',
        {},
        "org.bukkit.plugin.UnknownDependencyException: Unknown/missing dependency plugins: [Essentials, Vault]. Please download and install these plugins to run 'Bx-Core'.",
      ),
    ).toMatchObject({ title: 'Find Essentials, Vault', href: 'https://hangar.papermc.io/?query=Essentials' });
    expect(
      fixOf(
        'PluginIncompatible',
        {},
        "[18:51:33 ERROR]: [ModernPluginLoadingStrategy] Could not load plugin 'Chunker-1.21.4.jar' in folder 'plugins'",
      ),
    ).toMatchObject({ href: 'https://hangar.papermc.io/?query=Chunker' });
  });

  test('that are patches make a spec that is still valid', () => {
    for (const diagnosis of diagnoses) {
      const fix = fixOf(diagnosis.id, { version: { pin: '1.20.1' } });
      if (fix === undefined || (fix as { kind: string }).kind !== 'patch') continue;
      const patch = (fix as { patch: { spec: Record<string, unknown> } }).patch.spec;
      const version = patch['version'] === undefined ? {} : { version: { channel: 'latest' } };
      expect(() => spec({ ...patch, ...version })).not.toThrow();
    }
  });
});
