import { gameServerSpecSchema, type GameServerSpec } from '@gse/resources';
import { describe, expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';
import { BASE } from './settings/resources.ts';

const examples = diagnoses.flatMap((diagnosis) => diagnosis.examples.map((line) => ({ id: diagnosis.id, line })));

function spec(more: Record<string, unknown> = {}): GameServerSpec {
  return gameServerSpecSchema.parse({ game: 'fivem', ...more });
}

function claimant(line: string): string | undefined {
  return diagnoses.find(({ pattern }) => pattern?.test(line))?.id;
}

function fixOf(id: string, more: Record<string, unknown> = {}, line?: string): unknown {
  const diagnosis = diagnoses.find((candidate) => candidate.id === id);
  const match = line === undefined ? undefined : (diagnosis?.pattern?.exec(line) ?? undefined);
  return typeof diagnosis?.fix === 'function' ? diagnosis.fix({ spec: spec(more), match }) : diagnosis?.fix;
}

test.each(examples)('$line is $id and nothing before it', ({ id, line }) => expect(claimant(line)).toBe(id));

test.each(examples)('$line is known with its time in front and colours in it', ({ id, line }) => {
  if (!line.startsWith('[') || line.startsWith('[start]')) return;
  expect(claimant(`12:57:49 AM ${line}`)).toBe(id);
  expect(claimant(line.replace('] ', '] ^1'))).toBe(id);
});

describe('lines that are no trouble', () => {
  test.each([
    '[          svadhesive] Server license key authentication succeeded. Welcome!',
    '[           resources] Started resource chat (1 warning)',
    '[ citizen-server-impl] server thread hitch warning: timer interval of 159 milliseconds',
    '[      script:oxmysql] Database server connection established!',
    '[start] Artifact 35945 has the checksum sha256:0123',
  ])('%s', (line) => expect(claimant(line)).toBeUndefined());

  test('cannot be made by players: whatever they say comes from a script', () => {
    for (const { line } of examples) {
      for (const told of [
        `[         script:chat] Ada: ${line}`,
        `[         script:chat] Ada^7: ${line}^7`,
        `[         script:chat] ${line}`,
        `[          script:gse] joined: ${line}`,
        `[   script:my_chat_42] ${line}`,
      ])
        expect({ told, claimant: claimant(told) }).toEqual({ told, claimant: undefined });
    }
  });
});

describe('fixes', () => {
  test('ask for agreement before they ask for the key', () => {
    expect(fixOf('LicenseKeyMissing', { licences: [{ id: 'other', accepted: true }] })).toMatchObject({
      patch: {
        spec: {
          licences: [
            { id: 'other', accepted: true },
            { id: 'cfx-terms', accepted: true },
          ],
        },
      },
    });
    expect(fixOf('LicenseKeyMissing', { licences: [{ id: 'cfx-terms', accepted: true }] })).toMatchObject({ kind: 'link' });
  });

  test('lift a pin to an artifact that has expired', () => {
    expect(fixOf('ArtifactExpired', { version: { pin: '25770' } })).toMatchObject({
      patch: { spec: { version: { pin: null, channel: 'latest' } } },
    });
    expect(fixOf('ArtifactExpired', { version: { channel: 'recommended' } })).toMatchObject({ kind: 'patch' });
    expect(fixOf('ArtifactExpired')).toMatchObject({ kind: 'link' });
  });

  test('take a resource off the list that is not there, where it is on it', () => {
    const line = "[ citizen-server-impl] Couldn't find resource kr-Casino.";
    expect(fixOf('ResourceNotFound', { settings: { resources: ['chat', 'kr-Casino'] } }, line)).toMatchObject({
      title: 'Do not start kr-Casino',
      patch: { spec: { settings: { resources: ['chat'] } } },
    });
    expect(fixOf('ResourceNotFound', {}, line)).toMatchObject({ kind: 'link' });
  });

  test('take a resource off the list that does not fit the game, and one that does not start', () => {
    const refused = '[           resources] Warning: Resource redm-map-one does not support the current game (gta5).';
    expect(fixOf('ResourceOfAnotherGame', { settings: { resources: ['chat', 'redm-map-one'] } }, refused)).toMatchObject({
      patch: { spec: { settings: { resources: ['chat'] } } },
    });
    const failed = "[ citizen-server-impl] Couldn't start resource chat.";
    expect(fixOf('ResourceNotStarted', { settings: { game: 'rdr3' } }, failed)).toMatchObject({
      title: 'Do not start chat',
      patch: { spec: { settings: { resources: BASE.rdr3.filter((resource) => resource !== 'chat') } } },
    });
  });

  test('start a base resource first that others need', () => {
    const line = '[    c-resources-core] Could not find dependency spawnmanager for resource es_extended.';
    expect(fixOf('DependencyMissing', { settings: { resources: ['es_extended'] } }, line)).toMatchObject({
      patch: { spec: { settings: { resources: ['spawnmanager', 'es_extended'] } } },
    });
    expect(fixOf('DependencyMissing', {}, line)).toMatchObject({ kind: 'link' });
    expect(BASE.gta5).toContain('spawnmanager');
  });

  test.each([
    [{}, { size: 'small' }],
    [{ size: 'large' }, { resources: { memory: '15Gi' } }],
    [{ resources: { memory: '2Gi' } }, { resources: { memory: '3Gi' } }],
  ])('give a server of %j more memory: %j', (given, patch) =>
    expect(fixOf('OutOfMemory', given)).toMatchObject({ patch: { spec: patch } }),
  );

  test.each([
    [{}, '15Gi'],
    [{ storage: { size: '5Gi' } }, '8Gi'],
  ])('grow the volume of %j to %s', (given, size) =>
    expect(fixOf('DiskFull', given)).toMatchObject({ patch: { spec: { storage: { size } } } }),
  );
});
