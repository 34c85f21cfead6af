import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentStandIn } from '../../test/agent-stand-in.ts';
import { dig, list } from '../../test/dig.ts';
import { until } from '../../test/until.ts';
import { TOKENS, World } from '../../test/world.ts';

let world: World;
let agent: AgentStandIn;
beforeAll(async () => {
  world = await World.start({ bob: { namespaces: ['default'], allows: (verb, resource) => resource === 'gameservers' && verb === 'get' } });
  agent = await AgentStandIn.start();
  await world.server('world');
  await world.pod('world', agent);
  await world.server('mine', { spec: { game: 'factorio' } });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await agent[Symbol.asyncDispose]();
});

const base = '/api/v1/servers/default/world';

test('players are asked of the game', async () => {
  expect(await world.ask('GET', `${base}/players`)).toMatchObject({
    status: 200,
    body: { known: true, online: 1, max: 20, names: [{ name: 'Steve' }] },
  });
});

test('players of a server that does not run are not known, which is not zero', async () => {
  const { body } = await world.ask('GET', '/api/v1/servers/default/mine/players');
  expect(body).toMatchObject({ known: false, reason: expect.stringContaining('Pending') });
  expect(dig(body, 'online')).toBeUndefined();
});

test('acts on players are passed on, and what the game says comes back', async () => {
  expect(await world.ask('POST', `${base}/players/kick`, { body: { player: 'Steve', reason: 'rude' } })).toMatchObject({
    status: 200,
    body: { done: true, message: 'kick of Steve done' },
  });
  expect(agent.asked.at(-1)).toEqual({ path: '/v1/moderation', body: { act: 'kick', player: 'Steve', reason: 'rude' } });
  expect((await world.ask('POST', `${base}/players/kick`, { body: { player: 'Nobody' } })).body).toEqual({
    done: false,
    message: 'No player was found',
  });
});

test.each([
  ['an act no game has', 'teleport', { player: 'Steve' }, 400],
  ['a name of two lines', 'kick', { player: 'Steve\nop mallory' }, 422],
  ['no player', 'kick', {}, 422],
  ['a message without words', 'message', { player: 'Steve' }, 422],
])('%s is refused before the game hears of it', async (_case, act, body, status) => {
  const before = agent.asked.length;
  expect((await world.ask('POST', `${base}/players/${act}`, { body })).status).toBe(status);
  expect(agent.asked).toHaveLength(before);
});

test('announcements and commands reach the game', async () => {
  expect((await world.ask('POST', `${base}/announce`, { body: { message: 'Hello all' } })).status).toBe(204);
  expect(agent.asked.at(-1)).toEqual({ path: '/v1/announce', body: { message: 'Hello all' } });
  expect(await world.ask('POST', `${base}/command`, { body: { line: 'list' } })).toMatchObject({
    status: 200,
    body: { output: 'ran list' },
  });
  expect((await world.ask('POST', `${base}/command`, { body: { line: 'a\nb' } })).status).toBe(422);
});

test('what the agent refuses is told in its words', async () => {
  agent.refuse = { status: 503, code: 'GameNotAnswering', message: 'The game does not answer.' };
  expect(await world.ask('POST', `${base}/command`, { body: { line: 'list' } })).toMatchObject({
    status: 503,
    body: { error: { code: 'GameNotAnswering', message: 'The game does not answer.' } },
  });
  agent.refuse = undefined;
});

test('a server without a game to talk to says why and names the way out', async () => {
  await world.server('asleep', { spec: { state: 'Stopped' } });
  expect(await world.ask('POST', '/api/v1/servers/default/asleep/command', { body: { line: 'x' } })).toMatchObject({
    status: 409,
    body: { error: { code: 'ServerNotRunning', fix: { kind: 'patch' } } },
  });
});

test('permission is asked for by virtual subresource: looking at a server is not talking to its game', async () => {
  const bob = { token: TOKENS.bob };
  expect((await world.ask('GET', base, bob)).status).toBe(200);
  const before = agent.asked.length;
  expect((await world.ask('GET', `${base}/players`, bob)).status).toBe(403);
  expect((await world.ask('POST', `${base}/players/kick`, { ...bob, body: { player: 'Steve' } })).status).toBe(403);
  expect((await world.ask('POST', `${base}/command`, { ...bob, body: { line: 'op bob' } })).status).toBe(403);
  expect((await world.ask('POST', `${base}/announce`, { ...bob, body: { message: 'x' } })).status).toBe(403);
  expect(agent.asked).toHaveLength(before);
});

test('activity tells who did what through which door, and keeps commands and words to itself', async () => {
  await world.ask('POST', `${base}/command`, { body: { line: 'login hunter2-password' } });
  await world.ask('POST', `${base}/restart`, { body: { cause: 'tired' } });
  const items = async () => list((await world.ask('GET', `${base}/activity`)).body, 'items');
  await until(async () => (await items()).some((item) => dig(item, 'what') === 'alice ran the console command login'));
  const found = await items();
  expect(found).toContainEqual(
    expect.objectContaining({
      code: 'PlayerModerated',
      actor: 'alice',
      door: 'api',
      result: 'ok',
      what: 'alice kicked Steve: kick of Steve done',
    }),
  );
  expect(found).toContainEqual(
    expect.objectContaining({ code: 'PlayerModerated', result: 'trouble', what: expect.stringContaining('No player was found') }),
  );
  expect(found).toContainEqual(
    expect.objectContaining({ code: 'OperationPending', actor: 'alice', door: 'api', result: 'underway', what: 'restart (tired): waits' }),
  );
  expect(JSON.stringify(found)).not.toMatch(/hunter2|Hello all/);
});

test('the token of the agent and the secrets of the game appear in no answer and no log line', async () => {
  const answers = await Promise.all([base, `${base}/activity`, `${base}/players`, '/metrics'].map((path) => world.ask('GET', path)));
  for (const text of [JSON.stringify(answers.map(({ body }) => body)), ...world.logged])
    expect(text).not.toMatch(/agent-secret-token|rcon-secret-value|alice-token/);
});

test('the lists of the game are told as it tells them, and only those it has', async () => {
  const { status, body } = await world.ask('GET', `${base}/players/lists`);
  expect(status).toBe(200);
  expect(body).toEqual({
    banned: { known: true, players: [{ name: 'Mallory', reason: 'griefing' }], more: 2 },
    allowed: { known: false, reason: 'The game did not answer.' },
  });
});

test('lists of a server that does not run are not known, which is not empty', async () => {
  const { body } = await world.ask('GET', '/api/v1/servers/default/mine/players/lists');
  for (const name of ['banned', 'allowed', 'admins'])
    expect(dig(body, name)).toMatchObject({ known: false, reason: expect.stringContaining('Pending') });
  expect((await world.ask('GET', `${base}/players/lists`, { token: TOKENS.bob })).status).toBe(403);
});
