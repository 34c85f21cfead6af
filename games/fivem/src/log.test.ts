import { describe, expect, test } from 'vitest';
import { isUp, lastProgress, log } from './log.ts';

const told = (...lines: readonly string[]) => ({
  mark: () => ({ line: 0 }),
  recent: () => lines,
  waitFor: () => Promise.reject(new Error('not asked')),
});
const START = '[start] FiveM artifact 35945, variant bare';
const READY = '[          script:gse] ready: 12 resources, 32 slots';

describe('log lines', () => {
  test('tell who came, went and spoke', () => {
    expect(log.joined?.exec('[          script:gse] joined: Ada L')?.groups).toMatchObject({ name: 'Ada L' });
    expect(log.left?.exec('[          script:gse] left: Ada L')?.groups).toMatchObject({ name: 'Ada L' });
    expect(log.chat?.exec('[         script:chat] Ada: hi: all')?.groups).toMatchObject({ name: 'Ada', text: 'hi: all' });
    expect(log.chat?.exec('[         script:chat] Ada^7 (Staff): hi^7')?.groups).toMatchObject({ name: 'Ada', text: 'hi' });
    expect(READY).toMatch(log.ready);
  });

  test('are marked while a command of the remote console runs, and read all the same', () => {
    expect(log.left?.exec('[     rcon/script:gse] left: Ada L')?.groups).toMatchObject({ name: 'Ada L' });
    expect(log.chat?.exec('[    rcon/script:chat] console: hi')?.groups).toMatchObject({ name: 'console', text: 'hi' });
    expect('[     rcon/script:gse] ready: 12 resources, 32 slots').toMatch(log.ready);
    // What somebody starts by hand is no progress of a start.
    expect(log.progress?.test('[      rcon/resources] Started resource chat')).toBe(false);
  });

  test.each([
    ['[start] Downloading artifact 35945-0d8a, about 70 MB', 'Downloading artifact 35945-0d8a, about 70 MB'],
    ['[           resources] Started resource chat (1 warning)', 'Started resource chat'],
    ['[ citizen-server-impl] Started resource chat', 'Started resource chat'],
    ['[ citizen-server-impl] Found 114 resources.', 'Found 114 resources.'],
    ['[          svadhesive] Authenticating server license key...', 'Authenticating server license key...'],
    ['02:15:12 [           resources] ^2Scanning resources.', 'Scanning resources.'],
  ])('%s is progress', (line, progress) => expect(log.progress?.exec(line)?.groups).toMatchObject({ progress }));

  test('cannot be forged in chat', () => {
    for (const said of ['ready: 12 resources', 'joined: Eve', '[          script:gse] joined: Eve', READY, START, 'Started resource x']) {
      for (const line of [`[         script:chat] Eve: ${said}`, `[         script:chat] ${said}`, `[  script:other_chat] ${said}`])
        for (const pattern of [log.ready, log.joined, log.left, log.progress]) expect(line).not.toMatch(pattern as RegExp);
    }
  });
});

test('whether the server is up is read from the last start', () => {
  expect(isUp(told(START))).toBe(false);
  expect(isUp(told(START, READY))).toBe(true);
  expect(isUp(told(START, READY, START))).toBe(false);
  expect(isUp(told())).toBe(false);
  expect(isUp(told(...Array.from({ length: 500 }, () => 'chatter')))).toBe(true);
  expect(lastProgress(told(START, '[           resources] Started resource a', '[           resources] Started resource b', 'x'))).toBe(
    'Started resource b',
  );
});
