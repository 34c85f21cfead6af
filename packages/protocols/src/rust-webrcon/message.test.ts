import { describe, expect, test } from 'vitest';
import { FUZZ_INPUTS, fuzzSeed, mutated } from '../../test/fuzz.ts';
import { seededRandom } from '../testing/random.ts';
import { encodeCommand, encodeMessage, parseCommand, parseMessage } from './message.ts';

/** Frames captured from real servers. */
const CAPTURED = {
  console: '{"Message":"[CHAT] Quantum[76561198113034550] : test","Identifier":0,"Type":"Generic","Stacktrace":""}',
  chat: String.raw`{"Message":"{\r\n  \"Channel\": 0,\r\n  \"Message\": \"test\",\r\n  \"UserId\": \"76561198113034550\",\r\n  \"Username\": \"Quantum\",\r\n  \"Color\": \"#5af\",\r\n  \"Time\": 1717664318\r\n}","Identifier":-1,"Type":"Chat","Stacktrace":null}`,
  nobody: '{"Message":"[]","Identifier":1,"Type":"Generic","Stacktrace":""}',
  convar: String.raw`{"Message":"server.hostname: \"'Reindeerland Vanilla'\"","Identifier":1,"Type":"Generic","Stacktrace":""}`,
};

describe('captured frames', () => {
  test('are read as what they are', () => {
    expect(parseMessage(CAPTURED.console)).toEqual({ identifier: 0, text: '[CHAT] Quantum[76561198113034550] : test', type: 'Generic' });
    expect(parseMessage(CAPTURED.nobody)).toEqual({ identifier: 1, text: '[]', type: 'Generic' });
    expect(parseMessage(CAPTURED.convar)?.text).toBe(`server.hostname: "'Reindeerland Vanilla'"`);
    const chat = parseMessage(CAPTURED.chat);
    expect(chat).toMatchObject({ identifier: -1, type: 'Chat' });
    expect(JSON.parse(chat?.text ?? '')).toMatchObject({ Channel: 0, Username: 'Quantum' });
  });

  test('of the simulator look the same', () => {
    expect(encodeMessage({ identifier: 1, text: '[]', type: 'Generic' })).toBe(CAPTURED.nobody);
  });
});

describe('a frame', () => {
  test('asks for a command as the game wants to be asked', () => {
    expect(encodeCommand(1001, 'playerlist')).toBe('{"Identifier":1001,"Message":"playerlist","Name":"WebRcon"}');
    expect(parseCommand(encodeCommand(7, 'say "hi"'))).toEqual({ identifier: 7, line: 'say "hi"' });
  });

  test.each([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['a list', '[1,2]'],
    ['a number', '42'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['a number that is none', '{"Identifier":"abc","Message":"x"}'],
    ['a fraction', '{"Identifier":1.5,"Message":"x"}'],
    ['a number beyond 32 bits', '{"Identifier":4294967296,"Message":"x"}'],
    ['an object as text', '{"Identifier":1,"Message":{"a":1}}'],
  ])('with %s is passed over', (_, frame) => {
    expect(parseMessage(frame)).toBeUndefined();
  });

  test.each([
    ['without a number is of the console', '{"Message":"x"}', { identifier: 0, text: 'x' }],
    ['with its number as a text', '{"Identifier":"12","Message":"x"}', { identifier: 12, text: 'x' }],
    ['with no text', '{"Identifier":3,"Message":null}', { identifier: 3, text: '' }],
    ['without type', '{"Identifier":3,"Message":"x","Type":7}', { type: 'Generic' }],
    ['with more than is known', '{"Identifier":3,"Message":"x","Type":"Warning","Other":[1]}', { type: 'Warning' }],
  ])('%s is read', (_, frame, expected) => {
    expect(parseMessage(frame)).toMatchObject(expected);
  });
});

test('frames that were changed in any way are read or passed over, and never more than that', () => {
  const seed = fuzzSeed('WebRCON frames');
  const random = seededRandom(seed);
  const frames = [...Object.values(CAPTURED), encodeCommand(5, 'say hi')].map((frame) => Buffer.from(frame));
  let read = 0;
  for (let round = 0; round < FUZZ_INPUTS; round++) {
    const frame = mutated(frames[round % frames.length] ?? Buffer.alloc(0), random).toString('utf8');
    for (const found of [parseMessage(frame), parseCommand(frame)]) {
      if (found === undefined) continue;
      read += 1;
      if (!Number.isInteger(found.identifier) || Math.abs(found.identifier) > 0x7fff_ffff) throw new Error(`identifier of ${frame}`);
    }
  }
  expect(read).toBeGreaterThan(1_000);
});
