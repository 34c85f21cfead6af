/** Seed of this run's random inputs; GSE_SEED repeats a run. */
export const seed = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);

/** Small repeatable source of random numbers below `limit` (mulberry32). */
export function random(from: number): (limit: number) => number {
  let state = from;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

/** A damaged copy of one of the samples: characters cut, doubled, swapped for dangerous ones, or two samples joined. */
export function mutate(next: (limit: number) => number, samples: readonly string[], dangerous: readonly string[]): string {
  let text = samples[next(samples.length)] ?? '';
  for (let i = next(6) + 1; i > 0; i--) {
    const at = next(text.length + 1);
    const length = next(8);
    const kind = next(5);
    const put =
      kind === 0
        ? ''
        : kind === 1
          ? text.slice(at, at + length).repeat(2)
          : kind === 2
            ? String.fromCharCode(next(256))
            : kind === 3
              ? (dangerous[next(dangerous.length)] ?? '')
              : undefined;
    text =
      put === undefined
        ? text.slice(0, at) + (samples[next(samples.length)] ?? '').slice(next(20))
        : text.slice(0, at) + put + text.slice(at + length);
  }
  return text.slice(0, 4000);
}
