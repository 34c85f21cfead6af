import { expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';
import { readEntries } from './lists.ts';
import { log } from './log.ts';
import { samples } from './metrics.ts';
import { parsePlayerList } from './players.ts';
import { parseServerInfo } from './server-info.ts';
import { isSteamId } from './steam-id.ts';

const RUNS = 100_000;
const SEED = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);
const ODD = [
  '',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  'null',
  '-1',
  '1e999',
  '9'.repeat(40),
  '\0',
  '\ud800',
  ' '.repeat(200),
  '[]()<>:%/'.repeat(20),
];

/** Numbers in [0, 1) that a seed repeats. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A text with a few pieces taken out, doubled, or replaced. */
function mutate(text: string, random: () => number): string {
  const at = (): number => Math.floor(random() * (text.length + 1));
  let mutated = text;
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const [from, to] = [at(), at()].toSorted((a, b) => a - b) as [number, number];
    const piece = mutated.slice(from, Math.min(to, from + 40));
    const replacement = random() < 0.3 ? piece + piece : (ODD[Math.floor(random() * ODD.length)] ?? '');
    mutated = (mutated.slice(0, from) + replacement + mutated.slice(from + piece.length)).slice(0, 4000);
  }
  return mutated;
}

test(`answers of the game that were changed in any way are read or not, and never more than that (seed ${SEED})`, () => {
  const random = randomFrom(SEED);
  const answers = [
    '[{"SteamID":"76561198012345678","OwnerSteamID":"0","DisplayName":"Player","Ping":42,"Address":"192.168.1.10:12345"}]',
    '{"MaxPlayers":50,"Players":0,"Queued":0,"EntityCount":114685,"Framerate":204.0,"Memory":1638,"SaveCreatedTime":"04/17/2023 06:00:42","Version":2380}',
    '1 76561198012345678 "Ada" "griefing" -1\r\n2 76561198012345679 "Bob" "cheating" -1',
    '[{"steamid":"76561198012345678","username":"Ada","notes":"griefing","expiry":-1}]',
  ];
  for (let round = 0; round < RUNS; round++) {
    const answer = mutate(answers[round % answers.length] ?? '', random);
    const people = [...(parsePlayerList(answer)?.named ?? []), ...readEntries(answer).entries];
    if (!people.every(({ id, name }) => isSteamId(id) && name !== '')) throw new Error(`people of ${answer}`);
    if (!samples(parseServerInfo(answer) ?? {}).every(({ value }) => Number.isFinite(value))) throw new Error(`figures of ${answer}`);
  }
}, 120_000);

test(`no log line, however it was changed, keeps the patterns busy for ever (seed ${SEED})`, () => {
  const random = randomFrom(SEED + 1);
  const lines = [
    ...diagnoses.flatMap(({ examples }) => examples),
    '1.2.3.4:56789/76561198000000000/PlayerName joined [windows/76561198000000000]',
    '[CHAT] Quantum[76561198113034550] : test',
    ' Update state (0x61) downloading, progress: 90.79 (11629081767 / 12808440321)',
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
