import fc from 'fast-check';
import { expect, test } from 'vitest';
import { asPlainText, forTerminal, tame } from './console-text.ts';

const at = '2026-01-01T00:00:00Z';

test('nothing a player writes is obeyed by the terminal', () => {
  expect(tame('\u001b]0;owned\u0007\u001b[2Jhello\u009b31m\r\nthere')).toBe(']0;owned[2Jhello31mthere');
});

test('a line stays one line, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (line) => {
      const written = forTerminal({ kind: 'line', at, text: line });
      // Apart from our own colours there is no control character.
      expect(written.replace(/\u001b\[\d+m/g, '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['[12:00:00] [Server thread/WARN]: slow', '\u001b[33m'],
  ['12.3 Error: no space left', '\u001b[31m'],
  ['[12:00:00] [Server thread/INFO]: done', ''],
  ['<bob> what a terror', ''],
])('%s has the colour of its level', (line, colour) => {
  expect(forTerminal({ kind: 'line', at, text: line }).startsWith(colour === '' ? line : colour)).toBe(true);
});

test('an endless line is cut, and says so', () => {
  expect(tame('x'.repeat(5_000)).length).toBeLessThan(4_100);
});

test('an answer stands below its command, line by line', () => {
  const entry = { kind: 'answer', command: 'list', output: 'one\ntwo\n', isProblem: false } as const;
  expect(asPlainText(entry)).toBe('> list\n  one\n  two');
  expect(forTerminal(entry).split('\r\n')).toHaveLength(3);
});

test('times stand before lines when they are wanted', () => {
  expect(asPlainText({ kind: 'line', at, text: 'hello' }, () => '12:00:00')).toBe('12:00:00 hello');
});
