import { expect, test } from 'vitest';
import { demultiplex, readFrames } from './log-frames.ts';

function frame(stream: number, text: string): Uint8Array {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

async function read(chunks: Iterable<Uint8Array>): Promise<string> {
  return new Response(ReadableStream.from(chunks).pipeThrough(demultiplex())).text();
}

function* pieces(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

const recording = Buffer.concat([frame(1, 'hello\n'), frame(2, 'trouble\n'), frame(1, ''), frame(1, 'wörld\n')]);

test.each([1, 2, 3, 7, 8, 9, 1000])('frames cut into pieces of %i bytes come out whole and in order', async (size) => {
  expect(await read(pieces(recording, size))).toBe('hello\ntrouble\nwörld\n');
});

test('a stream that is cut off or in another format is an error', async () => {
  await expect(read([recording.subarray(0, -1)])).rejects.toThrow('cut its log stream off');
  await expect(read([Buffer.from('plain text of a terminal')])).rejects.toThrow('not in the multiplexed format');
});

test('a claimed length of four gigabytes costs no memory', async () => {
  const header = Buffer.from([1, 0, 0, 0, 255, 255, 255, 255]);
  const reader = ReadableStream.from([header, Buffer.from('tick\n')])
    .pipeThrough(demultiplex())
    .getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('tick\n');
});

/** Drives the parser without streams around it: a hundred thousand streams would take minutes. */
function decode(chunks: Iterable<Uint8Array>): number {
  let size = 0;
  const frames = readFrames((part) => (size += part.length));
  for (const chunk of chunks) frames.push(chunk);
  frames.end();
  return size;
}

test('100,000 mutated streams end in an answer or an error, and give out no more than went in', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`log frame seed: ${seed}`);
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % below;
  };
  for (let i = 0; i < 100_000; i++) {
    const bytes = Buffer.from(recording.subarray(0, random(4) === 0 ? random(recording.length) : recording.length));
    for (let changes = random(4); changes > 0 && bytes.length > 0; changes--) bytes[random(bytes.length)] = random(256);
    try {
      expect(decode(pieces(bytes, 1 + random(20)))).toBeLessThanOrEqual(bytes.length);
    } catch (error) {
      expect(error).toMatchObject({ code: 'GSE_ENGINE_API' });
    }
  }
});
