import { events, timestamp, type KubeEvent } from '@gse/kube';
import { API_VERSION } from '@gse/resources';
import { gameOperations, gameServers } from '@gse/server-objects';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AgentStandIn } from '../../test/agent-stand-in.ts';
import { dig, list } from '../../test/dig.ts';
import { until } from '../../test/until.ts';
import { TOKENS, World } from '../../test/world.ts';

let world: World;
let agent: AgentStandIn;
const bob = { token: TOKENS.bob };

beforeAll(async () => {
  world = await World.start({
    bob: { namespaces: ['team-b'], allows: (verb, resource) => ['gameservers', 'gameoperations'].includes(resource) || verb === 'get' },
  });
  agent = await AgentStandIn.start();
  await world.server('world');
  await world.pod('world', agent);
  await world.server('theirs', { namespace: 'team-b' });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await agent[Symbol.asyncDispose]();
});

async function all(query = '', options: { token?: string } = {}): Promise<unknown[]> {
  return list((await world.ask('GET', `/api/v1/activity${query}`, options)).body, 'items');
}
const has = async (what: RegExp, options: { token?: string } = {}): Promise<boolean> =>
  (await all('', options)).some((item) => what.test(String(dig(item, 'what'))));

test('orders, wishes, acts on players, commands and deletions are told with who, whence and what came of it', async () => {
  await world.ask('POST', '/api/v1/servers', { body: { name: 'fresh', spec: { game: 'factorio' } } });
  await world.ask('PATCH', '/api/v1/servers/default/fresh', { body: { spec: { settings: { maxPlayers: 7 } } } });
  await world.ask('POST', '/api/v1/servers/default/world/players/ban', { body: { player: 'Mallory' } });
  await world.ask('POST', '/api/v1/servers/default/world/command', { body: { line: 'list' } });
  agent.refuse = { status: 503, code: 'GameNotAnswering', message: 'The game does not answer.' };
  await world.ask('POST', '/api/v1/servers/default/world/command', { body: { line: 'login hunter2' } });
  await world.ask('POST', '/api/v1/servers/default/world/players/kick', { body: { player: 'Steve' } });
  agent.refuse = undefined;
  await world.ask('DELETE', '/api/v1/servers/default/fresh');
  await until(() => has(/deletion/));
  const told = (await all()).map((item) => [
    dig(item, 'server'),
    dig(item, 'what'),
    dig(item, 'result'),
    dig(item, 'actor'),
    dig(item, 'door'),
  ]);
  for (const [server, what, result] of [
    ['fresh', 'alice ordered a Factorio server', 'ok'],
    ['fresh', 'alice changed settings.maxPlayers', 'ok'],
    ['world', 'alice banned Mallory: ban of Mallory done', 'ok'],
    ['world', 'alice ran the console command list', 'ok'],
    ['world', 'alice tried to run the console command login: The game does not answer.', 'trouble'],
    ['world', 'alice tried to kick Steve: The game does not answer.', 'trouble'],
    ['fresh', 'alice asked for the deletion of the server and its world', 'ok'],
  ])
    expect(told).toContainEqual([server, what, result, 'alice', 'api']);
  // In the order in which it happened, although Kubernetes keeps whole seconds.
  expect(told.map(([, what]) => String(what)).findIndex((what) => what.includes('deletion'))).toBe(0);
  expect(JSON.stringify(told)).not.toContain('hunter2');
});

test('an operation tells its end', async () => {
  const metadata = { namespace: 'default', name: 'world-restart-1' };
  await world.kube.create(gameOperations, {
    apiVersion: API_VERSION,
    kind: 'GameOperation',
    metadata,
    spec: { server: 'world', type: 'restart', actor: 'carol' },
  });
  await until(() => has(/^restart: waits$/));
  const finishedAt = timestamp(Date.now());
  await world.kube.patchStatus(gameOperations, metadata, { status: { phase: 'Failed', finishedAt, message: 'the pod is still there' } });
  await until(() => has(/^restart: the pod is still there$/));
  expect(await all()).toContainEqual(
    expect.objectContaining({
      server: 'world',
      namespace: 'default',
      actor: 'carol',
      door: 'kubernetes',
      code: 'OperationFailed',
      result: 'trouble',
      operation: 'world-restart-1',
      endedAt: finishedAt,
    }),
  );
});

test('signing in and out is told to who sees everything, and to who did it', async () => {
  for (const token of [TOKENS.alice, TOKENS.bob]) {
    const { headers } = await world.ask('POST', '/api/session', { token: null, body: { token } });
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
    await world.ask('DELETE', '/api/session', { token: null, headers: { cookie, origin: world.url } });
  }
  await until(() => has(/^bob signed a browser out$/));
  expect(await has(/^alice signed a browser in$/)).toBe(true);
  const signIn = (await all()).find((item) => dig(item, 'what') === 'bob signed a browser in');
  expect(signIn).toMatchObject({ actor: 'bob', door: 'browser', code: 'SignedIn', result: 'ok' });
  expect(dig(signIn, 'server')).toBeUndefined();
  expect(await has(/^bob signed a browser in$/, bob)).toBe(true);
  expect(await has(/^alice signed/, bob)).toBe(false);
});

test("an event that somebody else has written is nobody's act, whatever it claims", async () => {
  await world.ask('POST', '/api/v1/servers/team-b/theirs/start');
  await until(() => has(/wished for the server to be started/));
  const { items } = await world.kube.list(events, { namespace: 'team-b' });
  const real = items.find(({ message }) => message?.includes('to be started'));
  if (real === undefined) throw new Error('there is no event of the act');
  const at = timestamp(Date.now());
  const forge = async (name: string, change: Partial<KubeEvent>): Promise<void> => {
    const { namespace = 'team-b' } = change.involvedObject ?? {};
    await world.kube.create(events, {
      ...real,
      metadata: { name, namespace, annotations: real.metadata.annotations },
      firstTimestamp: at,
      lastTimestamp: at,
      reason: 'DeletionRequested',
      ...change,
    });
  };
  const session = (namespace: string) => ({ apiVersion: 'v1', kind: 'User', name: 'alice', namespace });
  await forge('claimed.1', { message: 'alice did forgery 1' });
  await forge('component.1', { message: 'alice did forgery 2', source: { component: 'alice' }, reportingComponent: 'alice' });
  // Nothing but the name is another.
  await forge('copied.1', { reason: real.reason, lastTimestamp: real.lastTimestamp, firstTimestamp: real.firstTimestamp });
  await forge('session.1', { message: 'alice did forgery 3', involvedObject: session('team-b') });
  await forge('session.2', { message: 'alice did forgery 4', involvedObject: session('default') });
  await world.kube.patch(events, real.metadata, { message: 'alice did forgery 5' });
  await until(() => has(/forgery 1/));
  await until(() => has(/forgery 2/));
  await until(() => has(/forgery 5/));
  const told = await all();
  for (const n of [1, 2, 5])
    expect(told).toContainEqual(expect.objectContaining({ what: `alice did forgery ${n}`, actor: 'unknown', door: 'kubernetes' }));
  expect(told.filter((item) => dig(item, 'what') === real.message)).toEqual([expect.objectContaining({ actor: 'unknown' })]);
  // As for sign-ins, there is nothing to be told but who.
  expect(await has(/forgery [34]/)).toBe(false);
  expect(
    list((await world.ask('GET', '/api/v1/servers/team-b/theirs/activity')).body, 'items').map((item) => dig(item, 'actor')),
  ).not.toContain('alice');
});

test('what the operator has seen is told as its own', async () => {
  const { apiVersion, kind, metadata } = await world.kube.get(gameServers, { namespace: 'default', name: 'world' });
  await world.kube.create(events, {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'world.seen', namespace: 'default' },
    involvedObject: { apiVersion, kind, name: metadata.name, namespace: 'default', uid: metadata.uid },
    reason: 'Crashed',
    message: 'the game ended',
    type: 'Warning',
    lastTimestamp: timestamp(Date.now()),
    source: { component: 'gse-operator' },
  });
  await until(() => has(/^the game ended$/));
  expect(await all()).toContainEqual(
    expect.objectContaining({ what: 'the game ended', actor: 'gse-operator', door: 'operator', result: 'trouble' }),
  );
});

test('nobody is told of servers they do not see', async () => {
  await world.ask('POST', '/api/v1/servers/team-b/theirs/stop');
  await until(() => has(/wished for the server to be stopped/, bob));
  const found = await all('', bob);
  expect(new Set(found.map((item) => dig(item, 'namespace')).filter(Boolean))).toEqual(new Set(['team-b']));
  expect((await world.ask('GET', '/api/v1/activity?namespace=default', bob)).status).toBe(403);
  expect((await all('?namespace=team-b')).every((item) => dig(item, 'namespace') === 'team-b')).toBe(true);
});

test('pages go on where the last one ended, also when more happens meanwhile', async () => {
  const whole = (await all('?limit=200')).map((item) => dig(item, 'id'));
  const paged: unknown[] = [];
  let next = '';
  for (let pages = 0; pages < 100; pages++) {
    const { body } = await world.ask('GET', `/api/v1/activity?limit=3${next}`);
    paged.push(...list(body, 'items').map((item) => dig(item, 'id')));
    if (pages === 0) await world.ask('POST', '/api/v1/servers/default/world/announce', { body: { message: 'hello' } });
    const token = dig(body, 'continue');
    if (token === undefined) break;
    next = `&continue=${String(token)}`;
  }
  expect(paged).toEqual(whole);
  expect((await world.ask('GET', '/api/v1/activity?continue=nonsense')).status).toBe(400);
  const one = (await world.ask('GET', '/api/v1/servers/default/world/activity?limit=1')).body;
  const two = (await world.ask('GET', `/api/v1/servers/default/world/activity?limit=1&continue=${String(dig(one, 'continue'))}`)).body;
  expect(dig(two, 'items.0.id')).not.toBe(dig(one, 'items.0.id'));
});

test('what was done to a deleted server does not stand with another of the same name', async () => {
  const first = await world.server('again');
  await world.ask('POST', '/api/v1/servers/default/again/stop');
  await until(async () => list((await world.ask('GET', '/api/v1/servers/default/again/activity')).body, 'items').length > 0);
  await world.kube.delete(gameServers, first.metadata);
  await until(async () => (await world.ask('GET', '/api/v1/servers/default/again')).status === 404);
  await world.server('again');
  expect(list((await world.ask('GET', '/api/v1/servers/default/again/activity')).body, 'items')).toEqual([]);
});
