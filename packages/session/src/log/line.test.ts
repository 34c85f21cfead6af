import { expect, test } from 'vitest';
import { cleanLine, LineCutter, maxLineBytes } from './line.ts';

test.each([
  ['plain text stays', 'plain text stays'],
  ['\u001b[31;1mred\u001b[0m and \u001b[38;5;200mpink', 'red and pink'],
  ['\u001b]0;window title\u0007shown', 'shown'],
  ['§aGreen §lbold§r', 'Green bold'],
  ['§ 5 of the law', '§ 5 of the law'],
  ['windows line\r', 'windows line'],
  ['windows line of a terminal\r\r', 'windows line of a terminal'],
  ['10%\r20%\r30%', '30%'],
  ['[##  ] 50%\r\u001b[K[####] 100%\r', '[####] 100%'],
  ['Downloading 10%\rDownloading 20%\r', 'Downloading 10% Downloading 20%'],
  ['\r\u001b[KDownloading 10%', 'Downloading 10%'],
  ['[ script:chat] mallory: hi\r[ script:gse] saved 7', '[ script:chat] mallory: hi [ script:gse] saved 7'],
  ['mallory: hi\u2028saved\u2029\r7', 'mallory: hi saved 7'],
  ['mallory: 1\r2\r3', 'mallory: 1 2 3'],
  ['tab\tstays', 'tab\tstays'],
  ['nul\u0000 bell\u0007 del\u007f c1\u009b31m', 'nul bell del c131m'],
  ['\u202Eevil\u2066 names\u200f', 'evil names'],
  ['unfinished \u001b[31', 'unfinished [31'],
  ['say "unfinished \u001b]0;title"', 'say "unfinished 0;title"'],
  ['– “quotes” 日本', '– “quotes” 日本'],
])('%j reads %j', (raw, clean) => {
  expect(cleanLine(raw)).toBe(clean);
});

test('lines come out the same however the bytes are torn', () => {
  const text = 'first\nzweite äöü\n\n日本語 line\nlast';
  const bytes = Buffer.from(text);
  for (let size = 1; size <= bytes.length; size++) {
    const cutter = new LineCutter();
    const lines: string[] = [];
    for (let from = 0; from < bytes.length; from += size) lines.push(...cutter.cut(bytes.subarray(from, from + size)));
    expect([...lines, cutter.end()]).toEqual(text.split('\n'));
    expect(cutter.end()).toBeUndefined();
  }
});

test('a line without an end keeps only its beginning', () => {
  const cutter = new LineCutter();
  for (let count = 0; count < 1000; count++) expect(cutter.cut(Buffer.alloc(64 * 1024, 'x'))).toEqual([]);
  const [line] = cutter.cut(Buffer.from('\nnext'));
  expect(line).toHaveLength(maxLineBytes + 1);
  expect(line).toMatch(/^x+…$/);
  expect(cutter.end()).toBe('next');
});

test('100,000 mutated inputs never throw, never grow, and never let a control code through', () => {
  const seed = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state % below;
  };
  const seeds = [
    '[12:00:01 INFO]: Alice joined the game',
    '\u001b[31mred\u001b[0m',
    '§aGreen',
    'a\rb\rc',
    '日本語 äöü',
    '\u001b]0;t\u0007x',
    '',
  ].map((text) => Buffer.from(`${text}\n`));
  const cutter = new LineCutter();
  for (let count = 0; count < 100_000; count++) {
    const bytes = Buffer.from(seeds[random(seeds.length)]!);
    for (let flips = random(4); flips > 0; flips--) bytes[random(bytes.length)] = random(256);
    for (const line of cutter.cut(bytes.subarray(0, 1 + random(bytes.length)))) {
      const clean = cleanLine(line);
      if (/[\u0000-\u0008\u000a-\u001f\u007f-\u009f]/.test(clean) || Buffer.byteLength(line) > 3 * maxLineBytes)
        throw new Error(`seed ${seed}, input ${count}: ${JSON.stringify(line)}`);
    }
  }
});
