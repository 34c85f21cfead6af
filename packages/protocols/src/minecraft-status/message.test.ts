import { describe, expect, test } from 'vitest';
import { ByteBuffer } from '../byte-buffer.ts';
import { MinecraftStatusError } from '../errors.ts';
import { FUZZ_INPUTS, fuzzSeed, mutated, segments } from '../../test/fuzz.ts';
import { seededRandom } from '../testing/random.ts';
import { hex } from '../../test/hex.ts';
import { StatusDecoder, type StatusMessage } from './message.ts';
import { readStatus } from './read-status.ts';
import { encodeHandshake, encodePacket, readVarInt, takePacket, varInt, varString } from './wire.ts';

const STATUS_1_8 =
  hex(`72 00 70 7b 22 64 65 73 63 72 69 70 74 69 6f 6e 22 3a 22 41 20 4d 69 6e 65 63 72 61 66 74 20 53 65 72 76 65 72 22 2c 22 70 6c 61 79 65 72 73 22 3a
  7b 22 6d 61 78 22 3a 32 30 2c 22 6f 6e 6c 69 6e 65 22 3a 30 7d 2c 22 76 65 72 73 69 6f 6e 22 3a 7b 22 6e 61 6d 65 22 3a 22 31 2e 38 2d 70 72 65 31 22 2c 22 70 72 6f 74 6f 63 6f 6c 22 3a 34 34 7d 7d`);
const LEGACY = (() => {
  const text = '§1\x00127\x0026.2\x00A Minecraft Server\x000\x0020';
  return Buffer.concat([Uint8Array.of(0xff, 0, text.length), Buffer.from(text, 'utf16le').swap16()]);
})();
const PONG = hex('09 01 00 00 00 00 00 dd 7d 1c');
const DISCONNECT = hex(
  '31 00 2f 7b 22 74 65 78 74 22 3a 22 53 65 72 76 65 72 20 69 73 20 73 74 61 72 74 69 6e 67 2c 20 74 72 79 20 61 67 61 69 6e 20 69 6e 20 33 30 73 22 7d',
);

function decode(chunks: Iterable<Uint8Array>): StatusMessage[] {
  const decoder = new StatusDecoder();
  const messages: StatusMessage[] = [];
  for (const chunk of chunks) {
    decoder.push(chunk);
    for (let message = decoder.next(); message !== undefined; message = decoder.next()) messages.push(message);
  }
  return messages;
}

describe('what is sent', () => {
  test.each([
    [776, '10 00 88 06 09 6c 6f 63 61 6c 68 6f 73 74 63 dd 01'],
    [-1, '13 00 ff ff ff ff 0f 09 6c 6f 63 61 6c 68 6f 73 74 63 dd 01'],
    [44, '0f 00 2c 09 6c 6f 63 61 6c 68 6f 73 74 63 dd 01'],
  ])('the handshake of protocol %i is as described', (protocol, bytes) => {
    expect(encodeHandshake({ protocol, host: 'localhost', port: 25_565, next: 1 })).toEqual(hex(bytes));
  });

  test('request, ping and refused login are as described', () => {
    expect(encodePacket(0)).toEqual(hex('01 00'));
    const token = Buffer.alloc(8);
    token.writeBigInt64BE(14_515_484n);
    expect(encodePacket(1, token)).toEqual(PONG);
    expect(encodePacket(0, varString('{"text":"Server is starting, try again in 30s"}'))).toEqual(DISCONNECT);
  });
});

describe('what is received', () => {
  test('a status is read, whole and byte by byte', () => {
    const expected = {
      versionName: '1.8-pre1',
      protocol: 44,
      players: { online: 0, max: 20 },
      description: 'A Minecraft Server',
      legacy: false,
    };
    for (const chunks of [[STATUS_1_8], [...STATUS_1_8].map((byte) => Uint8Array.of(byte))]) {
      const [message, ...others] = decode(chunks);
      expect(others).toEqual([]);
      expect(message && readStatus(message)).toMatchObject(expected);
    }
  });

  test('a legacy kick is read, whole and byte by byte', () => {
    for (const chunks of [[LEGACY], [...LEGACY].map((byte) => Uint8Array.of(byte))]) {
      const [message] = decode(chunks);
      expect(message && readStatus(message)).toMatchObject({
        legacy: true,
        versionName: '26.2',
        protocol: 127,
        players: { online: 0, max: 20 },
      });
    }
  });

  test('a packet whose length begins like a kick is a packet', () => {
    for (const length of [255, 383, 16_383]) {
      const packet = encodePacket(0, Buffer.alloc(length - 1));
      expect(packet[0]).toBe(0xff);
      expect(decode([packet])).toEqual([{ kind: 'packet', id: 0, data: Buffer.alloc(length - 1) }]);
    }
  });

  test('status and pong that come together are two messages', () => {
    expect(decode([Buffer.concat([STATUS_1_8, PONG])]).map((message) => message.kind === 'packet' && message.id)).toEqual([0, 1]);
  });

  test('data behind the text inside the packet is passed over', () => {
    const [message] = decode([encodePacket(0, varString('{"description":"modded"}'), varString('{"releaseType":"unknown"}'))]);
    expect(message && readStatus(message)).toMatchObject({ description: 'modded' });
  });

  test.each([
    ['a length of six bytes', 'ff ff ff ff ff 01'],
    ['a negative length', 'ff ff ff ff 0f'],
    ['no length', '00'],
    ['a length beyond the cap', '81 80 10'],
    ['an id without end', '05 ff ff ff ff ff'],
  ])('%s ends the stream before anything is waited for', (_what, bytes) => {
    expect(() => decode([hex(bytes)])).toThrow(expect.objectContaining({ kind: 'protocol' }));
  });

  test.each([
    ['another packet', '01 05'],
    ['text that is no JSON', '03 00 01 7b'],
    ['a text longer than its packet', '03 00 7f 7b'],
    ['a text of negative length', '07 00 ff ff ff ff 0f 7b'],
    ['no text', '01 00'],
  ])('%s is no status', (_what, bytes) => {
    const [message] = decode([hex(bytes)]);
    expect(() => message && readStatus(message)).toThrow(expect.objectContaining({ code: 'GSE_MINECRAFT_STATUS_PROTOCOL' }));
  });

  test.each([
    ['HTTP/1.1 400 Bad Request', /web server/],
    ['SSH-2.0-x', /SSH/],
    ['\x15\x03\x01\x00\x02\x02\x50', /TLS/],
  ])('%j is named', (banner, name) => {
    expect(() => decode([Buffer.from(banner, 'latin1')])).toThrow(name);
  });
});

test('a VarInt is written as it is read', () => {
  for (const value of [0, 1, 127, 128, 255, 25_565, 2_097_151, 2_147_483_647, -1, -2_147_483_648]) {
    const bytes = varInt(value);
    expect(readVarInt(bytes)).toEqual({ value, end: bytes.length });
    expect(readVarInt(bytes.subarray(0, -1))).toBe('incomplete');
  }
});

test('mutated and cut answers give messages and a status, or one typed error', () => {
  const seed = fuzzSeed('Minecraft status packets');
  const random = seededRandom(seed);
  const streams = [
    STATUS_1_8,
    LEGACY,
    Buffer.concat([STATUS_1_8, PONG]),
    DISCONNECT,
    encodePacket(0, varString('{"description":{"text":"a"}}'), Buffer.from('more')),
  ];
  for (let round = 0; round < FUZZ_INPUTS; round++) {
    const input = mutated(streams[round % streams.length] ?? STATUS_1_8, random);
    try {
      for (const message of decode(segments(input, random))) readStatus(message);
    } catch (error) {
      if (!(error instanceof MinecraftStatusError) || error.kind !== 'protocol')
        throw new Error(`FUZZ_SEED=${seed} round ${round}: ${input.toString('hex')}`, { cause: error });
    }
  }
});

test('any bytes give a VarInt, or say what is wrong with them', () => {
  const seed = fuzzSeed('VarInts');
  const random = seededRandom(seed);
  for (let round = 0; round < FUZZ_INPUTS; round++) {
    const bytes = Buffer.from(
      Array.from({ length: Math.floor(random() * 7) }, () => (random() < 0.6 ? 0x80 : 0) | Math.floor(random() * 128)),
    );
    const read = readVarInt(bytes);
    if (typeof read === 'string') {
      const isRight = read === 'invalid' ? bytes.length >= 5 : bytes.length < 5 && bytes.every((byte) => byte >= 0x80);
      if (!isRight) throw new Error(`FUZZ_SEED=${seed}: ${bytes.toString('hex')}`);
    } else if (read.end > 5 || read.end > bytes.length || read.value !== (read.value | 0))
      throw new Error(`FUZZ_SEED=${seed}: ${bytes.toString('hex')}`);
    const buffer = new ByteBuffer();
    buffer.push(bytes);
    takePacket(buffer, 16);
    if (buffer.length > bytes.length) throw new Error(`FUZZ_SEED=${seed}: ${bytes.toString('hex')}`);
  }
});
