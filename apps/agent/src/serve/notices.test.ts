import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Notices } from './notices.ts';

let sharedDir: string;
let heard: string[];
let fails: boolean;
beforeEach(() => {
  sharedDir = mkdtempSync(join(tmpdir(), 'gse-notices-'));
  heard = [];
  fails = false;
});
afterEach(() => rmSync(sharedDir, { recursive: true, force: true }));

const open = (announce = say): Promise<Notices> => Notices.open({ sharedDir, log: () => undefined, announce });
async function say(message: string): Promise<void> {
  await Promise.resolve();
  if (fails) throw new Error('the game does not answer');
  heard.push(message);
}

test('a notice that is asked for twice is given once', async () => {
  const notices = await open();
  await notices.give('stop-1/60', 'Server stops in 1 minute');
  await notices.give('stop-1/60', 'Server stops in 59 seconds');
  await notices.give('stop-1/10', 'Server stops in 10 seconds');
  expect(heard).toEqual(['Server stops in 1 minute', 'Server stops in 10 seconds']);
});

test('it is given once when the second asks before the first has its answer', async () => {
  const notices = await open();
  await Promise.all([notices.give('a', 'first'), notices.give('a', 'second')]);
  expect(heard).toEqual(['first']);
});

test('it is given once when the agent was killed in between', async () => {
  await (await open()).give('a', 'first');
  await (await open()).give('a', 'second');
  expect(heard).toEqual(['first']);
});

test('a notice that the game could not be told is given when it is asked for again', async () => {
  const notices = await open();
  fails = true;
  await expect(notices.give('a', 'first')).rejects.toThrow('the game does not answer');
  fails = false;
  await notices.give('a', 'second');
  expect(heard).toEqual(['second']);
});

test('notes that cannot be read or written cost no notice', async () => {
  writeFileSync(join(sharedDir, 'notices.json'), '{"torn');
  const notices = await open();
  rmSync(sharedDir, { recursive: true });
  await notices.give('a', 'first');
  await notices.give('a', 'second');
  expect(heard).toEqual(['first']);
});

test('old keys are forgotten, so that the notes cannot grow for ever', async () => {
  const notices = await open();
  for (let i = 0; i < 150; i++) await notices.give(`key ${i}`, `${i}`);
  const next = await open();
  await next.give('key 149', 'again');
  await next.give('key 0', 'again');
  expect(heard.slice(150)).toEqual(['again']);
});
