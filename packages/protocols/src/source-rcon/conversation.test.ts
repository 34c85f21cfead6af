import { describe, expect, test } from 'vitest';
import { notContaining } from '../../test/matching.ts';
import { RconError } from '../errors.ts';
import { FUZZ_INPUTS, fuzzSeed, mutated, segments } from '../../test/fuzz.ts';
import { seededRandom } from '../testing/random.ts';
import { RconConversation, type RconEvent } from './conversation.ts';
import { RCON_DIALECTS, type RconDialectName } from './dialect.ts';
import { encodePacket } from './packet.ts';
import { otherPackets, replyPackets } from './simulator/replies.ts';

const response = (id: number, body: string) => encodePacket({ id, type: 0, body });
const loginAnswer = (id: number) => encodePacket({ id, type: 2, body: '' });

function loggedIn(dialect: RconDialectName): RconConversation {
  const conversation = new RconConversation(RCON_DIALECTS[dialect]);
  conversation.login('secret');
  expect([...conversation.receive(loginAnswer(1))]).toEqual([{ kind: 'loggedIn' }]);
  return conversation;
}

describe('login', () => {
  test('passes over the empty packet that Source sends first, also when both come at once', () => {
    const conversation = new RconConversation(RCON_DIALECTS.source);
    conversation.login('secret');
    expect([...conversation.receive(Buffer.concat([response(1, ''), loginAnswer(1)]))]).toEqual([{ kind: 'loggedIn' }]);
  });

  test('is refused by the id -1, also behind the empty packet', () => {
    const conversation = new RconConversation(RCON_DIALECTS.source);
    conversation.login('secret');
    expect([...conversation.receive(response(1, ''))]).toEqual([]);
    expect(() => [...conversation.receive(loginAnswer(-1))]).toThrow(
      expect.objectContaining({ kind: 'auth', code: 'GSE_RCON_AUTH_FAILED' }),
    );
  });

  test('is not believed when another login is answered', () => {
    const conversation = new RconConversation(RCON_DIALECTS.minecraft);
    conversation.login('secret');
    expect(() => [...conversation.receive(loginAnswer(77))]).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });

  test('names a TLS server although its first bytes would be a size that Factorio may send', () => {
    const conversation = new RconConversation(RCON_DIALECTS.factorio);
    conversation.login('secret');
    expect(() => [...conversation.receive(Buffer.from('15030300020246', 'hex'))]).toThrow(/TLS server/);
  });

  test('never puts the password into an error', () => {
    const conversation = new RconConversation(RCON_DIALECTS.minecraft);
    conversation.login('hunter2');
    expect(() => [...conversation.receive(loginAnswer(-1))]).toThrow(expect.objectContaining({ message: notContaining('hunter2') }));
  });
});

describe('replies', () => {
  test('belong to the command of their id; late, repeated and foreign ones to nobody', () => {
    const conversation = loggedIn('factorio');
    const first = conversation.command('/a');
    const second = conversation.command('/b');
    const packets = [
      response(9999, 'x'),
      response(second.id, 'b'),
      response(second.id, 'b again'),
      response(-1, 'say'),
      response(first.id, 'a'),
    ];
    expect([...conversation.receive(Buffer.concat(packets))]).toEqual([
      { kind: 'reply', id: second.id, text: 'b' },
      { kind: 'reply', id: first.id, text: 'a' },
    ]);
  });

  test('are not mixed with console lines, which have the id 0', () => {
    const conversation = loggedIn('factorio');
    const { id } = conversation.command('/time');
    expect([...conversation.receive(Buffer.concat([response(0, '[JOIN] Steve\n'), response(id, 'ok'), response(0, '')]))]).toEqual([
      { kind: 'unsolicited', text: '[JOIN] Steve\n' },
      { kind: 'reply', id, text: 'ok' },
    ]);
  });

  test('pass over packets of unknown types', () => {
    const conversation = loggedIn('cs2');
    const { id } = conversation.command('status');
    expect([...conversation.receive(Buffer.concat([encodePacket({ id, type: 4, body: 'noise' }), response(id, 'ok')]))]).toEqual([
      { kind: 'reply', id, text: 'ok' },
    ]);
  });

  test('of Minecraft are asked to end only after the first full packet has arrived', () => {
    const conversation = loggedIn('minecraft');
    const { id, bytes } = conversation.command('help');
    expect(bytes.length).toBe(18); // the command alone
    const [probe, ...others] = [...conversation.receive(response(id, 'a'.repeat(4096)))];
    expect(probe).toEqual({ kind: 'send', bytes: encodePacket({ id: id + 1, type: 100, body: '' }) });
    expect(others).toEqual([]);
    expect([...conversation.receive(response(id, 'b'.repeat(4096)))]).toEqual([]);
    expect([...conversation.receive(Buffer.concat([response(id, 'c'), response(id + 1, 'Unknown request 64')]))]).toEqual([
      { kind: 'reply', id, text: 'a'.repeat(4096) + 'b'.repeat(4096) + 'c' },
    ]);
  });

  test("of Source end at the mirrored terminator, whose tail is nobody's", () => {
    const conversation = loggedIn('source');
    const { id, bytes } = conversation.command('cvarlist');
    expect(Buffer.from(bytes).subarray(22)).toEqual(response(id + 1, ''));
    const stream = [response(id, 'x'.repeat(4086)), response(id, 'y'), ...otherPackets(RCON_DIALECTS.source, id + 1, 0)];
    expect([...conversation.receive(Buffer.concat(stream))]).toEqual([{ kind: 'reply', id, text: `${'x'.repeat(4086)}y` }]);
  });

  test('of three bytes per character are larger than the documented packet size', () => {
    const conversation = loggedIn('minecraft');
    const { id } = conversation.command('help');
    const text = '漢'.repeat(5000);
    const [first, second] = replyPackets(RCON_DIALECTS.minecraft, id, text);
    expect(first?.length).toBe(12_302);
    expect([...conversation.receive(first ?? Buffer.alloc(0))]).toHaveLength(1);
    expect([...conversation.receive(Buffer.concat([second ?? Buffer.alloc(0), response(id + 1, 'Unknown request 64')]))]).toEqual([
      { kind: 'reply', id, text },
    ]);
  });

  test.each([
    ['minecraft', 4096],
    ['source', 4086],
  ] as const)('without end are cut off (%s)', (dialect, length) => {
    const conversation = loggedIn(dialect);
    const { id } = conversation.command('help');
    expect(() => {
      for (let packets = 0; packets < 5000; packets++)
        for (const _ of conversation.receive(response(id, 'a'.repeat(length)))) {
          /* goes on */
        }
    }).toThrow(/larger than/);
  });

  test('of endless empty packets are cut off', () => {
    const conversation = loggedIn('source');
    const { id } = conversation.command('help');
    expect(() => {
      for (let packets = 0; packets < 20_000; packets++)
        for (const _ of conversation.receive(response(id, ''))) {
          /* goes on */
        }
    }).toThrow(RconError);
  });
});

const DIALECTS = Object.values(RCON_DIALECTS);

test('any segmentation of a good stream gives the same replies', () => {
  const random = seededRandom(fuzzSeed('RCON segmentations', 5000));
  for (let round = 0; round < 5000; round++) {
    const dialect = DIALECTS[round % DIALECTS.length] ?? RCON_DIALECTS.cs2;
    const conversation = loggedIn(dialect.name);
    const text = 'é😀x'.repeat(Math.floor(random() * (round % 50 === 0 ? 4000 : 20)));
    const { id } = conversation.command('list');
    const end =
      dialect.replyEnd.kind === 'terminator' || dialect.replyEnd.kind === 'probeWhenFull'
        ? otherPackets(dialect, id + 1, dialect.name === 'source' ? 0 : 100)
        : [];
    const stream = Buffer.concat([response(0, 'noise'), ...replyPackets(dialect, id, text), ...end]);
    const events: RconEvent[] = [];
    for (const segment of segments(stream, random)) events.push(...conversation.receive(segment));
    const expected = dialect.name === 'minecraft' ? text.slice(0, 4096).replace(/\p{Surrogate}$/u, '?') : text;
    const reply = events.find((event) => event.kind === 'reply');
    expect(reply?.kind === 'reply' && reply.text.startsWith(expected)).toBe(true);
    expect(events.filter((event) => event.kind === 'reply')).toHaveLength(1);
  }
});

test('whatever a server sends, each command gets at most one reply and every failure is typed', () => {
  const seed = fuzzSeed('RCON conversations');
  const random = seededRandom(seed);
  for (let round = 0; round < FUZZ_INPUTS; round++) {
    const dialect = DIALECTS[round % DIALECTS.length] ?? RCON_DIALECTS.cs2;
    const conversation = new RconConversation(dialect);
    conversation.login('hunter2');
    const { id } = conversation.command('list');
    const stream = Buffer.concat([
      loginAnswer(1),
      response(0, 'line'),
      ...replyPackets(dialect, id, 'some text'),
      ...otherPackets(dialect, id + 1, 0),
    ]);
    const input = mutated(stream, random);
    const replies = new Set<number>();
    try {
      for (const segment of segments(input, random)) {
        for (const event of conversation.receive(segment)) {
          if (event.kind !== 'reply') continue;
          expect(replies.has(event.id) || event.id !== id).toBe(false);
          replies.add(event.id);
        }
      }
    } catch (error) {
      const isTyped =
        error instanceof RconError && (error.kind === 'protocol' || error.kind === 'auth') && !error.message.includes('hunter2');
      if (!isTyped) throw new Error(`FUZZ_SEED=${seed} round ${round} ${dialect.name}: ${input.toString('hex')}`, { cause: error });
    }
  }
});
