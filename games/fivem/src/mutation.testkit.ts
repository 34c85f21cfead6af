/** Numbers in [0, 1) that a seed repeats. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A text with a few pieces taken out, doubled, swapped or replaced. */
export function mutate(text: string, random: () => number): string {
  let mutated = text;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const [from = 0, to = 0] = [random(), random()].map((share) => Math.floor(share * (mutated.length + 1))).toSorted((a, b) => a - b);
    const piece = mutated.slice(from, to);
    const pieces = [
      '',
      piece.repeat(1 + Math.floor(random() * 20)),
      String.fromCharCode(Math.floor(random() * 0xffff)),
      ' '.repeat(200),
      '[]():%^1'.repeat(20),
      '9'.repeat(40),
    ];
    mutated = (mutated.slice(0, from) + (pieces[Math.floor(random() * pieces.length)] ?? '') + mutated.slice(to)).slice(0, 4000);
  }
  return mutated;
}
