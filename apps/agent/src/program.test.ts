import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_READY_PATH, createAgentClient } from '@gse/agent-client';
import { fakeGame } from '@gse/session/testing';
import { expect, test } from 'vitest';
import { impatientGame, TestPod, until, untilReport } from '../test/harness.ts';

test('an order comes up, is talked to and comes down over the agent alone', async () => {
  await using pod = new TestPod();
  expect(await pod.prepare(), pod.lines.join('\n')).toBe(0);
  expect(readFileSync(join(pod.dataDir, 'game.properties'), 'utf8')).toContain('password=opensesame');
  await pod.game.start();
  pod.game.behaviour.players = ['Alice'];
  const client = await pod.serve();

  const up = await untilReport(client, (report) => report.game.health === 'Healthy' && report.players.known);
  expect(up).toMatchObject({
    game: { process: 'up', version: '1.0' },
    players: { known: true, online: 1, max: 10, names: [{ name: 'Alice' }] },
    drain: { state: 'none' },
    settings: { motd: 'hello', seed: 1 },
    version: '1',
    simulated: false,
  });
  expect(await client.command('echo hi there')).toBe('hi there');
  await client.announce('soon');
  expect(pod.game.commands).toContain('say soon');
  expect(await client.moderate({ act: 'kick', player: 'Alice', reason: 'rude' })).toEqual({ done: true, message: 'kicked Alice' });
  await expect(client.moderate({ act: 'ban', player: 'Alice' })).rejects.toMatchObject({
    kind: 'refused',
    reason: { code: 'NotSupported', status: 501 },
  });
  await client.save();
  const metrics = await client.metrics();
  expect(metrics).toContain('gse_players_online{namespace="default",server="my-world",game="fake"} 1');
  expect(metrics).toContain('fake_ticks_per_second{namespace="default",server="my-world",game="fake"} 20');
  pod.requestDrain();
  expect(await pod.stopAgent()).toBe(0);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('players are unknown, never zero, while the game does not answer', async () => {
  await using pod = new TestPod();
  pod.gameById = () => impatientGame;
  await pod.prepare();
  await pod.game.start();
  pod.game.behaviour.players = ['Alice', 'Bob'];
  const client = await pod.serve();
  await untilReport(client, ({ players }) => players.known && players.online === 2);
  pod.game.behaviour.isMute = true;
  const report = await untilReport(client, ({ game }) => game.health === 'Unresponsive');
  expect(report.players.known).toBe(false);
  expect(report.game.reason).toMatchObject({ code: 'GameNotAnswering' });
  pod.game.behaviour.isMute = false;
  await untilReport(client, ({ game, players }) => game.health === 'Healthy' && players.known);
}, 60_000);

test.each<[string, object]>([
  ['a player without a name', { known: true, online: 0, max: 10, names: [{ id: 'a' }] }],
  ['no number of players', { known: true, online: Number.NaN, max: 10 }],
  ['fewer than none', { known: true, online: -1, max: 10 }],
  ['half a player', { known: true, online: 0.5, max: 10 }],
  ['nothing of them', {}],
])(
  'players are unknown, never zero, where the game tells of %s, until it is understood again',
  async (_, nonsense) => {
    await using pod = new TestPod();
    let players: object = { known: true, online: 0, max: Number.NaN };
    pod.gameById = () => ({ ...impatientGame, players: async () => players as never });
    await pod.prepare();
    await pod.game.start();
    const client = await pod.serve();
    expect((await untilReport(client, (report) => report.players.known)).players).toEqual({ known: true, online: 0, max: 0 });
    players = nonsense;
    const report = await untilReport(client, (now) => !now.players.known);
    expect(report.players).toMatchObject({ reason: expect.stringMatching(/^What Fake said is not understood: who is on: /) });
    expect(report.game.health).toBe('Healthy');
    expect(await client.players()).toMatchObject({ known: false });
    players = { known: true, online: 2, max: 10 };
    await untilReport(client, (now) => now.players.known && now.players.online === 2);
  },
  60_000,
);

test('a game that answers a probe with nonsense is not healthy, and nobody knows who is on', async () => {
  await using pod = new TestPod();
  let isNonsense = false;
  pod.gameById = () => ({
    ...impatientGame,
    probe: async () => ({ state: 'healthy', version: isNonsense ? (7 as never) : '1' }),
  });
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ players }) => players.known);
  isNonsense = true;
  const report = await untilReport(client, ({ game }) => game.health === 'Unresponsive');
  expect(report.game.reason).toMatchObject({ code: 'UnexpectedAnswer', message: expect.stringContaining('version') });
  expect(report.players.known).toBe(false);
  isNonsense = false;
  await untilReport(client, ({ game, players }) => game.health === 'Healthy' && players.known);
}, 60_000);

test('a start that hangs is left alone', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  pod.game.behaviour.status = 'starting 40%';
  const client = await pod.serve();
  const report = await untilReport(client, ({ game }) => game.progress === '40%');
  expect(report.game).toMatchObject({ health: 'Starting', process: 'up' });
  expect(report.game.reason).toBeUndefined();
});

test('a rejected password is said once, with the way out, and heals when the secret is corrected', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  pod.secret('password', 'wrong');
  const client = await pod.serve();
  const report = await untilReport(client, ({ game }) => game.health === 'Degraded');
  expect(report.game.reason).toMatchObject({ code: 'RconPasswordRejected', fix: { kind: 'operation', operation: 'restart' } });
  expect(pod.game.connections).toBe(1);
  pod.secret('password', 'opensesame');
  const healed = await untilReport(client, ({ game }) => game.health === 'Healthy');
  expect(healed.game.reason).toBeUndefined();
}, 60_000);

test('a crash is noticed at once and the next run is another one', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  const first = await untilReport(client, ({ game }) => game.health === 'Healthy');
  pod.game.log('something is out of luck');
  await pod.game.end();
  const gone = await untilReport(client, ({ game, diagnosis }) => game.process === 'gone' && diagnosis !== undefined);
  expect(gone.diagnosis).toMatchObject({ id: 'OutOfLuck', lines: ['something is out of luck'] });
  expect(gone.players.known).toBe(false);
  await pod.game.start();
  const second = await untilReport(client, ({ game }) => game.health === 'Healthy');
  expect(Date.parse(second.game.startedAt!)).toBeGreaterThan(Date.parse(first.game.startedAt!));
  expect(second.diagnosis).toBeUndefined();
});

test('live settings are applied one by one, and a restarted agent knows them', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  const before = await untilReport(client, ({ game }) => game.health === 'Healthy');
  const answer = await client.applyLive({ motd: 'welcome', seed: 3, colour: 'red' });
  expect(answer).toMatchObject({
    applied: ['motd'],
    failed: [
      { setting: 'seed', code: 'NeedsRestart' },
      { setting: 'colour', code: 'UnknownSetting' },
    ],
  });
  expect(await client.applyLive({ motd: 'rude' })).toMatchObject({
    applied: [],
    failed: [{ setting: 'motd', code: 'GameRefused', message: 'the game does not take rude words' }],
  });
  const after = await client.report();
  expect(after.settings).toEqual({ motd: 'welcome', seed: 1 });
  expect(after.settingsHash).not.toBe(before.settingsHash);
  await pod.killAgent();
  const again = await (await pod.serve()).report();
  expect(again.settings).toEqual({ motd: 'welcome', seed: 1 });
  expect(again.revision).not.toBe(after.revision);
});

test('the lists of the game are read one by one, and one that cannot be read leaves the others alone', async () => {
  await using pod = new TestPod();
  pod.gameById = () => ({
    ...fakeGame,
    playerLists: {
      banned: async () => ({ known: true, players: [{ name: 'Mallory', reason: 'rude', since: new Date(0) }], unreadable: 2 }),
      admins: async () => {
        throw new Error('the game mumbles');
      },
    },
  });
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  expect(await client.playerLists()).toEqual({
    banned: { known: true, players: [{ name: 'Mallory', reason: 'rude', since: '1970-01-01T00:00:00.000Z' }], more: 2 },
    admins: { known: false, reason: expect.stringContaining('the game mumbles') },
  });
});

test('what was seen of the game is kept over a restart of the agent', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  pod.game.behaviour.players = ['Alice'];
  const client = await pod.serve();
  await untilReport(client, ({ players }) => players.known);
  await until(async () => (await client.history()).health.length > 0);
  await pod.stopAgent();
  expect(existsSync(join(pod.dataDir, '.gse/history.json'))).toBe(true);
  const again = await pod.serve();
  await until(async () => (await again.history()).health.length > 0);
  for (const range of ['hour', 'day'] as const)
    expect(await again.history({ range })).toMatchObject({ stepSeconds: range === 'hour' ? 15 : 300 });
  await expect(fetch(`${pod.baseUrl}/v1/history?range=year`, { headers: { authorization: `Bearer ${pod.token}` } })).resolves.toMatchObject(
    { status: 400 },
  );
  expect(pod.lines.join('\n')).not.toContain('history');
});

test('is ready while players can join, which kubelets may ask without a token', async () => {
  const ready = async (pod: TestPod) => (await fetch(`${pod.baseUrl}${AGENT_READY_PATH}`)).status;
  await using silent = new TestPod();
  await silent.prepare();
  await silent.serve();
  expect(await ready(silent)).toBe(503);
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  await pod.serve();
  await until(async () => (await ready(pod)) === 200);
});

test('only who shows the token is answered', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  await pod.serve();
  for (const token of ['', 'wrong', `${pod.token}x`]) {
    const stranger = createAgentClient({ baseUrl: pod.baseUrl, token: () => token });
    await expect(stranger.report()).rejects.toMatchObject({ kind: 'unauthorized' });
    await expect(stranger.openConsole()).rejects.toMatchObject({ kind: 'unauthorized' });
  }
  expect((await fetch(`${pod.baseUrl}/v1/healthz`)).status).toBe(200);
  pod.secret('agentToken', 'rotated-token-5678');
  const rotated = createAgentClient({ baseUrl: pod.baseUrl, token: () => 'rotated-token-5678' });
  await until(() =>
    rotated.report().then(
      () => true,
      () => false,
    ),
  );
  expect(pod.lines.join('\n')).not.toContain(pod.token);
});

test('a request that makes no sense is refused with the field', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const client = await pod.serve();
  await expect(client.command('say hi\nstop')).rejects.toMatchObject({ kind: 'refused', reason: { code: 'BadRequest', status: 400 } });
  await expect(client.announce('x'.repeat(100_000))).rejects.toMatchObject({ reason: { status: 413 } });
  const headers = { authorization: `Bearer ${pod.token}` };
  expect((await fetch(`${pod.baseUrl}/v1/nothing`, { headers })).status).toBe(404);
  expect((await fetch(`${pod.baseUrl}/v1/command`, { method: 'POST', headers, body: '{' })).status).toBe(400);
  expect((await fetch(`${pod.baseUrl}/v1/report?waitSeconds=-1`, { headers })).status).toBe(400);
});

test('many agents share a process', async () => {
  await using stack = new AsyncDisposableStack();
  const pods = Array.from({ length: 5 }, () => stack.use(new TestPod()));
  await Promise.all(
    pods.map(async (pod) => {
      await pod.prepare();
      await pod.game.start();
      const client = await pod.serve();
      await untilReport(client, ({ game }) => game.health === 'Healthy');
    }),
  );
  await pods[0]!.killAgent();
  expect(await pods[1]!.client.alive()).toBe(true);
  expect(existsSync(join(pods[1]!.sharedDir, 'prepared.json'))).toBe(true);
  await until(async () => !(await pods[0]!.client.alive()));
});

test('a restarted agent knows that the game was well, before it has asked', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  const before = await untilReport(await pod.serve(), ({ game }) => game.health === 'Healthy');
  await pod.killAgent();
  pod.game.behaviour.isMute = true;
  const after = await (await pod.serve()).report();
  expect(after.game).toMatchObject({ startedAt: before.game.startedAt, firstHealthyAt: before.game.firstHealthyAt });
  expect(after.players.known).toBe(false);
});

test('a game that ended while the agent was away is gone, not well', async () => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  await untilReport(await pod.serve(), ({ game }) => game.health === 'Healthy');
  await pod.killAgent();
  await pod.game.end();
  const report = await untilReport(await pod.serve(), ({ game }) => game.process === 'gone');
  expect(report.game.firstHealthyAt).toBeUndefined();
});

test('after the start budget a start is called late, and still left alone', async () => {
  await using pod = new TestPod();
  pod.gameById = () => ({ ...fakeGame, budgets: { ...fakeGame.budgets, startSeconds: 1 } });
  await pod.prepare();
  await pod.game.start();
  pod.game.behaviour.status = 'starting 40%';
  const client = await pod.serve();
  const late = await untilReport(client, ({ game }) => game.reason?.code === 'StartBudgetExceeded');
  expect(late.game).toMatchObject({ health: 'Starting', process: 'up' });
  pod.game.behaviour.status = 'healthy 1.0';
  await untilReport(client, ({ game }) => game.health === 'Healthy' && game.reason === undefined);
});

test('no budget runs before the game gave its first sign', async () => {
  await using pod = new TestPod();
  pod.gameById = () => ({ ...fakeGame, budgets: { ...fakeGame.budgets, startSeconds: 0 } });
  await pod.prepare();
  const client = await pod.serve();
  const waiting = await untilReport(client, ({ game }) => game.health === 'Starting');
  expect(waiting.game).toMatchObject({ process: 'unknown' });
  expect(waiting.game).not.toHaveProperty('reason');
  await pod.game.start();
  pod.game.log('loading 10%');
  await untilReport(client, ({ game }) => game.process !== 'unknown' && game.startedAt !== undefined);
});

test.each<[string, (pod: TestPod) => void, RegExp]>([
  ['a value that this release does not know', (pod) => pod.config({ spec: { game: 'fake', state: 'Asleep' } }), /spec\.state is wrong/],
  ['a setting that its adapter does not take', (pod) => pod.config({ settings: { motd: ['a', 'b'] } }), /settings\.motd does not fit Fake/],
  ['a game that it does not have', (pod) => pod.config({ game: 'chess' }), /no adapter for the game chess/],
  ['no JSON', (pod) => writeFileSync(join(pod.configDir, 'server.json'), ''), /is not JSON/],
  ['nothing at all', (pod) => rmSync(join(pod.configDir, 'server.json')), /cannot be read \(ENOENT\)/],
])('an agent that starts again to find %s looks after the game as it was prepared', async (_, change, warning) => {
  await using pod = new TestPod();
  await pod.prepare();
  await pod.game.start();
  change(pod);
  const client = await pod.serve();
  await untilReport(client, ({ game }) => game.health === 'Healthy');
  expect(pod.lines.filter((line) => line.includes('as it was prepared'))).toEqual([expect.stringMatching(warning)]);
  pod.requestDrain();
  await until(() => pod.drained() !== undefined);
  expect(pod.drained()).toMatchObject({ saved: true, asked: true, gone: true });
});

test('a game is never prepared by what an earlier start was prepared with', async () => {
  await using pod = new TestPod();
  expect(await pod.prepare()).toBe(0);
  pod.config({ settings: { motd: ['a', 'b'] } });
  expect(await pod.prepare()).toBe(1);
});

test('fields that this release does not know are no mistake', async () => {
  await using pod = new TestPod();
  pod.config({ later: 1, spec: { game: 'fake', later: { nested: true } }, settings: { motd: 'hello', seed: 1, later: 'x' } });
  expect(await pod.prepare()).toBe(0);
  await pod.game.start();
  await untilReport(await pod.serve(), ({ game }) => game.health === 'Healthy');
  expect(pod.lines.join('\n')).not.toContain('as it was prepared');
});

test('who accepted a licence is kept from the plugins of the game', async () => {
  await using pod = new TestPod();
  pod.config({ spec: { game: 'fake', licences: [{ id: 'eula', accepted: true, acceptedBy: 'ann@example.org' }] } });
  await pod.prepare();
  expect(readFileSync(join(pod.sharedDir, 'prepared.json'), 'utf8')).not.toContain('ann@example.org');
});
