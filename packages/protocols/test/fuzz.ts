/** Number of inputs every parser is fed. */
export const FUZZ_INPUTS = 100_000;

/** The seed of a fuzz run, printed so that a failure can be repeated: `FUZZ_SEED=… vitest run`. */
export function fuzzSeed(what: string, inputs = FUZZ_INPUTS): number {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  process.stdout.write(`${what}: ${inputs} inputs, FUZZ_SEED=${seed}\n`);
  return seed;
}

const INTERESTING = [0x00, 0x01, 0x09, 0x0a, 0x22, 0x7b, 0x7f, 0x80, 0xa7, 0xc2, 0xed, 0xfe, 0xff];

/** A copy of `bytes` with a few random changes: flipped, overwritten, repeated, removed, inserted or cut. */
export function mutated(bytes: Uint8Array, random: () => number): Buffer {
  let result = Buffer.from(bytes);
  const below = (limit: number) => Math.floor(random() * limit);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(result.length + 1);
    const length = below(8);
    const kind = below(7);
    if (kind === 0) result = result.subarray(0, at);
    else if (kind === 1) result = Buffer.concat([result.subarray(0, at), result.subarray(at + length)]);
    else if (kind === 2) result = Buffer.concat([result.subarray(0, at + length), result.subarray(at)]);
    else if (kind === 3)
      result = Buffer.concat([result.subarray(0, at), Buffer.from(Array.from({ length }, () => below(256))), result.subarray(at)]);
    else if (at < result.length)
      result[at] =
        kind === 4 ? below(256) : kind === 5 ? (result[at] ?? 0) ^ (1 << below(8)) : (INTERESTING[below(INTERESTING.length)] ?? 0);
  }
  return Buffer.from(result);
}

/** Pieces of random lengths that make up `bytes`. */
export function* segments(bytes: Uint8Array, random: () => number): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length;) {
    const end = start + 1 + Math.floor(random() * (random() < 0.5 ? 3 : bytes.length));
    yield bytes.subarray(start, end);
    start = end;
  }
}
