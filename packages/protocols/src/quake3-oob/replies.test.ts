import { describe, expect, test } from 'vitest';
import { FUZZ_INPUTS, fuzzSeed, mutated } from '../../test/fuzz.ts';
import { hex } from '../../test/hex.ts';
import { seededRandom } from '../testing/random.ts';
import { decodeOob, encodeOob } from './datagram.ts';
import { formatInfoString, parseInfoString } from './info-string.ts';
import { readInfo, readStatus } from './replies.ts';
import { stripConsoleColours } from './text.ts';

describe('a datagram', () => {
  test.each([
    ['getinfo xxx', 'ff ff ff ff 67 65 74 69 6e 66 6f 20 78 78 78'],
    ['getstatus', 'ff ff ff ff 67 65 74 73 74 61 74 75 73'],
    ['rcon s3cret status', 'ff ff ff ff 72 63 6f 6e 20 73 33 63 72 65 74 20 73 74 61 74 75 73'],
  ])('of %s has these bytes', (text, bytes) => expect(encodeOob(text)).toEqual(hex(bytes)));

  test('is taken apart at its first blank or line break', () => {
    const rejection = hex('ff ff ff ff 70 72 69 6e 74 20 49 6e 76 61 6c 69 64 20 70 61 73 73 77 6f 72 64 2e 0a');
    expect(decodeOob(rejection)).toEqual({ verb: 'print', text: 'Invalid password.\n' });
    const info = hex('ff ff ff ff 69 6e 66 6f 52 65 73 70 6f 6e 73 65 0a 5c 73 76 5f 6d 61 78 63 6c 69 65 6e 74 73 5c 34 38');
    expect(decodeOob(info)).toEqual({ verb: 'infoResponse', text: '\\sv_maxclients\\48' });
    expect(decodeOob(encodeOob('print '))).toEqual({ verb: 'print', text: '' });
    expect(decodeOob(encodeOob('print'))).toEqual({ verb: 'print', text: '' });
  });

  test.each(['', 'ff ff ff', 'ff ff ff ff', 'ff ff ff ff 20 61', 'ff ff ff fe 61', 'ff ff ff ff 61 31 20', '00 00 00 00 70'])(
    'of %j is none',
    (bytes) => expect(decodeOob(hex(bytes))).toBeUndefined(),
  );

  test('of any size, with any bytes, is read', () => {
    const large = decodeOob(Buffer.concat([encodeOob('print '), Buffer.alloc(65_000, 0x61)]));
    expect(large?.text).toHaveLength(65_000);
    expect(decodeOob(Buffer.concat([encodeOob('print '), hex('c3 28 00 e4')]))?.text).toBe('\ufffd(\ufffd');
  });
});

describe('an info string', () => {
  test.each<[string, string, Record<string, string>]>([
    ['nothing', '', {}],
    ['pairs', '\\a\\1\\b\\', { a: '1', b: '' }],
    ['a key without a value', '\\a\\1\\b', { a: '1', b: '' }],
    ['a line break in a value', '\\hostname\\one\ntwo\\clients\\3', { hostname: 'one\ntwo', clients: '3' }],
    ['a key twice', '\\clients\\3\\hostname\\x\\clients\\99', { clients: '3', hostname: 'x' }],
    ['an empty key', '\\\\x\\a\\1', { a: '1' }],
    ['something in front', 'junk\\a\\1', { a: '1' }],
    ['a name that is no name of ours', '\\__proto__\\1', { ['__proto__']: '1' }],
  ])('with %s is read', (_what, text, expected) => expect(parseInfoString(text)).toEqual(new Map(Object.entries(expected))));

  test('of thousands of pairs is cut', () => {
    expect(
      parseInfoString('\\k\\v'.repeat(5).replaceAll('k', () => 'k') + Array.from({ length: 5000 }, (_, n) => `\\k${n}\\v`).join('')).size,
    ).toBeLessThanOrEqual(256);
  });

  test('is written so that it can be read again', () => {
    expect(parseInfoString(formatInfoString({ sv_maxclients: 48, hostname: 'a\\b' }))).toEqual(
      new Map([
        ['sv_maxclients', '48'],
        ['hostname', 'a/b'],
      ]),
    );
  });
});

describe('what a server says of itself', () => {
  test('is read', () => {
    const text =
      '\\sv_maxclients\\48\\clients\\3\\challenge\\xxx\\gamename\\CitizenFX\\protocol\\4\\hostname\\^1My ^4City\\gametype\\Freeroam\\mapname\\fivem-map-skater\\iv\\123';
    expect(readInfo(text)).toMatchObject({
      hostname: 'My City',
      gametype: 'Freeroam',
      mapname: 'fivem-map-skater',
      gamename: 'CitizenFX',
      clients: 3,
      maxClients: 48,
    });
  });

  test.each(['', '\\clients\\', '\\clients\\-1', '\\clients\\many', '\\clients\\1e3', '\\clients\\99999999', '\\hostname\\x'])(
    'has no number of players where it tells none (%j)',
    (text) => expect(readInfo(text)).not.toHaveProperty('clients'),
  );

  test('is not believed where a name pretends to be a count', () => {
    expect(readInfo('\\sv_maxclients\\48\\clients\\7\\hostname\\x\\clients\\0')).toMatchObject({ clients: 7 });
  });

  test('lists players between its pairs, as FiveM does, and behind them, as others do', () => {
    const players = [
      { name: 'Bob', score: 0, ping: 43 },
      { name: 'A "B" C', score: -1, ping: 5 },
    ];
    const lines = '0 43 "Bob"\n-1 5 "A "B" C"\n';
    expect(readStatus(`\\sv_maxclients\\48\\clients\\2\n${lines}\\hostname\\My City`)).toMatchObject({
      clients: 2,
      hostname: 'My City',
      players,
    });
    expect(readStatus(`\\sv_maxclients\\48\\clients\\2\\hostname\\My City\n${lines}`)).toMatchObject({ clients: 2, players });
  });
});

test('colours and controls go', () => {
  expect(stripConsoleColours('^1red^7 \u001b[32mgreen\u001b[0m\ttab\u0007 ^ caret ^x\n')).toBe('red green\ttab ^ caret ^x\n');
});

test('mutated datagrams are read as far as they go, and never throw', () => {
  const seed = fuzzSeed('Quake 3 out-of-band');
  const random = seededRandom(seed);
  const inputs = [
    encodeOob('infoResponse\n\\sv_maxclients\\48\\clients\\3\\challenge\\abc\\hostname\\^1My City\\gametype\\\\mapname\\x'),
    encodeOob('statusResponse\n\\sv_maxclients\\48\\clients\\2\n0 43 "Bob"\n0 5 "Ada"\n\\hostname\\My City\\iv\\1'),
    encodeOob('print [ citizen-server-impl] Started resource ^2chat^7\n'),
  ];
  let understood = 0;
  for (let round = 0; round < FUZZ_INPUTS; round++) {
    const input = mutated(inputs[round % inputs.length] ?? Buffer.alloc(0), random);
    const message = decodeOob(input);
    if (message === undefined) continue;
    understood += 1;
    const status = readStatus(message.text);
    const counts = [status.clients, status.maxClients].every(
      (value) => value === undefined || (Number.isInteger(value) && value >= 0 && value <= 65_535),
    );
    const plain = [status.hostname, ...status.players.map(({ name }) => name)].every((text) => !/[\u0000-\u0008\u001b]/.test(text));
    if (!counts || !plain || status.vars.size > 256) throw new Error(`FUZZ_SEED=${seed} round ${round}: ${JSON.stringify(message)}`);
  }
  expect(understood).toBeGreaterThan(FUZZ_INPUTS / 20);
});
