import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { LogBuffer } from './buffer.ts';
import { LogFollower, type LogFollowerOptions } from './follower.ts';

let root: string;
let path: string;
const open: LogFollower[] = [];
const patience = { timeout: 15_000 };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gse-log-'));
  path = join(root, 'logs', 'game.log');
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((follower) => follower.close()));
  rmSync(root, { recursive: true, force: true });
});

function follow(options: Partial<LogFollowerOptions> = {}): { follower: LogFollower; buffer: LogBuffer; texts: () => readonly string[] } {
  const buffer = new LogBuffer();
  const follower = new LogFollower({ root, file: 'logs/game.log', buffer, clock: systemClock, random: Math.random, ...options });
  open.push(follower);
  return { follower, buffer, texts: () => buffer.recent(500) };
}

function write(...lines: string[]): void {
  mkdirSync(join(root, 'logs'), { recursive: true });
  appendFileSync(path, lines.map((line) => `${line}\n`).join(''));
}

test('a log that comes late, with its folder, is followed from its beginning', async () => {
  const { follower, texts } = follow();
  await follower.start();
  write('one', 'two');
  await expect.poll(texts, patience).toEqual(['one', 'two']);
  write('three');
  await expect.poll(texts, patience).toEqual(['one', 'two', 'three']);
});

test('noise is neither kept nor counted, and nobody hears of it', async () => {
  const heard: string[] = [];
  write('one', 'question 1', 'two');
  const { follower, buffer, texts } = follow({ noise: /^question \d+$/g, onLine: (text) => void heard.push(text) });
  await follower.start();
  write('question 2', 'question 3', 'Ann: question 4');
  await expect.poll(texts, patience).toEqual(['one', 'two', 'Ann: question 4']);
  expect(heard).toEqual(texts());
  expect(buffer.lastNumber).toBe(3);
});

test('half a line waits for its other half', async () => {
  write('whole');
  appendFileSync(path, 'ha');
  const { follower, texts } = follow();
  await follower.start();
  expect(texts()).toEqual(['whole']);
  appendFileSync(path, 'lf\n');
  await expect.poll(texts, patience).toEqual(['whole', 'half']);
});

test('a rotated log loses nothing on either side', async () => {
  let replaced = 0;
  write('one');
  const { follower, texts } = follow({ onReplaced: () => void replaced++ });
  await follower.start();
  write('two');
  renameSync(path, `${path}.1`);
  appendFileSync(`${path}.1`, 'three\n');
  write('four');
  await expect.poll(texts, patience).toEqual(['one', 'two', 'three', 'four']);
  expect(replaced).toBe(1);
});

test('a truncated log is read from its new beginning', async () => {
  let replaced = 0;
  write('one', 'two', 'three');
  const { follower, texts } = follow({ onReplaced: () => void replaced++ });
  await follower.start();
  truncateSync(path);
  follower.poke();
  await expect.poll(() => replaced, patience).toBe(1);
  write('four');
  await expect.poll(texts, patience).toEqual(['one', 'two', 'three', 'four']);
});

test('what an earlier run wrote is not read again', async () => {
  write('of an earlier run');
  const { ino, size } = statSync(path);
  write('of this run');
  const { follower, texts } = follow({ earlier: { ino, size } });
  await follower.start();
  expect(texts()).toEqual(['of this run']);
});

test('of a long history only the end is read, in whole lines, as old as the file', async () => {
  write(...Array.from({ length: 50_000 }, (_, n) => `line ${n}`));
  const { follower, buffer } = follow();
  const before = Date.now();
  await follower.start();
  const lines = buffer.tail(1000);
  expect(lines.at(-1)?.text).toBe('line 49999');
  expect(lines.every((line) => /^line \d+$/.test(line.text) && line.at <= before)).toBe(true);
});

test('a flood is cut to the rate, and what was dropped is counted', async () => {
  write('first');
  const { follower, buffer } = follow({ linesPerSecond: 10, burstLines: 100 });
  await follower.start();
  write(...Array.from({ length: 20_000 }, (_, n) => `flood ${n}`));
  await expect.poll(() => buffer.lastNumber, patience).toBe(20_001);
  expect(buffer.size).toBeLessThan(300);
  expect(buffer.size).toBeGreaterThan(50);
});

test('a link out of the volume is not followed, and neither is a folder that is one', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'gse-outside-'));
  writeFileSync(join(outside, 'game.log'), 'secret\n');
  symlinkSync(outside, join(root, 'logs'));
  const first = follow();
  await first.follower.start();
  rmSync(join(root, 'logs'));
  mkdirSync(join(root, 'logs'));
  symlinkSync(join(outside, 'game.log'), path);
  const second = follow();
  await second.follower.start();
  expect([...first.texts(), ...second.texts()]).toEqual([]);
  rmSync(outside, { recursive: true });
});

test('a password that the game logs is not shown', async () => {
  write('--rcon-password hunter22 --port 1');
  const { follower, texts } = follow({ redact: () => ['hunter22', ''] });
  await follower.start();
  expect(texts()).toEqual(['--rcon-password *** --port 1']);
});

test('a mark is newer than everything written before it', async () => {
  write('old');
  const { follower, buffer, texts } = follow();
  await follower.start();
  write('just written');
  const mark = buffer.mark();
  expect(texts()).toEqual(['old', 'just written']);
  write('new');
  const match = await buffer.waitFor(/.*/, { after: mark, signal: AbortSignal.timeout(15_000) });
  expect(match[0]).toBe('new');
  expect(texts()).toEqual(['old', 'just written', 'new']);
});
