import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyGame } from '@gse/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeGame, fakeGame } from '../test/fake-game.ts';
import { createSession, LogBuffer, LogFollower, systemClock, type Clock, type Session } from './index.ts';

let dir: string;
let game: FakeGame;
let password: string;
const open: Session[] = [];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'gse-session-'));
  game = new FakeGame(dir);
  password = 'opensesame';
  await game.start();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((session) => session.close()));
  await game.end();
  rmSync(dir, { recursive: true, force: true });
});

/** A clock whose long waits are short: `factor` makes 20 seconds of budget one tenth. */
const quick = (factor: number): Clock => ({ now: () => Date.now(), after: (ms, callback) => systemClock.after(ms * factor, callback) });

function session(options: { adapter?: AnyGame; clock?: Clock; log?: LogBuffer; onConnectionLost?: () => void } = {}): Session {
  const { onConnectionLost } = options;
  const opened = createSession({
    game: options.adapter ?? fakeGame,
    resolve: () => ({ host: '127.0.0.1', port: game.port }),
    secret: () => password,
    settings: () => ({ motd: 'hello', seed: 1 }),
    log: options.log ?? new LogBuffer(),
    clock: options.clock ?? systemClock,
    random: Math.random,
    ...(onConnectionLost ? { onConnectionLost } : {}),
  });
  open.push(opened);
  return opened;
}

test('a connection opens on first use and serves all calls', async () => {
  const one = session();
  expect(game.connections).toBe(0);
  await Promise.all([one.command('echo a'), one.probe(), one.players()]);
  expect(await one.command('echo b')).toBe('b');
  expect(game.connections).toBe(1);
});

test('a connection that broke is opened again', async () => {
  let lost = 0;
  const one = session({ onConnectionLost: () => void lost++ });
  await one.command('echo a');
  await game.end();
  await expect.poll(() => lost).toBe(1);
  await expect(one.command('echo b')).rejects.toMatchObject({ kind: 'refused', reason: { code: 'GameNotListening' } });
  await game.start();
  expect(await one.command('echo c')).toBe('c');
});

test('a rejected password is not shown again until it changes', async () => {
  password = 'wrong';
  const one = session();
  for (let count = 0; count < 5; count++) {
    expect(await one.probe()).toMatchObject({
      state: 'failed',
      failure: { kind: 'auth', reason: { code: 'RconPasswordRejected', message: expect.stringContaining('console password') } },
    });
  }
  expect(game.connections).toBe(1);
  password = 'opensesame';
  expect(await one.probe()).toEqual({ state: 'healthy', version: '1.0' });
});

test('a rejected password is tried again after a long pause', async () => {
  let now = 0;
  const one = session({ clock: { ...systemClock, now: () => now } });
  game.behaviour.deniesPassword = true;
  await one.probe();
  await one.probe();
  expect(game.connections).toBe(1);
  game.behaviour.deniesPassword = false;
  now += 61_000;
  expect(await one.probe()).toMatchObject({ state: 'healthy' });
});

test('a game that hangs costs one deadline, and is silence with a reason', async () => {
  const one = session({ clock: quick(0.2) });
  await one.command('echo a');
  game.behaviour.isMute = true;
  expect(await one.probe()).toMatchObject({ state: 'failed', failure: { kind: 'timeout', reason: { code: 'GameNotAnswering' } } });
  expect(await one.players()).toMatchObject({ known: false });
  game.behaviour.isMute = false;
  expect(await one.command('echo b')).toBe('b');
});

test('a save counts only what the log says after it was asked for', async () => {
  const log = new LogBuffer();
  const follower = new LogFollower({ root: dir, file: 'logs/game.log', buffer: log, clock: systemClock, random: Math.random });
  await follower.start();
  const one = session({ log, clock: quick(0.2) });
  // Written by an earlier save, and not read by anyone yet.
  game.log('world saved');
  game.behaviour.isMute = true;
  await expect(one.save()).rejects.toMatchObject({ kind: 'timeout' });
  game.behaviour.isMute = false;
  await one.save();
  game.behaviour.saveFails = true;
  await expect(one.save()).rejects.toMatchObject({ kind: 'game', reason: { code: 'GameRefused', message: 'the game could not save' } });
  await follower.close();
});

test('a probe that waits behind a save does not break the save off', async () => {
  let finish = (): void => undefined;
  const saving = new Promise<void>((resolve) => {
    finish = resolve;
  });
  game.behaviour.holdBack = async (command) => {
    if (command !== 'echo warm') await saving;
  };
  const log = new LogBuffer();
  const follower = new LogFollower({ root: dir, file: 'logs/game.log', buffer: log, clock: systemClock, random: Math.random });
  await follower.start();
  // Deadlines: probe 400 ms, save 4 s.
  const one = session({ log, clock: quick(0.2) });
  await one.command('echo warm');
  const save = one.save();
  expect(one.isBusy).toBe(true);
  for (let count = 0; count < 3; count++) expect(await one.probe()).toMatchObject({ state: 'failed' });
  finish();
  await save;
  expect(one.isBusy).toBe(false);
  expect(game.connections).toBe(1);
  await follower.close();
});

test('what an adapter does in finally still reaches the game after the deadline', async () => {
  game.behaviour.holdBack = async (command) => {
    if (command === 'flush') await new Promise(() => undefined);
  };
  const one = session({ clock: quick(0.2) });
  await expect(one.quiesce()).rejects.toMatchObject({ kind: 'timeout' });
  expect(game.commands).toEqual(['hold', 'flush', 'unhold']);
});

test('a hold is released long after its own deadline, also over a new connection', async () => {
  const one = session({ clock: quick(0.2) });
  const hold = await one.quiesce();
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  await game.end();
  await game.start();
  await hold[Symbol.asyncDispose]();
  expect(game.commands.at(-1)).toBe('unhold');
});

test('an adapter that ignores its signal is cut off', async () => {
  const adapter: AnyGame = { ...fakeGame, command: () => new Promise<string>(() => undefined) };
  const one = session({ adapter, clock: quick(0.005) });
  await expect(one.command('x')).rejects.toMatchObject({
    kind: 'timeout',
    reason: { code: 'GameNotAnswering', message: 'Fake did not run the command within 20 seconds.' },
  });
});

test('who gives up is told so at once', async () => {
  game.behaviour.isMute = true;
  const one = session();
  const giveUp = new AbortController();
  const command = one.command('echo a', giveUp.signal);
  giveUp.abort();
  await expect(command).rejects.toMatchObject({ kind: 'aborted' });
  await expect(one.command('echo b', giveUp.signal)).rejects.toMatchObject({ kind: 'aborted' });
});

test('a capability the game does not have is refused by name', async () => {
  const one = session();
  await expect(one.moderate('ban', { player: 'Alice' })).rejects.toMatchObject({
    kind: 'unsupported',
    reason: { code: 'NotSupported', message: 'Fake has no way to ban a player.' },
  });
});

test('closing ends calls under way', async () => {
  game.behaviour.isMute = true;
  const one = session();
  const command = one.command('echo a');
  await new Promise((resolve) => setTimeout(resolve, 50));
  await one.close();
  await expect(command).rejects.toMatchObject({ kind: 'closed' });
  await expect(one.command('echo b')).rejects.toMatchObject({ kind: 'aborted' });
});
