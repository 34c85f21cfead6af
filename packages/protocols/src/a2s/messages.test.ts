import { describe, expect, test } from 'vitest';
import { fuzzSeed, FUZZ_INPUTS, mutated } from '../../test/fuzz.ts';
import { hex } from '../../test/hex.ts';
import { seededRandom } from '../testing/random.ts';
import { A2sError } from '../errors.ts';
import { Fragments } from './fragments.ts';
import { readInfo } from './info.ts';
import { encodeQuestion, readReply, type Reply } from './messages.ts';
import { readPlayers } from './players.ts';
import { readRules } from './rules.ts';
import { split, writeInfo, writeOldInfo, writePlayers, writeRules } from './simulator/answers.ts';

/** Captured from a CS:GO server (PHP-Source-Query's test data). */
const CSGO_INFO = hex(`
  ff ff ff ff 49 11 42 6f 6d 62 47 61 6d 65 20 62 79 20 78 50 61 77 20 26 20 43 6f 2e 00 64 65 5f 64 75 73 74 32 00 63 73 67 6f 00
  43 6f 75 6e 74 65 72 2d 53 74 72 69 6b 65 3a 20 47 6c 6f 62 61 6c 20 4f 66 66 65 6e 73 69 76 65 00 da 02 00 10 00 64 6c 00 01
  31 2e 33 35 2e 30 2e 37 00 b1 9c 69 04 e0 ec a7 64 17 40 01 65 6d 70 74 79 2c 2a 67 72 70 3a 31 31 30 35 33 38 31 69 2c 62 6f 6d
  62 67 61 6d 65 2c 73 65 63 75 72 65 00 da 02 00 00 00 00 00 00`);
/** Captured from another server (go-a2s's test data). */
const PLAYERS = hex(`
  ff ff ff ff 44 02 01 5b 44 5d 2d 2d 2d 2d 3e 54 2e 4e 2e 57 3c 2d 2d 2d 2d 00 0e 00 00 00 b4 97 00 44
  02 4b 69 6c 6c 65 72 20 21 21 21 00 05 00 00 00 69 24 d9 43`);
const RULES = hex('ff ff ff ff 45 01 00 61 79 79 00 6c 6d 61 6f 00');
/** 200 variables, packed by bzip2 1.0.8; 3737 bytes with the CRC-32 0x14924c5a. */
const PACKED_RULES = Buffer.from(
  'QlpoOTFBWSZTWZAJaA8AB0zfhMAAQAB/4AIAAACiBBMAAEAAANAEMAe6F6oAM8UaMgaNMjQip4Hqf6qp6poAEVU/9PKN6hVQMTQyf+p6VTR6n+' +
    'qgACU9JJPE1QA9T+/syrdc9u99euLAELgNjAGgyDINBgDYuAhYA4oAIXAbGANBkGQaDAGxcBCwBxQAcc3lyZgaDAGxcBCwBxQAQuA2MAaDIMg0' +
    'GANi4CFgDigA4qwBxYAhcBsYA0H1VV4qvHvpUjrz3skkknzrCbkSSR5sM4rrEHUrOYO4baNptre4O5Wt3ides51vWrAAg6rLKqqrMyMzPL3Z2J' +
    'mZiZmYmY5ziiqXy8OFFJIoqiqKbstbUVRVFJIosy2WKopJFFUVe27jEqMTvuWhhjRfJbhiVGPOS2jDEL5LTDEqPLiJVsa5Mdes6633zWta1sCu' +
    '8KyywAvIu7U5zZviXJma805WNOZNajBsYFxNk2riXFwC2MLTjvy576zaqqqqp8Pdv24ABmZNuax7Mz3zTlY0w1ibJtXEuLgFsYNjALYwbGBOue' +
    '+ovNLAAIOq6DQALzM52cnZ1cVylyCk2sbcZjbWtuNUJc2UtlLkZvfepl5oBYBVdQeoNADMzFKvVbbiqbaxtxahLmylspcjdba1txutvX31F5la' +
    'AAWLirvS7DQDMzJtXsChLmylGJKLttrW3G621rbjVCXNlLNjvfUXm4AAFdVWUAGgbmZtMUe621bbgG2sbcYoS5spbKXI3W2tbcZvfUi7zQLABS' +
    'd726sA0MzMfF7VjbgUJc2UslLkZjbWtuN1trW3GqEtT76i/ZoAFhyuosuwA0zMzmT7blLkV5t4k3F33rWtuNUJc43fG7hzvGMfPuBQV4BQV4BQ' +
    'V/AUFIFBX8BQV0BQVYFBXgFBUAoK88qfF3JFOFCQkAloDw==',
  'base64',
);
const CURRENT = {
  protocol: 17, name: 'A', map: 'de_nuke', folder: 'csgo', game: 'Counter-Strike 2', appId: 730, players: 3, maxPlayers: 12, bots: 1,
  serverType: 'dedicated', os: 'linux', hasPassword: true, isSecure: true, version: '1.41.2.8',
} as const; // prettier-ignore

describe('questions', () => {
  test.each([
    ['info', undefined, 'ff ff ff ff 54 53 6f 75 72 63 65 20 45 6e 67 69 6e 65 20 51 75 65 72 79 00'],
    ['info', '0a 08 5e ea', 'ff ff ff ff 54 53 6f 75 72 63 65 20 45 6e 67 69 6e 65 20 51 75 65 72 79 00 0a 08 5e ea'],
    ['players', undefined, 'ff ff ff ff 55 ff ff ff ff'],
    ['players', '0a 08 5e ea', 'ff ff ff ff 55 0a 08 5e ea'],
    ['rules', undefined, 'ff ff ff ff 56 ff ff ff ff'],
  ] as const)('%s with challenge %s', (question, challenge, expected) => {
    expect(encodeQuestion(question, challenge && hex(challenge))).toEqual(hex(expected));
  });
});

describe('info', () => {
  test('of a CS:GO server', () => {
    expect(readInfo(whole(CSGO_INFO))).toEqual({
      protocol: 17,
      name: 'BombGame by xPaw & Co.',
      map: 'de_dust2',
      folder: 'csgo',
      game: 'Counter-Strike: Global Offensive',
      appId: 730,
      players: 0,
      maxPlayers: 16,
      bots: 0,
      serverType: 'dedicated',
      os: 'linux',
      hasPassword: false,
      isSecure: true,
      version: '1.35.0.7',
      gamePort: 27036,
      steamId: '90097713628897284',
      keywords: 'empty,*grp:1105381i,bombgame,secure',
    });
  });

  test.each([
    ['little', CURRENT],
    ['everything', { ...CURRENT, gamePort: 27015, steamId: '85568392935611682', spectator: { port: 27020, name: 'TV' }, keywords: 'a,b' }],
    ['an application with a long id', { ...CURRENT, appId: 1_604_030 }],
    ['the fields of The Ship', { ...CURRENT, appId: 2400, ship: { mode: 1, witnesses: 2, duration: 3 } }],
    ['names in other scripts', { ...CURRENT, name: 'Größe 日本 \u{1f600}' }],
  ] as const)('that says %s reads as it was written', (_, info) => {
    expect(readInfo(whole(writeInfo(info)))).toEqual(info);
  });

  test('of the engine before', () => {
    const { appId: _, version: __, ...rest } = CURRENT;
    expect(readInfo(whole(writeOldInfo(CURRENT)))).toEqual({ ...rest, version: '' });
  });

  test('is worth having without fields that were promised and cut off', () => {
    const full = writeInfo({ ...CURRENT, steamId: '1', keywords: 'abc' });
    const end = full.length - 8 - 'abc'.length - 1;
    expect(readInfo(whole(full.subarray(0, end)))).toEqual({ ...CURRENT, steamId: '1' });
  });

  test('has no control characters in its names', () => {
    expect(readInfo(whole(writeInfo({ ...CURRENT, name: 'a\n\x1b[31mb\x7f' })))).toMatchObject({ name: 'a[31mb' });
  });

  test.each([
    ['nothing', 0],
    ['a name without its end', 8],
    ['half', 40],
  ])('of %s is refused', (_, length) => {
    expect(() => readInfo({ type: 0x49, body: CSGO_INFO.subarray(5, 5 + length) })).toThrow(A2sError);
  });
});

describe('players', () => {
  test('are listed', () => {
    const { declared, players } = readPlayers(whole(PLAYERS).body, { isShip: false });
    expect(declared).toBe(2);
    expect(players.map(({ name, score, seconds }) => [name, score, Math.round(seconds)])).toEqual([
      ['[D]---->T.N.W<----', 14, 514],
      ['Killer !!!', 5, 434],
    ]);
  });

  test('are all listed though the number in front wrapped', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ name: `p${i}`, score: i, seconds: 1 }));
    expect(readPlayers(whole(writePlayers(many)).body, { isShip: false })).toEqual({ declared: 44, players: many });
  });

  test('that were cut off are left out', () => {
    expect(readPlayers(whole(PLAYERS.subarray(0, -3)).body, { isShip: false }).players).toHaveLength(1);
  });

  test('of The Ship have further figures', () => {
    const crew = [
      { name: 'a', score: 1, seconds: 2, ship: { deaths: 3, money: 4000 } },
      { name: 'b', score: -1, seconds: 0.5, ship: { deaths: 0, money: -1 } },
    ];
    expect(readPlayers(whole(writePlayers(crew)).body, { isShip: true })).toEqual({ declared: 2, players: crew });
  });
});

describe('rules', () => {
  test('are read', () => {
    expect([...readRules(whole(RULES).body)]).toEqual([['ayy', 'lmao']]);
  });

  test('are read up to the end, whatever number is in front', () => {
    const body = whole(writeRules([['a', '1'], ['b', ''], ['a', '2']])).body; // prettier-ignore
    body.writeUInt16LE(1, 0);
    expect([...readRules(body)]).toEqual([['a', '2'], ['b', '']]); // prettier-ignore
  });
});

describe('parts of a reply', () => {
  const reply = writeRules(Array.from({ length: 40 }, (_, i) => [`rule_${i}`, `${i}`] as const));

  test.each(['source', 'source2006', 'goldSource'] as const)('of the layout %s make it whole in any order', (layout) => {
    const parts = split(reply, { layout, id: 0x157, bytes: 60 });
    for (const order of [parts, parts.toReversed(), parts.flatMap((part) => [part, part])]) {
      const fragments = new Fragments();
      expect(order.map((part) => fragments.push(part)).find((one) => one !== undefined)).toEqual(reply);
    }
  });

  test('of GoldSource make it whole although their number is negative, which says "packed" elsewhere', () => {
    const parts = split(reply, { layout: 'goldSource', id: -5, bytes: 60 });
    expect(parts[0]?.readInt32LE(4)).toBe(-5);
    for (const order of [parts, parts.toReversed()]) {
      const fragments = new Fragments();
      expect(order.map((part) => fragments.push(part)).find((one) => one !== undefined)).toEqual(reply);
    }
  });

  test('have the header that was seen in the wild', () => {
    const [first] = split(reply, { layout: 'source', id: 0x157, bytes: 0x4e0 });
    expect(first?.subarray(0, 12)).toEqual(hex('fe ff ff ff 57 01 00 00 01 00 e0 04'));
  });

  test('of two replies do not mix', () => {
    const other = writeRules([['other', 'x'.repeat(300)]]);
    const fragments = new Fragments();
    const parts = split(reply, { layout: 'source', id: 1, bytes: 200 });
    const others = split(other, { layout: 'source', id: 2, bytes: 200 });
    const mixed = parts.flatMap((part, i) => [part, ...others.slice(i, i + 1)]);
    expect(mixed.map((part) => fragments.push(part)).filter((one) => one !== undefined)).toEqual([other, reply]);
  });

  test('that were packed are unpacked', () => {
    const fragments = new Fragments();
    expect(
      packedParts()
        .map((part) => fragments.push(part))
        .find((one) => one !== undefined)?.length,
    ).toBe(3737);
  });

  test('of the engine of 2006 that were packed are unpacked', () => {
    const fragments = new Fragments();
    const parts = packedParts().map((part) => Buffer.concat([part.subarray(0, 10), part.subarray(12)]));
    const whole2006 = parts.map((part) => fragments.push(part)).find((one) => one !== undefined);
    expect(readRules(whole(whole2006 ?? Buffer.alloc(5)).body).get('rule_199')).toBe('value 1393');
  });

  test.each([
    ['a size that is wrong', (head: Buffer) => head.writeUInt32LE(3736, 0)],
    ['a size that nobody has memory for', (head: Buffer) => head.writeUInt32LE(0xffff_ffff, 0)],
    ['a checksum that is wrong', (head: Buffer) => head.writeUInt32LE(1, 4)],
  ])('that were packed with %s are dropped', (_, damage) => {
    const fragments = new Fragments();
    expect(
      packedParts(damage)
        .map((part) => fragments.push(part))
        .filter((one) => one !== undefined),
    ).toEqual([]);
  });

  test.each([
    ['no parts at all', 'fe ff ff ff 01 00 00 00 00 00 e0 04 ff ff ff ff 45'],
    ['a number beyond the last', 'fe ff ff ff 01 00 00 00 02 02 e0 04 ff ff ff ff 45'],
    ['nothing behind the header', 'fe ff ff ff 01 00 00 00 01 00'],
    ['less than a header', 'fe ff ff ff 01'],
  ])('with %s make nothing', (_, datagram) => {
    expect(new Fragments().push(hex(datagram))).toBeUndefined();
  });

  test('that go on for ever are forgotten', () => {
    const fragments = new Fragments();
    const part = split(Buffer.alloc(9000, 1), { layout: 'source', id: 1, bytes: 8000 })[1] ?? Buffer.alloc(0);
    for (let i = 0; i < 5000; i++) expect(fragments.push(part)).toBeUndefined();
  });
});

test('a hundred thousand damaged replies are read or refused, never worse', () => {
  const random = seededRandom(fuzzSeed('a2s'));
  const samples = [
    CSGO_INFO, PLAYERS, RULES, writeOldInfo(CURRENT), writeInfo({ ...CURRENT, appId: 2400, ship: { mode: 1, witnesses: 2, duration: 3 } }),
    ...split(PLAYERS, { layout: 'source', id: 1, bytes: 40 }), ...split(RULES, { layout: 'goldSource', id: 2, bytes: 8 }), ...packedParts(),
  ]; // prettier-ignore
  let fragments = new Fragments();
  for (let i = 0; i < FUZZ_INPUTS; i++) {
    if (i % 50 === 0) fragments = new Fragments();
    const datagram = mutated(samples[Math.floor(random() * samples.length)] ?? Buffer.alloc(0), random);
    const reply = readReply(fragments.push(datagram) ?? datagram);
    if (reply === undefined) continue;
    for (const read of [() => readInfo(reply), () => readPlayers(reply.body, { isShip: i % 2 === 0 }), () => readRules(reply.body)]) {
      try {
        read();
      } catch (error) {
        if (!(error instanceof A2sError)) throw new Error(`of ${datagram.toString('hex')}`, { cause: error });
      }
    }
  }
});

function whole(bytes: Buffer): Reply {
  const reply = readReply(bytes);
  if (reply === undefined) throw new Error('no reply');
  return reply;
}

/** The packed variables as an engine sends them; `damage` may change the size and checksum in front. */
function packedParts(damage: (head: Buffer) => unknown = () => {}): Buffer[] {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(3737, 0);
  head.writeUInt32LE(345_132_122, 4);
  damage(head);
  return split(Buffer.concat([head, PACKED_RULES]), { layout: 'source', id: 5, bytes: 300 }).map((part) => {
    part.writeInt32LE(5 | (1 << 31), 4);
    return part;
  });
}
