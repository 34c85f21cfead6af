import { expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';
import { log } from './log.ts';
import { readMemory, readMspt, readTickQuery, readTps } from './metrics.ts';
import { parseBans, parseWhitelist } from './lists.ts';
import { parseList } from './players.ts';

const RUNS = 100_000;
const SEED = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);

/** Numbers in [0, 1) that a seed repeats. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A text with a few pieces taken out, doubled, swapped or replaced. */
function mutate(text: string, random: () => number): string {
  const at = (): number => Math.floor(random() * (text.length + 1));
  let mutated = text;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const [from, to] = [at(), at()].toSorted((a, b) => a - b) as [number, number];
    const piece = mutated.slice(from, to);
    const replacement =
      [
        '',
        piece.repeat(1 + Math.floor(random() * 20)),
        String.fromCharCode(Math.floor(random() * 0xffff)),
        piece.split('').toReversed().join(''),
        ' '.repeat(200),
        '[]()<>:%/'.repeat(20),
        '9'.repeat(40),
      ][Math.floor(random() * 7)] ?? '';
    mutated = (mutated.slice(0, from) + replacement + mutated.slice(to)).slice(0, 4000);
  }
  return mutated;
}

test(`answers of the game that were changed in any way are read or not, and never more than that (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const answers = [
    'There are 2 of a max of 20 players online: Steve (069a79f4-44e9-4726-a5be-fca90e38aaf6), Alex (169a79f4-44e9-4726-a5be-fca90e38aaf6)',
    'TPS from last 1m, 5m, 15m: 20.0, 20.0, 19.9\nCurrent Memory Usage: 812/2048 mb (Max: 4096 mb)',
    'Server tick times (avg/min/max) from last 5s, 10s, 1m:◴ 1.2/0.8/3.4, 1.3/0.8/5.0, 1.4/0.7/9.9',
    'The game is running normallyTarget tick rate: 20.0 per second.\nAverage time per tick: 3.2ms (Target: 50.0ms)Percentiles: P50: 2.9ms P95: 5.1ms P99: 8.8ms. Sample: 100',
    'There are 2 ban(s):Steve was banned by Rcon: Banned by an operator.Alex was banned by Server: rude',
    'There are 2 whitelisted player(s): Steve, .Alex_1',
  ];
  let wrong = 0;
  for (let round = 0; round < RUNS; round++) {
    const answer = mutate(answers[round % answers.length] ?? '', random);
    const players = parseList(answer);
    if (players?.known === true && !(Number.isSafeInteger(players.online) && Number.isSafeInteger(players.max))) wrong += 1;
    const isName = (name: string): boolean => /^\.?[A-Za-z0-9_]{1,16}$/.test(name);
    for (const list of [parseBans(answer), parseWhitelist(answer)])
      if (list.known && !(list.players.every(({ name }) => isName(name)) && Number.isSafeInteger(list.unreadable ?? 0))) wrong += 1;
    for (const sample of [...readTps(answer), ...readMspt(answer), ...readMemory(answer), ...readTickQuery(answer)])
      if (!Number.isFinite(sample.value)) wrong += 1;
  }
  expect(wrong).toBe(0);
}, 120_000);

test(`no log line, however it was changed, keeps the patterns busy for ever (seed ${SEED})`, () => {
  const random = randomFrom(SEED + 1);
  const lines = [
    ...diagnoses.flatMap(({ examples }) => examples),
    '[12:00:00] [Server thread/INFO]: Done (1.234s)! For help, type "help"',
    '[12:00:00] [Server thread/INFO]: [Not Secure] <Steve> hi',
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
