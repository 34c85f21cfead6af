import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeGame } from '@gse/session/testing';
import { expect, test } from 'vitest';
import { impatientGame, TestPod, until, untilReport } from '../../test/harness.ts';
import { agentClock } from '../clock.ts';
import { writeAtomically } from '../write-atomically.ts';
import { DrainNotes, type DrainResult } from './drain-notes.ts';
import { drainRequest } from './drain-request.ts';

const talk = (pod: TestPod): string[] => pod.game.commands.filter((command) => command !== 'status' && command !== 'list');

test('a drained game is saved, asked to leave, and gone before its container is let go', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  pod.requestDrain();
  const done = await untilReport(client, ({ drain }) => drain.state === 'done');
  expect(done.drain.error).toBeUndefined();
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  expect(talk(pod)).toEqual(['save', 'stop']);
});

test('a save that fails is said, and the game is asked to leave all the same', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  pod.game.behaviour.saveFails = true;
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: false, asked: true, gone: true, error: 'the game could not save' });
});

test('a game that never came up is let go at once', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  const client = await pod.serve();
  pod.requestDrain();
  await until(() => pod.drained() !== undefined, 15_000);
  expect(pod.drained()).toMatchObject({ saved: false, asked: false, gone: true });
  expect((await client.report()).drain.state).toBe('done');
});

test('a hung game is left to its signal soon, with the reason', async () => {
  await using pod = new TestPod();
  pod.gameById = () => impatientGame;
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  pod.game.behaviour.isMute = true;
  await untilReport(client, ({ game }) => game.health === 'Unresponsive');
  pod.requestDrain();
  // Far less than the save budget of 20 seconds.
  await until(() => pod.drained() !== undefined, 15_000);
  expect(pod.drained()).toMatchObject({ saved: false, asked: false, gone: false, error: expect.stringContaining('did not answer') });
}, 60_000);

test('an agent that is killed while it saves goes on when it is back', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  let finish = (): void => undefined;
  const saving = new Promise<void>((resolve) => {
    finish = resolve;
  });
  pod.game.behaviour.holdBack = async (command) => {
    if (command === 'save') await saving;
  };
  pod.requestDrain();
  await until(() => pod.game.commands.includes('save'));
  await pod.killAgent();
  expect(pod.drained()).toBeUndefined();
  finish();
  await pod.serve();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  expect(talk(pod)).toEqual(['save', 'save', 'stop']);
});

test('an agent that is killed after it asked the game to leave does not begin again', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  pod.game.behaviour.holdBack = async (command) => {
    if (command === 'stop') await new Promise(() => undefined);
  };
  pod.requestDrain();
  await until(() => pod.game.commands.includes('stop'));
  await pod.killAgent();
  await pod.game.end();
  await pod.serve();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, gone: true });
  expect(talk(pod)).toEqual(['save', 'stop']);
});

test('a container that is started again in its place is drained again', async () => {
  await using pod = new TestPod();
  const client = await healthy(pod);
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  await pod.game.start();
  await untilReport(client, ({ game, drain }) => game.health === 'Healthy' && drain.state === 'none');
  // As any game that stays: its backups go on.
  await client.quiesce();
  await client.release();
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  expect(talk(pod).filter((command) => command === 'save' || command === 'stop')).toEqual(['save', 'stop', 'save', 'stop']);
  expect(await pod.stopAgent()).toBe(0);
});

test('a container is drained again also by an agent that was not there the first time', async () => {
  await using pod = new TestPod();
  await healthy(pod);
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  await pod.killAgent();
  await pod.game.start();
  await untilReport(await pod.serve(), ({ game }) => game.health === 'Healthy');
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  expect(talk(pod)).toEqual(['save', 'stop', 'save', 'stop']);
});

test('a request counts from when it was made, not from when its file was', async () => {
  using disk = new FullDisk(0);
  const [blank, request] = [join(disk.sharedDir, 'drain.blank'), join(disk.sharedDir, 'drain')];
  writeFileSync(blank, '');
  utimesSync(blank, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
  renameSync(blank, request);
  const found = await drainRequest({
    sharedDir: disk.sharedDir,
    clock: agentClock,
    signal: AbortSignal.timeout(5_000),
    longestMs: 120_000,
  });
  expect(Date.now() - (found?.at ?? 0)).toBeLessThan(30_000);
  expect(agentClock.elapsed() - (found?.elapsedAt ?? 0)).toBeLessThan(30_000);
});

test('a drain that is done stays done over restarts of the agent', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  const result = readFileSync(join(pod.sharedDir, 'drained'), 'utf8');
  await pod.killAgent();
  await untilReport(await pod.serve(), ({ drain }) => drain.state === 'done');
  expect(readFileSync(join(pod.sharedDir, 'drained'), 'utf8')).toBe(result);
  expect(talk(pod)).toEqual(['save', 'stop']);
});

test('an agent that is asked to leave stays until the game is drained', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  const exit = pod.stopAgent();
  expect(await client.alive()).toBe(true);
  pod.requestDrain();
  expect(await exit).toBe(0);
  expect(pod.drained()).toMatchObject({ saved: true, gone: true });
});

test('the next start is prepared without the traces of the last end', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.serve();
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  await pod.killAgent();
  await pod.prepare();
  expect(['drain', 'drained', 'draining.json'].filter((name) => existsSync(join(pod.sharedDir, name)))).toEqual([]);
});

test('files that are held still are released before the save', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  await client.quiesce({ leaseSeconds: 600 });
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(talk(pod)).toEqual(['hold', 'flush', 'unhold', 'save', 'stop']);
});

/** A healthy game with a player on it, and the platform's warning time in seconds. */
async function occupied(pod: TestPod, noticeSeconds: number): Promise<Awaited<ReturnType<TestPod['serve']>>> {
  pod.noticeSeconds = noticeSeconds;
  pod.game.behaviour.players = ['Ann'];
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game, players }) => game.health === 'Healthy' && players.known && players.online === 1);
  return client;
}

const said = (pod: TestPod): string[] => talk(pod).filter((command) => command.startsWith('say '));

test('players whose pod is taken away from outside are warned and waited for, and the world is saved at once and at the end', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 4);
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  await until(() => pod.drained() !== undefined);
  expect(talk(pod).map((command) => command.replace(/\d+ seconds?/, 'n seconds'))).toEqual([
    'say Server stops in n seconds (the platform takes it down)',
    'save',
    'save',
    'stop',
  ]);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  const { startedAt, finishedAt } = pod.drained()!;
  expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeGreaterThanOrEqual(4_000);
});

test('a save that outlasts the notice is not made a second time', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 1);
  pod.game.behaviour.holdBack = async (command) => {
    if (command === 'save') await new Promise((resolve) => setTimeout(resolve, 2_500));
  };
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  await until(() => pod.drained() !== undefined);
  expect(talk(pod).filter((command) => !command.startsWith('say '))).toEqual(['save', 'stop']);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true });
});

test('players who have had their notice from the operator get no second one', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 600);
  await client.expectStop();
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(talk(pod)).toEqual(['save', 'stop']);
});

test('nobody is warned where nobody is, and everybody where the game does not say who is', async () => {
  await using empty = new TestPod();
  const client = await occupied(empty, 600);
  empty.game.behaviour.players = [];
  await client.players();
  empty.requestDrain();
  await until(() => empty.drained() !== undefined);
  expect(talk(empty)).toEqual(['save', 'stop']);

  await using unknown = new TestPod();
  await occupied(unknown, 4);
  unknown.game.behaviour.holdBack = async (command) => {
    if (command === 'list') await new Promise(() => undefined);
  };
  unknown.requestDrain();
  await until(() => unknown.drained() !== undefined);
  expect(said(unknown)).toHaveLength(1);
});

test('a notice ends when the last player has left', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 600);
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  pod.game.behaviour.players = [];
  await client.players();
  await until(() => pod.drained() !== undefined);
  expect(talk(pod).at(-1)).toBe('stop');
});

test('an agent that is killed while players have their notice goes on with what is left of it', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 4);
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  await until(() => existsSync(join(pod.sharedDir, 'draining.json')) && said(pod).length === 1);
  await pod.killAgent();
  expect(pod.drained()).toBeUndefined();
  await pod.serve();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  const [first = 0, ...later] = said(pod).map((line) => Number(/\d+/.exec(line)?.[0]));
  for (const seconds of later) expect(seconds).toBeLessThanOrEqual(first);
});

/** A game that was well when the drain began. */
async function healthy(pod: TestPod): Promise<Awaited<ReturnType<TestPod['serve']>>> {
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  return client;
}

const hourMs = 3_600_000;
const late = (command: string, ms: number) => async (given: string) => {
  if (given === command) await new Promise((resolve) => setTimeout(resolve, ms));
};

test('a drain that cannot be noted saves and stops all the same', async () => {
  await using pod = new TestPod();
  await healthy(pod);
  // A folder cannot be replaced by a file.
  mkdirSync(join(pod.sharedDir, 'draining.json'));
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  expect(talk(pod)).toEqual(['save', 'stop']);
  expect(pod.lines.filter((line) => line.includes('cannot be noted'))).toHaveLength(1);
});

test('a notice ends when it should, also where the clock is set back meanwhile', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 2);
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  pod.clockSetByMs = -hourMs;
  await until(() => pod.drained() !== undefined, 10_000);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('the save after a notice has its whole time, also where the clock is set forward meanwhile', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 2);
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  await until(() => talk(pod).includes('save'));
  pod.clockSetByMs = hourMs;
  pod.game.behaviour.holdBack = late('save', 4_000);
  await until(() => pod.drained() !== undefined);
  expect(talk(pod).filter((command) => command === 'save')).toHaveLength(2);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('what is left of a notice after a restart of the agent is no more than there was, whatever the clock says', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 3);
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  await until(() => existsSync(join(pod.sharedDir, 'draining.json')));
  await pod.killAgent();
  pod.clockSetByMs = -hourMs;
  await pod.serve();
  await until(() => pod.drained() !== undefined, 10_000);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('a request that the clock makes an hour old leaves the save its time', async () => {
  await using pod = new TestPod();
  await healthy(pod);
  await pod.killAgent();
  pod.requestDrain();
  pod.clockSetByMs = hourMs;
  pod.game.behaviour.holdBack = late('save', 4_000);
  await pod.serve();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('a stop that was announced stays announced when the clock is set', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 2);
  await client.expectStop();
  pod.clockSetByMs = hourMs;
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(talk(pod)).toEqual(['save', 'stop']);
});

test('a connection that has just failed is opened for the save, whatever the clock says by now', async () => {
  await using pod = new TestPod();
  await healthy(pod);
  await pod.game.end();
  await untilReport(pod.client, ({ game }) => game.process === 'gone');
  pod.clockSetByMs = -hourMs;
  await pod.game.start();
  await untilReport(pod.client, ({ game }) => game.health === 'Healthy');
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true });
});

test('a game that is silent because an earlier agent made it save is waited for', async () => {
  await using pod = new TestPod();
  await healthy(pod);
  pod.game.behaviour.holdBack = late('save', 60_000);
  pod.requestDrain();
  await until(() => talk(pod).includes('save') && existsSync(join(pod.sharedDir, 'draining.json')));
  await pod.killAgent();
  pod.game.behaviour.holdBack = () => new Promise((resolve) => setTimeout(resolve, 5_000));
  await pod.serve();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('files that the game does not let go of keep nobody from saving', async () => {
  await using pod = new TestPod();
  const client = await healthy(pod);
  await client.quiesce({ leaseSeconds: 600 });
  pod.game.behaviour.holdBack = late('unhold', 60_000);
  pod.requestDrain();
  await until(() => talk(pod).includes('save'), 15_000);
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('nobody holds the files of a game that is about to leave', async () => {
  await using pod = new TestPod();
  const client = await occupied(pod, 600);
  pod.game.behaviour.holdBack = late('flush', 1_000);
  const held = client.quiesce({ leaseSeconds: 600 }).catch((error: unknown) => error);
  await until(() => talk(pod).includes('flush'));
  pod.requestDrain();
  await untilReport(client, ({ drain }) => drain.state === 'warning');
  expect(await held).toMatchObject({ reason: { code: 'GameLeaves' } });
  await expect(client.quiesce()).rejects.toMatchObject({ reason: { code: 'GameLeaves' } });
  expect(talk(pod).slice(0, 3)).toEqual(['hold', 'flush', 'unhold']);
});

test.each([
  ['throws', async () => Promise.reject(new Error('no such field'))],
  ['answers nonsense', async () => undefined as never],
])('a probe that %s costs nobody the world', async (_, probe) => {
  await using pod = new TestPod();
  pod.gameById = () => ({ ...impatientGame, probe });
  await pod.prepare();
  await pod.game.start();
  await pod.serve();
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('players that are told in no way an adapter may tell them cost nobody the world', async () => {
  await using pod = new TestPod();
  pod.gameById = () => ({ ...fakeGame, players: async () => ({ known: false }) as never });
  await healthy(pod);
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  expect(pod.lines.filter((line) => line.includes('is not understood'))).toHaveLength(1);
});

test('players who were known to be absent are warned where the game is not understood any more', async () => {
  await using pod = new TestPod();
  let isNonsense = false;
  pod.gameById = () => ({
    ...fakeGame,
    players: async () => ({ known: true, online: 0, max: 10, ...(isNonsense && { names: [{} as never] }) }),
  });
  pod.noticeSeconds = 1;
  const client = await healthy(pod);
  await untilReport(client, ({ players }) => players.known);
  isNonsense = true;
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(said(pod)).toHaveLength(1);
});

test('a game is drained while the port of the agent is taken, and the agent is heard once it is free', async () => {
  await using pod = new TestPod();
  await healthy(pod);
  await pod.killAgent();
  const thief = createServer((_, response) => response.writeHead(503).end()).listen(Number(new URL(pod.baseUrl).port), '127.0.0.1');
  await once(thief, 'listening');
  const heard = pod.serve();
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
  thief.close();
  thief.closeAllConnections();
  expect((await (await heard).report()).drain.state).toBe('done');
});

test('a game is drained also where the token of the agent is lost', async () => {
  await using pod = new TestPod();
  await healthy(pod);
  await pod.killAgent();
  pod.secret('agentToken', '');
  const client = await pod.serve();
  await expect(client.report()).rejects.toMatchObject({ kind: 'unauthorized' });
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

/** A shared volume whose disk is full until a number of writes were tried. */
class FullDisk implements Disposable {
  readonly sharedDir = mkdtempSync(join(tmpdir(), 'gse-drain-'));
  readonly lines: string[] = [];
  readonly notes: DrainNotes;
  tried = 0;

  constructor(fullFor: number) {
    this.notes = new DrainNotes({
      sharedDir: this.sharedDir,
      clock: agentClock,
      log: (line) => void this.lines.push(line),
      write: async (path, content) => {
        if (++this.tried <= fullFor) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
        await writeAtomically(path, content, { mode: 0o644 });
      },
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.sharedDir, { recursive: true });
  }
}

const drained: DrainResult = { startedAt: '', finishedAt: '', saved: true, asked: true, gone: true };

test('the hook is let go by a second name of its request where the disk is full', async () => {
  using disk = new FullDisk(Number.POSITIVE_INFINITY);
  writeFileSync(join(disk.sharedDir, 'drain'), '');
  await disk.notes.note({ saved: true, asked: false });
  expect(await disk.notes.finish(drained, 0, AbortSignal.timeout(10_000))).toBe(true);
  expect(await disk.notes.isFinished()).toBe(true);
  expect(disk.lines).toEqual([expect.stringContaining('no space left')]);
});

test('the hook is let go as soon as the disk has room, and given up when its time is over', async () => {
  using disk = new FullDisk(3);
  expect(await disk.notes.finish(drained, 0, AbortSignal.timeout(10_000))).toBe(false);
  expect(await disk.notes.finish(drained, 60_000, AbortSignal.timeout(10_000))).toBe(true);
  expect(JSON.parse(readFileSync(join(disk.sharedDir, 'drained'), 'utf8'))).toEqual(drained);
  expect(disk.tried).toBe(4);
});

test('a disk that hangs holds a drain up for a moment only', async () => {
  using disk = new FullDisk(0);
  const notes = new DrainNotes({
    sharedDir: disk.sharedDir,
    clock: agentClock,
    log: () => undefined,
    write: () => new Promise(() => undefined),
  });
  const since = agentClock.elapsed();
  await notes.note({ saved: false, asked: false });
  expect(agentClock.elapsed() - since).toBeLessThan(5_000);
});
