import { describe, expect, test } from 'vitest';
import { SAVED, SAVE_FAILED, log } from './log.ts';

const groups = (pattern: RegExp | undefined, line: string): Record<string, string> | undefined => {
  const found = pattern?.exec(line)?.groups;
  return found === undefined ? undefined : { ...found };
};

describe('lines that servers were seen to write', () => {
  test('tell who comes, goes and speaks', () => {
    expect(groups(log.joined, '1.2.3.4:56789/76561198000000000/PlayerName joined [windows/76561198000000000]')).toEqual({
      id: '76561198000000000',
      name: 'PlayerName',
    });
    expect(groups(log.left, '1.2.3.4:56789/76561198000000000/Player Name disconnecting: disconnect')?.['name']).toBe('Player Name');
    expect(groups(log.chat, '[CHAT] Quantum[76561198113034550] : test')).toEqual({
      name: 'Quantum',
      id: '76561198113034550',
      text: 'test',
    });
  });

  test('tell of accounts of any age', () => {
    expect(groups(log.joined, '1.2.3.4:5/76561200012345678/New joined [windows/76561200012345678]')).toMatchObject({ name: 'New' });
    expect(groups(log.left, '1.2.3.4:5/76561200012345678/New disconnecting: disconnect')).toMatchObject({ name: 'New' });
    expect(groups(log.chat, '[CHAT] New[76561200012345678] : hi')).toMatchObject({ name: 'New', text: 'hi' });
  });

  test.each([
    ['Asset Warmup (2837/6552)', 'Asset Warmup (2837/6552)'],
    ['Loading Prefab Bundle 45%', 'Loading Prefab Bundle 45%'],
    ['Generating procedural map of size 4500 with seed 658834', 'Generating procedural map of size 4500 with seed 658834'],
    ['Spawning 9932 entities from save', 'Spawning 9932 entities from save'],
    ['Initializing 9985 entity links', 'Initializing 9985 entity links'],
    ['Initializing 9934 entity save caches', 'Initializing 9934 entity save caches'],
    [' Update state (0x61) downloading, progress: 90.79 (11629081767 / 12808440321)', 'downloading, progress: 90.79'],
    [' Update state (0x5) validating, progress: 0.81 (43468186 / 5349036012)', 'validating, progress: 0.81'],
  ])('tell how far a start is: %s', (line, progress) => {
    expect(groups(log.progress, line)).toEqual({ progress });
  });

  test('tell that it is ready, and that it saved', () => {
    expect(log.ready.test('Server startup complete')).toBe(true);
    expect(SAVED.test('Saving complete')).toBe(true);
    expect(SAVE_FAILED.exec('System.IO.IOException: Disk full. Path /data/x.sav')?.groups?.['reason']).toBe(
      'IOException: Disk full. Path /data/x.sav',
    );
  });
});

test.each([
  '[CHAT] Steve[76561198113034550] : Server startup complete',
  'WebSocket RCon Started on 28016',
  'Saved 10,077 ents, cache(0.09), write(0.00), disk(0.00).',
])('%s is nothing of that', (line) => {
  for (const pattern of [log.ready, log.joined, log.left, log.progress, SAVED, SAVE_FAILED]) expect(pattern?.test(line)).toBe(false);
});
