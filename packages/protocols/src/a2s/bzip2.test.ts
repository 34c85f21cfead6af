import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/bzip2-vectors.json' with { type: 'json' };
import { fuzzSeed, FUZZ_INPUTS, mutated } from '../../test/fuzz.ts';
import { seededRandom } from '../testing/random.ts';
import { bunzip2 } from './bzip2.ts';

const MIB = 1024 * 1024;
/** Made by bzip2 1.0.8: name, content in base64 where it is short, its length and CRC-32, and the packed stream in base64. */
const recorded = (vectors as [string, string | null, number, number, string][]).map(([name, content, length, checksum, packed]) => ({
  name,
  content,
  length,
  checksum,
  packed: Buffer.from(packed, 'base64'),
}));

describe('unpacking', () => {
  test.each(recorded)('gives $name back', ({ content, length, checksum, packed }) => {
    const unpacked = bunzip2(packed, Math.max(length, 1));
    expect(unpacked).toHaveLength(length);
    expect(crc32(unpacked ?? '')).toBe(checksum);
    if (content !== null) expect(unpacked?.toString('base64')).toBe(content);
  });

  test.each(recorded.filter(({ length }) => length > 0))('refuses $name where it is larger than allowed', ({ length, packed }) => {
    expect(bunzip2(packed, length - 1)).toBeUndefined();
  });

  test.each(recorded)('refuses $name that is cut anywhere near its end', ({ length, packed }) => {
    for (let cut = 1; cut < 14; cut++) expect(bunzip2(packed.subarray(0, -cut), length + 1)).toBeUndefined();
  });

  test('is never more than was allowed, a hundred thousand damaged streams', () => {
    const random = seededRandom(fuzzSeed('bzip2'));
    const samples = recorded.filter(({ packed }) => packed.length < 400);
    for (let i = 0; i < FUZZ_INPUTS; i++) {
      const packed = mutated(samples[i % samples.length]?.packed ?? Buffer.alloc(0), random);
      const unpacked = bunzip2(packed, 2000);
      if ((unpacked?.length ?? 0) > 2000) expect.fail(`unpacked too much of ${packed.toString('hex')}`);
    }
  });

  test('of a bomb stops at the limit', () => {
    const bomb = recorded.find(({ name }) => name.startsWith('fifty million'));
    expect(bunzip2(bomb?.packed ?? Buffer.alloc(0), MIB)).toBeUndefined();
  });
});
