import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HistoryFile, parseHistory } from './file.ts';
import { History } from './history.ts';

const now = Date.parse('2026-01-01T12:00:00Z');
const identity = { server: 'my-world', namespace: 'default', game: 'fake' };
const seed = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);
console.info(`history file: seed ${seed} (GSE_SEED repeats a run)`);

let root: string;
let lines: string[];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gse-history-'));
  lines = [];
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function seen(): History {
  const history = new History();
  for (let n = 20; n > 0; n--)
    history.note(now - n * 15_000, {
      health: 'Healthy',
      players: { online: n % 4, max: 20 },
      metrics: [{ name: 'tps', help: 'Ticks', value: n }],
    });
  return history;
}

async function load(as = identity, at = now): Promise<History> {
  const history = new History();
  await new HistoryFile(root, as).load(history, at, (line) => void lines.push(line));
  return history;
}

test('a restart keeps the curve, and shows the gap', async () => {
  const before = seen();
  await new HistoryFile(root, identity).save(before, now);
  const after = await load(identity, now + 60_000);
  after.note(now + 60_000, { health: 'Starting', players: undefined, metrics: [] });
  const read = after.read('hour', now + 60_000);
  expect(read.players.slice(0, 20)).toEqual(before.read('hour', now).players.slice(0, 20));
  expect(read.health.slice(20)).toEqual([null, null, null, null, 'Starting']);
  expect(after.read('day', now + 60_000).players).toEqual(expect.arrayContaining([3]));
  expect(lines).toEqual([]);
});

test('a fresh volume has no history, which is nothing to talk about', async () => {
  expect((await load()).read('hour', now).health).toEqual([]);
  expect(lines).toEqual([]);
});

test('the history of another server is not taken over', async () => {
  await new HistoryFile(root, identity).save(seen(), now);
  expect((await load({ ...identity, server: 'copy' })).read('hour', now).health).toEqual([]);
  expect(lines).toEqual(['.gse/history.json belongs to default/my-world and is not used']);
});

test.each([
  ['half a file', (path: string) => writeFileSync(path, '{"version":1,')],
  ['something else', (path: string) => writeFileSync(path, '[]')],
  ['too much', (path: string) => writeFileSync(path, ' '.repeat(600 * 1024))],
  ['a link', (path: string) => symlinkSync('/etc/hostname', path)],
  ['a folder', (path: string) => mkdirSync(path)],
])('%s in its place is left alone with a line in the log', async (_case, make) => {
  mkdirSync(join(root, '.gse'));
  make(join(root, '.gse/history.json'));
  expect((await load()).read('hour', now).health).toEqual([]);
  expect(lines).toHaveLength(1);
});

test('a link in place of the folder does not lead out of the volume', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'gse-outside-'));
  symlinkSync(outside, join(root, '.gse'));
  await expect(new HistoryFile(root, identity).save(seen(), now)).rejects.toThrow(/ELOOP|ENOTDIR/);
  expect(existsSync(join(outside, 'history.json'))).toBe(false);
  rmSync(outside, { recursive: true });
});

test('what is written is small and replaces the file as a whole', async () => {
  const file = new HistoryFile(root, identity);
  const history = new History();
  for (let at = now - 86_400_000; at < now; at += 15_000)
    history.note(at, {
      health: 'Unresponsive',
      players: { online: 1000 + (at % 7), max: 65_535 },
      metrics: ['a', 'b', 'c'].map((name) => ({ name, help: 'h'.repeat(60), value: Math.PI * at })),
    });
  await file.save(history, now);
  const path = join(root, '.gse/history.json');
  const { ino, size } = lstatSync(path);
  expect(size).toBeLessThan(64 * 1024);
  await file.save(history, now);
  expect(lstatSync(path).ino).toBe(ino);
  history.note(now, { health: 'Healthy', players: undefined, metrics: [] });
  await file.save(history, now);
  expect(lstatSync(path).ino).not.toBe(ino);
  expect(parseHistory(readFileSync(path, 'utf8'))).toBeDefined();
});

test('a hundred thousand damaged files are read or refused, and never harm', async () => {
  await new HistoryFile(root, identity).save(seen(), now);
  const sound = readFileSync(join(root, '.gse/history.json'), 'utf8');
  const pieces = ['null', '-1', '1e308', '""', '[]', '{}', ',', ':', '"', '\\u0000', '99999999999999999999', 'true'];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: sound.length }), fc.nat({ max: 12 }), fc.constantFrom(...pieces)), { minLength: 1, maxLength: 3 }),
      (cuts) => {
        let text = sound;
        for (const [at, length, piece] of cuts) text = text.slice(0, at) + piece + text.slice(at + length);
        const content = parseHistory(text);
        if (content === undefined) return;
        const history = new History();
        history.restore('hour', content.hour, now);
        history.restore('day', content.day, now);
        for (const range of ['hour', 'day'] as const) expect(history.read(range, now).health.length).toBeLessThanOrEqual(300);
      },
    ),
    { numRuns: 100_000, seed },
  );
}, 120_000);
