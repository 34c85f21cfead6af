import { expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';
import { log } from './log.ts';
import { mutate, seededRandom } from './mutation.testkit.ts';

const RUNS = 100_000;
const SEED = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);

test(`no log line, however it was changed, keeps the patterns busy for ever (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const lines = [
    ...diagnoses.flatMap(({ examples }) => examples),
    '[          script:gse] joined: Ada',
    '[         script:chat] Ada^7 (Staff): hi^7',
    '[           resources] Started resource chat',
  ];
  const patterns = [...diagnoses.flatMap(({ pattern }) => pattern ?? []), log.ready, log.joined, log.left, log.chat, log.progress];
  let matches = 0;
  for (let round = 0; round < RUNS; round++) {
    const line = mutate(lines[round % lines.length] ?? '', random);
    for (const pattern of patterns) if (pattern?.test(line)) matches += 1;
  }
  // A pattern that backtracks without end would not get here in hours.
  expect(matches).toBeGreaterThan(0);
}, 240_000);
