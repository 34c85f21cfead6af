import { describe, expect, test } from 'vitest';
import { RconError } from '../errors.ts';
import { FUZZ_INPUTS, fuzzSeed, mutated, segments } from '../../test/fuzz.ts';
import { seededRandom } from '../testing/random.ts';
import { hex } from '../../test/hex.ts';
import { encodePacket, RconPacketDecoder, type RconPacket } from './packet.ts';

const VECTORS: readonly (readonly [name: string, bytes: string, packet: { id: number; type: number; body: string }])[] = [
  ['login', '11 00 00 00 01 00 00 00 03 00 00 00 70 61 73 73 77 72 64 00 00', { id: 1, type: 3, body: 'passwrd' }],
  ['empty response', '0a 00 00 00 01 00 00 00 00 00 00 00 00 00', { id: 1, type: 0, body: '' }],
  ['login accepted', '0a 00 00 00 01 00 00 00 02 00 00 00 00 00', { id: 1, type: 2, body: '' }],
  ['login refused', '0a 00 00 00 ff ff ff ff 02 00 00 00 00 00', { id: -1, type: 2, body: '' }],
  ['command', '0e 00 00 00 02 00 00 00 02 00 00 00 6c 69 73 74 00 00', { id: 2, type: 2, body: 'list' }],
  [
    'Minecraft reply',
    '35 00 00 00 02 00 00 00 00 00 00 00 54 68 65 72 65 20 61 72 65 20 30 20 6f 66 20 61 20 6d 61 78 20 6f 66 20 32 30 20 70 6c 61 79 65 72 73 20 6f 6e 6c 69 6e 65 3a 20 00 00',
    { id: 2, type: 0, body: 'There are 0 of a max of 20 players online: ' },
  ],
  [
    'Minecraft end probe answer',
    '1c 00 00 00 03 00 00 00 00 00 00 00 55 6e 6b 6e 6f 77 6e 20 72 65 71 75 65 73 74 20 36 34 00 00',
    { id: 3, type: 0, body: 'Unknown request 64' },
  ],
  ['Source terminator', '0a 00 00 00 03 00 00 00 00 00 00 00 00 00', { id: 3, type: 0, body: '' }],
  [
    'Factorio command',
    '1f 00 00 00 02 00 00 00 02 00 00 00 2f 70 6c 61 79 65 72 73 20 6f 6e 6c 69 6e 65 20 63 6f 75 6e 74 00 00',
    { id: 2, type: 2, body: '/players online count' },
  ],
];

function decodeAll(decoder: RconPacketDecoder, chunks: Iterable<Uint8Array>): { id: number; type: number; body: string }[] {
  const packets: RconPacket[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let packet = decoder.next(); packet !== undefined; packet = decoder.next()) packets.push(packet);
  }
  return packets.map(({ id, type, body }) => ({ id, type, body: Buffer.from(body).toString() }));
}

describe('packets', () => {
  test.each(VECTORS)('%s is written as described', (_name, bytes, packet) => {
    expect(encodePacket(packet)).toEqual(hex(bytes));
  });

  test.each(VECTORS)('%s is read as described', (_name, bytes, packet) => {
    expect(decodeAll(new RconPacketDecoder(4096), [hex(bytes)])).toEqual([packet]);
  });

  test('are read when they come byte by byte and all at once', () => {
    const stream = Buffer.concat(VECTORS.map(([, bytes]) => hex(bytes)));
    const expected = VECTORS.map(([, , packet]) => packet);
    expect(
      decodeAll(
        new RconPacketDecoder(4096),
        [...stream].map((byte) => Uint8Array.of(byte)),
      ),
    ).toEqual(expected);
    expect(decodeAll(new RconPacketDecoder(4096), [stream])).toEqual(expected);
  });

  test('keep NULs inside the body and bear missing padding', () => {
    const withNul = encodePacket({ id: 5, type: 0, body: 'a\0b' });
    const unpadded = hex('0a 00 00 00 05 00 00 00 00 00 00 00 6f 6b');
    expect(decodeAll(new RconPacketDecoder(4096), [withNul, unpadded])).toEqual([
      { id: 5, type: 0, body: 'a\0b' },
      { id: 5, type: 0, body: 'ok' },
    ]);
  });
});

describe('what cannot be a packet', () => {
  test.each([-4, 0, 9, 4097, 0x7fff_ffff, -1])('size %i ends the stream before anything is waited for', (size) => {
    const decoder = new RconPacketDecoder(4096);
    const header = Buffer.alloc(4);
    header.writeInt32LE(size);
    decoder.push(header);
    expect(() => decoder.next()).toThrow(expect.objectContaining({ code: 'GSE_RCON_PROTOCOL', kind: 'protocol' }));
  });

  test.each([
    ['HTTP/1.1 400 Bad Request\r\n', /web server/],
    ['SSH-2.0-OpenSSH_9.6\r\n', /SSH server/],
    ['\x15\x03\x03\x00\x02\x02\x46', /TLS server/],
    ['220 mail ready\r\n', /mail or file server/],
  ])('%j is named', (banner, name) => {
    const decoder = new RconPacketDecoder(4096);
    decoder.push(Buffer.from(banner, 'latin1'));
    expect(() => decoder.next()).toThrow(name);
  });
});

test('a large size that is believed takes no memory before the bytes arrive', () => {
  const before = process.memoryUsage().arrayBuffers;
  const decoders = Array.from({ length: 200 }, () => {
    const decoder = new RconPacketDecoder(8 * 1024 * 1024);
    decoder.push(hex('00 00 80 00 01 00 00 00'));
    expect(decoder.next()).toBeUndefined();
    return decoder;
  });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * 1024 * 1024);
  expect(decoders).toHaveLength(200);
});

test('mutated and cut streams give packets or one typed error, and never a loop', () => {
  const seed = fuzzSeed('RCON packets');
  const random = seededRandom(seed);
  const streams = VECTORS.map(([, bytes]) => hex(bytes));
  for (let round = 0; round < FUZZ_INPUTS; round++) {
    const first = streams[Math.floor(random() * streams.length)] ?? Buffer.alloc(0);
    const second = streams[Math.floor(random() * streams.length)] ?? Buffer.alloc(0);
    const input = mutated(Buffer.concat([first, second]), random);
    const decoder = new RconPacketDecoder(4096);
    try {
      const packets = decodeAll(decoder, segments(input, random));
      expect(packets.length * 14).toBeLessThanOrEqual(input.length);
    } catch (error) {
      if (!(error instanceof RconError) || error.kind !== 'protocol')
        throw new Error(`FUZZ_SEED=${seed} round ${round}: ${input.toString('hex')}`, { cause: error });
    }
  }
});
