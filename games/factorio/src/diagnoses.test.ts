import type { PlanInput } from '@gse/sdk';
import { describe, expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';

type GameServerSpec = PlanInput<unknown>['spec'];
const spec: GameServerSpec = { game: 'factorio', state: 'Running', intent: 'None' };
const first = (line: string) => diagnoses.find(({ pattern }) => pattern?.test(line));
const fixOf = (line: string, of: GameServerSpec = spec): unknown => {
  const diagnosis = first(line);
  return typeof diagnosis?.fix === 'function'
    ? diagnosis.fix({ spec: of, match: line.match(diagnosis.pattern ?? /$^/) ?? undefined })
    : diagnosis?.fix;
};

describe('diagnoses', () => {
  test.each(diagnoses.flatMap(({ id, examples }) => examples.map((line) => [id, line] as const)))('%s is told from %j', (id, line) => {
    expect(first(line)?.id).toBe(id);
  });

  test('ids are unique, and each is known by a line or by how the process ended', () => {
    expect(new Set(diagnoses.map(({ id }) => id)).size).toBe(diagnoses.length);
    const unknowable = diagnoses.filter(({ pattern, exit, examples }) =>
      pattern === undefined ? exit === undefined : examples.length === 0,
    );
    expect(unknowable.map(({ id }) => id)).toEqual([]);
  });

  test('nobody can chat a diagnosis into the log', () => {
    const said = diagnoses.flatMap(({ examples }) => examples).map((line) => `2026-01-20 10:30:04 [CHAT] Mallory: ${line}`);
    expect(said.filter((line) => first(line) !== undefined)).toEqual([]);
  });

  test.each([
    ['   0.018 Error InterruptibleStdioStream.cpp:55: Got EOF on stdin; closing'],
    ['   1.306 Info RemoteCommandProcessor.cpp:131: Starting RCON interface at IP ADDR:({0.0.0.0:27015})'],
    ['   0.602 Info PlayerData.cpp:73: Local player-data.json unavailable'],
    [' 431.002 Info AppManager.cpp:419: Saving finished'],
    ['2026-01-20 10:30:04 [LEAVE] Alice left the game'],
  ])('%j is no trouble', (line) => {
    expect(first(line)).toBeUndefined();
  });

  test('a save from a newer version is mended by running that version', () => {
    expect(
      fixOf('MultiplayerManager failed: "Map version 2.1.12-3 cannot be loaded because it is higher than the game version (2.0.77-0)."'),
    ).toMatchObject({ kind: 'patch', patch: { spec: { version: { pin: '2.1.12' } } } });
    expect(
      fixOf('MultiplayerManager failed: "Map version 3.0.1-0 cannot be loaded because it is higher than the game version (2.0.77-0)."'),
    ).toBeUndefined();
  });

  test('a full volume is mended by half as much again', () => {
    expect(fixOf('No space left on device', { ...spec, storage: { size: '20Gi' } })).toMatchObject({
      patch: { spec: { storage: { size: '30Gi' } } },
    });
    expect(fixOf('No space left on device', { ...spec, size: 'tiny' })).toMatchObject({ patch: { spec: { storage: { size: '8Gi' } } } });
  });

  test('too little memory is mended by the next size, and by more memory where there is none', () => {
    const { fix } = diagnoses.find(({ id }) => id === 'OutOfMemory') ?? {};
    const next = (wish: Partial<GameServerSpec>): unknown => (typeof fix === 'function' ? fix({ spec: { ...spec, ...wish } }) : fix);
    expect(next({})).toMatchObject({ patch: { spec: { size: 'medium' } } });
    expect(next({ size: 'medium' })).toMatchObject({ patch: { spec: { size: 'large' } } });
    expect(next({ size: 'large' })).toMatchObject({ patch: { spec: { resources: { memory: '18Gi' } } } });
    expect(next({ size: 'small', resources: { memory: '4Gi' } })).toMatchObject({ patch: { spec: { resources: { memory: '6Gi' } } } });
  });
});
