import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withLock } from './lock.mjs';

/** @type {string} */
let folder;
/** @type {string} */
let path;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gse-lock-'));
  path = join(folder, 'deep', 'lock');
});
afterEach(() => rm(folder, { recursive: true }));

it('lets one in at a time', async () => {
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, work, { pollMs: 1 })));
  expect(most).toBe(1);
});

it('says once whom it waits for', async () => {
  /** @type {string[]} */
  const waited = [];
  /** @type {() => void} */
  let leave = () => {};
  const first = withLock(path, () => new Promise((resolve) => (leave = () => resolve(undefined))));
  await expect.poll(() => readFile(path, 'utf8').catch(() => '')).toContain(String(process.pid));
  const second = withLock(path, async () => 'done', { pollMs: 1, onWait: (holder) => waited.push(holder) });
  await expect.poll(() => waited.length).toBe(1);
  leave();
  await first;
  expect(await second).toBe('done');
  expect(waited).toEqual([expect.stringMatching(new RegExp(`^${process.pid} `))]);
});

it('replaces a holder that no longer runs', async () => {
  await withLock(path, async () => {});
  await writeFile(path, `999999999 ${hostname()} x`);
  expect(await withLock(path, async () => 'in')).toBe('in');
});

it('gives up on a holder that stays too long, naming the file', async () => {
  await withLock(path, async () => {
    const late = withLock(path, async () => {}, { pollMs: 1, deadlineMs: 10 });
    await expect(late).rejects.toThrow(path);
  });
});

it('is free again when the work fails', async () => {
  await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(path, async () => 'in')).toBe('in');
});
