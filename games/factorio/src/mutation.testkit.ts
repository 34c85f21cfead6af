/** A repeatable source of chance, and the seed to repeat it with: `FUZZ_SEED=… vitest run`. */
export function seeded(): { readonly random: () => number; readonly seed: number } {
  const seed = Number(process.env['FUZZ_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
  process.stdout.write(`FUZZ_SEED=${seed}\n`);
  let state = seed;
  const random = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  return { random, seed };
}

const ODD = [
  '\0',
  '\n',
  '\r',
  '\t',
  ' ',
  '(',
  ')',
  ':',
  '[',
  ']',
  '.',
  '-',
  '0',
  '9',
  'a',
  '\u001b[31m',
  '\u202e',
  'é',
  '😀',
  '\ud800',
  '(online)',
  ' (999999999999)',
];

/** Cuts, doubles, swaps and inserts, one to eight times. */
export function mutate(text: string, random: () => number): string {
  const at = (): number => Math.floor(random() * (text.length + 1));
  for (let times = 1 + Math.floor(random() * 8); times > 0; times--) {
    const [from, to] = [at(), at()].toSorted((a, b) => a - b) as [number, number];
    switch (Math.floor(random() * 4)) {
      case 0:
        text = text.slice(0, from) + text.slice(to);
        break;
      case 1:
        text = text.slice(0, to) + text.slice(from);
        break;
      case 2:
        text = text.slice(0, from) + (ODD[Math.floor(random() * ODD.length)] ?? '') + text.slice(from);
        break;
      default:
        text = text.slice(0, from) + String.fromCharCode(Math.floor(random() * 0x300)) + text.slice(from + 1);
        break;
    }
  }
  return text.slice(0, 4000);
}
