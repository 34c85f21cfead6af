import { expect, test } from 'vitest';
import { diagnoses } from './diagnoses.ts';
import { log } from './log.ts';
import { readStats } from './metrics.ts';
import { readStatusJson } from './status-json.ts';
import { readStatus } from './status-text.ts';
import { steamId64 } from './steam-id.ts';
import { chatLines } from './text.ts';

const RUNS = 100_000;
const SEED = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);
const ODD = ['', '"', "'", '\\', '{', '}', '[', ']', '<', '>', ',', 'null', '-1', '1e999', '9'.repeat(40), '\0', '\n', '\ud800', ' '.repeat(200), '<1><'.repeat(40)]; // prettier-ignore

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
    '{"process_uptime":12,"server":{"hibernating":false,"clients_bot":1,"clients":[{"steamid64":"76561198012345678","steamid":"[U:1:52079950]","bot":false,"name":"Ada"},{"steamid64":"0","steamid":"","bot":true,"name":"Rebel"}],"frame_time_max":0.01}}',
    "players  : 1 humans, 5 bots (0 max) (hibernating)\n   2      BOT    0    0     active      0 'Rebel'\n   3    00:43   24    0     active 786432 85.216.99.177:62135 'Ada'\n#end",
    'players : 1 humans, 1 bots (12/0 max)\n# 46 2 "Ada" STEAM_1:1:15805829 39:44 40 0 active 80000 192.0.2.44:27005\n#47 "Rebel" BOT active 64',
    '  CPU   NetIn   NetOut    Uptime  Maps   FPS   Players  Svms    +-ms   ~tick\n  10.0  0.0     0.0       5     1     64.02   0      0.61    0.05    0.07',
  ];
  for (let round = 0; round < RUNS; round++) {
    const answer = mutate(answers[round % answers.length] ?? '', random);
    for (const report of [readStatusJson(answer), readStatus(answer)]) {
      const people = report?.people ?? [];
      if (!people.every(({ id, name, slot }) => name !== '' && Number.isInteger(slot) && (id === undefined || steamId64(id) === id)))
        throw new Error(`people of ${answer}`);
      if (!Object.values(report?.figures ?? {}).every(Number.isFinite)) throw new Error(`figures of ${answer}`);
    }
    if (!readStats(answer).every(({ value }) => Number.isFinite(value))) throw new Error(`stats of ${answer}`);
    if (chatLines(answer).some((line) => line.length > 120 || /[";\n\r\0]/.test(line))) throw new Error(`chat of ${answer}`);
  }
}, 120_000);

test(`no log line, however it was changed, keeps the patterns busy for ever (seed ${SEED})`, () => {
  const random = randomFrom(SEED + 1);
  const lines = [
    ...diagnoses.flatMap(({ examples }) => examples),
    'L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" disconnected (reason "NETWORK_DISCONNECT_KICKED")',
    'L 11/07/2025 - 20:02:08: "Ada<2><[U:1:1]><CT>" say "gg "wp""',
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
