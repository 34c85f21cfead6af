import { seededRandom } from './mutation.testkit.ts';
import { describe, expect, test } from 'vitest';
import { escapeWord, oneLine, playerProblem, quoted } from './text.ts';

describe('a word of a command', () => {
  test('is read back as it was, and never ends anything', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 20_000; round++) {
      const text = String.fromCodePoint(
        ...Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 0x2_ffff)),
      ).toWellFormed();
      const word = escapeWord(text);
      if (!/^[A-Za-z0-9%._-]+$/.test(word)) throw new Error(JSON.stringify(text));
      if (decodeURIComponent(word) !== text) throw new Error(JSON.stringify(text));
    }
  });

  test('is cut where a message would get too long', () => {
    expect(Buffer.byteLength(escapeWord('ü'.repeat(5000)))).toBeLessThan(1000);
    expect(decodeURIComponent(escapeWord('ü'.repeat(5000)))).toMatch(/^ü+…$/);
    expect(escapeWord('ü'.repeat(50), 100).length).toBeLessThanOrEqual(100);
    expect(escapeWord('')).toBe('%20');
  });
});

test('a value between quotes has no quote, no line break and no direction in it', () => {
  expect(quoted('a "b"\n;quit\u202e')).toBe(`"a 'b' ;quit"`);
  expect([quoted(5), quoted(true), quoted('')]).toEqual(['"5"', '"true"', '""']);
  expect(oneLine('  a\tb\u0007\r\nc\u2028d ')).toBe('a b c d');
});

test.each(['Ada', 'Ada L', '#12', '[CLAN] Ada; "x"', `license:${'a'.repeat(40)}`])('%s can be somebody', (player) =>
  expect(playerProblem(player)).toBeUndefined(),
);
test.each(['', ' ', 'Ada\n', 'Ada\u0000', ' Ada', 'x'.repeat(200)])('%j is nobody', (player) =>
  expect(playerProblem(player)).toContain('nobody'),
);
