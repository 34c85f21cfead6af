import { describe, expect, test } from 'vitest';
import { steamId2, steamId3, steamId64 } from './steam-id.ts';
import { chatLines, consoleText } from './text.ts';

describe('text for the console', () => {
  test.each([
    ['a "b" c', "a 'b' c"],
    ['a; quit', 'a, quit'],
    ['a\nquit\r\0\u2028b', 'a quit b'],
    ['  a \u202e b  ', 'a b'],
    ['größer 日本', 'größer 日本'],
  ])('%j becomes %j', (given, expected) => {
    expect(consoleText(given)).toBe(expected);
  });

  test('is said in lines that the chat shows whole', () => {
    const lines = chatLines(`${'word '.repeat(60)}${'x'.repeat(200)}`);
    expect(lines.every((line) => line.length <= 120)).toBe(true);
    expect(lines.join(' ').replaceAll(/x x/g, 'xx')).toBe(`${'word '.repeat(60)}${'x'.repeat(200)}`);
    expect(chatLines('x '.repeat(2000))).toHaveLength(5);
    expect(chatLines(' \n ')).toEqual([]);
  });
});

describe('a SteamID', () => {
  test.each(['76561198012345678', '[U:1:52079950]', 'U:1:52079950', 'STEAM_1:0:26039975', 'STEAM_0:0:26039975', ' 76561198012345678 '])(
    'is read from %s',
    (text) => {
      expect(steamId64(text)).toBe('76561198012345678');
    },
  );

  test('may be one of the newest accounts', () => {
    expect(steamId64('[U:1:3161611659]')).toBe('76561201121877387');
    expect(steamId64('76561201121877387')).toBe('76561201121877387');
  });

  test('is written in every form', () => {
    expect([steamId3('76561198012345678'), steamId2('76561198012345678')]).toEqual(['[U:1:52079950]', 'STEAM_1:0:26039975']);
  });

  test.each(['', '0', '765', 'Ada', '[G:1:5]', '[U:1:0]', '[U:1:4294967296]', '76561197960265728', 'STEAM_1:2:5', '[U:1:5]; quit'])(
    'is not %j',
    (text) => {
      expect(steamId64(text)).toBeUndefined();
    },
  );
});
