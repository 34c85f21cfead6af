import { expect, test } from 'vitest';
import { decodeReply } from './text.ts';

test('a character cut by a packet border is whole again', () => {
  const bytes = Buffer.from('grüße 😀 done');
  for (let cut = 0; cut <= bytes.length; cut++) expect(decodeReply([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe('grüße 😀 done');
});

test('two halves of a character that were encoded by themselves become that character', () => {
  const high = Uint8Array.of(0xed, 0xa0, 0xbd);
  const low = Uint8Array.of(0xed, 0xb8, 0x80);
  expect(decodeReply([Buffer.concat([Buffer.from('a'), high]), Buffer.concat([low, Buffer.from('z')])])).toBe('a😀z');
  expect(decodeReply([Buffer.concat([high, low, high, low])])).toBe('😀😀');
});

test('what is no UTF-8 becomes replacement characters, and NULs go', () => {
  expect(decodeReply([Uint8Array.of(0x61, 0xff, 0x00, 0xed, 0xa0, 0x62)])).toBe('a\ufffd\ufffd\ufffdb');
  expect(decodeReply([Buffer.from('퟿ 휴 한국')])).toBe('퟿ 휴 한국');
  expect(decodeReply([])).toBe('');
});
