import { describe, expect, test } from 'vitest';
import { log, QUITTING, readStage, SAVED, SAVE_FAILED } from './log.ts';
import { mutate, seeded } from './mutation.testkit.ts';

const HEADER = '   0.000 2026-07-21 16:41:38; Factorio 2.0.77 (build 84539, linux64, headless)';
const READY = '   0.578 Info ServerMultiplayerManager.cpp:808: updateTick(926) changing state from(CreatingGame) to(InGame)';
const JOINED = '2026-01-20 10:30:04 [JOIN] Alice joined the game';
const SAVING = ' 600.001 Info AppManager.cpp:287: Saving to _autosave4 (blocking).';
const DONE = ' 601.250 Info AppManager.cpp:419: Saving finished';

describe('lines of the log', () => {
  test('people come, go and speak', () => {
    expect(JOINED.match(log.joined ?? '')?.groups).toMatchObject({ name: 'Alice' });
    expect('2026-01-20 10:30:04 [LEAVE] a.B-c_1 left the game'.match(log.left ?? '')?.groups).toMatchObject({ name: 'a.B-c_1' });
    expect('2026-01-20 10:30:04 [CHAT] Alice: a: b [gps=0,0]'.match(log.chat ?? '')?.groups).toMatchObject({
      name: 'Alice',
      text: 'a: b [gps=0,0]',
    });
    for (const tag of ['[Train Lord]', '[[item=coal] Boss]'])
      expect(`2026-01-20 10:30:04 [CHAT] Alice ${tag}: hi: all]: x`.match(log.chat ?? '')?.groups).toMatchObject({
        name: 'Alice',
        text: 'hi: all]: x',
      });
    expect(log.chat?.test('2026-01-20 10:30:04 [CHAT] <server>: hello')).toBe(false);
  });

  test('nobody can chat the server into being ready, saved or gone', () => {
    for (const line of [READY, DONE, '   9.000 Quitting: remote-quit.']) {
      const said = `2026-01-20 10:30:04 [CHAT] Mallory: ${line}`;
      for (const pattern of [log.ready, SAVED, SAVE_FAILED, QUITTING]) expect(pattern.test(said)).toBe(false);
    }
    expect(readStage([READY, `2026-01-20 10:30:04 [CHAT] Mallory: ${SAVING}`]).stage).toBe('running');
  });

  test('older and newer spellings of ready are known', () => {
    expect(
      log.ready.test('   6.712 Info ServerMultiplayerManager.cpp:699: mapTick(9911) changing state from(CreatingGame) to(InGame)'),
    ).toBe(true);
    expect(
      log.ready.test(
        '   1.263 Info ServerMultiplayerManager.cpp:808: updateTick(18446744073709551615) changing state from(CreatingGame) to(InitializationFailed)',
      ),
    ).toBe(false);
  });

  test('the end of a save by command is told from the progress of the save at exit', () => {
    expect(SAVED.test(DONE)).toBe(true);
    expect(SAVED.test('  10.000 Info MainLoop.cpp:448: Saving progress: 100.000000%')).toBe(false);
  });
});

describe('where the game stands', () => {
  test.each<[string, string[], ReturnType<typeof readStage>]>([
    ['nothing is printed yet', [], { stage: 'unknown' }],
    ['only the header', [HEADER], { stage: 'starting' }],
    ['mods load', [HEADER, '   0.078 Loading mod base 2.0.77 (data.lua)'], { stage: 'starting', progress: 'Loading mod base 2.0.77' }],
    [
      'the game noticed that nobody can type',
      [HEADER, '   0.018 Error InterruptibleStdioStream.cpp:55: Got EOF on stdin; closing'],
      { stage: 'starting' },
    ],
    [
      'a save did not work',
      [READY, SAVING, ' 600.100 Error AppManager.cpp:431: Saving failed: No space left on device'],
      { stage: 'running' },
    ],
    [
      'the header has scrolled away',
      ['   0.078 Loading mod flib 0.15.0 (data.lua)'],
      { stage: 'starting', progress: 'Loading mod flib 0.15.0' },
    ],
    [
      'an error of the last run, then a start',
      ['   1.0 Error Util.cpp:81: x', HEADER, '   1.262 Loading map /factorio/saves/world.zip: 44816393 bytes.'],
      { stage: 'starting', progress: 'Loading map' },
    ],
    ['ready', [HEADER, READY], { stage: 'running' }],
    ['a save is under way', [READY, JOINED, SAVING], { stage: 'saving' }],
    [
      'a save by command is under way',
      [READY, ' 3.000 Info AppManager.cpp:300: Saving game as /factorio/saves/world.zip'],
      { stage: 'saving' },
    ],
    ['the save is over', [READY, SAVING, DONE], { stage: 'running' }],
    [
      'it leaves',
      [READY, SAVING, DONE, ' 700.000 Quitting: remote-quit.', ' 700.001 Info MainLoop.cpp:437: Saving map as /factorio/saves/world.zip'],
      { stage: 'saving' },
    ],
    ['it has saved and leaves', [' 700.000 Quitting: remote-quit.', ' 700.900 Goodbye'], { stage: 'leaving' }],
  ])('%s', (_, lines, stage) => {
    expect(readStage(lines)).toEqual(stage);
  });
});

test('whatever is printed, the log is read without trouble, and names are names (100,000 mutated lines)', () => {
  const { random, seed } = seeded();
  const lines = [
    HEADER,
    READY,
    JOINED,
    SAVING,
    DONE,
    '   0.078 Loading mod base 2.0.77 (data.lua)',
    '2026-01-20 10:30:04 [CHAT] Alice: hello',
  ];
  const stages = new Set(['starting', 'saving', 'leaving', 'running', 'unknown']);
  const wrong: string[] = [];
  for (let round = 0; round < 100_000; round++) {
    const line = mutate(lines[round % lines.length] ?? '', random);
    const names = [log.joined, log.left, log.chat]
      .map((pattern) => pattern?.exec(line)?.groups?.['name'])
      .filter((name) => name !== undefined);
    const sound = stages.has(readStage([line]).stage) && names.every((name) => /^[A-Za-z0-9._-]{1,60}$/.test(name));
    if (!sound) wrong.push(`seed ${seed}: ${JSON.stringify(line)}`);
  }
  expect(wrong).toEqual([]);
});

test('a line of megabytes is read in no time worth mentioning', () => {
  for (const long of [
    `   0.078 Loading mod ${'a'.repeat(1_000_000)}`,
    ' '.repeat(1_000_000),
    `   1.0 Error A.cpp:1: ${'Saving '.repeat(200_000)}`,
  ]) {
    readStage([long]);
    for (const pattern of [log.ready, log.progress, log.joined, log.chat, SAVED, SAVE_FAILED]) pattern?.test(long);
  }
});
