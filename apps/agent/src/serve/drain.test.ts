import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { impatientGame, TestPod, until, untilReport } from '../../test/harness.ts';

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
  await until(() => pod.drained() !== undefined, 5_000);
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
  const client = await occupied(pod, 2);
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
  expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBeGreaterThanOrEqual(2_000);
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
  await occupied(unknown, 1);
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
