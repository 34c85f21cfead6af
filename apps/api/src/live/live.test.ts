import { expect, test } from 'vitest';
import { dig } from '../../test/dig.ts';
import { EventStream } from '../../test/event-stream.ts';
import { until } from '../../test/until.ts';
import { TOKENS, World } from '../../test/world.ts';
import { API_VERSION } from '@gse/resources';
import { gameOperations, gameServers } from '@gse/server-objects';

const bearer = { authorization: `Bearer ${TOKENS.alice}` };

async function listen(world: World, headers: Record<string, string> = bearer, query = ''): Promise<EventStream> {
  const stream = await EventStream.open(`${world.url}/api/v1/events${query}`, headers);
  await until(() => stream.events.length > 0);
  return stream;
}

async function phase(world: World, name: string, value: 'Running' | 'Starting' | 'Stopped', message = ''): Promise<void> {
  await world.kube.patchStatus(
    gameServers,
    { namespace: 'default', name },
    { status: { phase: value, reason: { code: 'Test', message } } },
  );
}

test('one stream tells the changes of all servers and operations', async () => {
  await using world = await World.start();
  using stream = await listen(world);
  expect(stream.response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(stream.events[0]).toMatchObject({ event: 'hello' });
  await world.server('one');
  await until(() => stream.named('server').length === 1);
  expect(stream.named('server')[0]?.data).toMatchObject({
    type: 'added',
    resourceVersion: expect.any(String),
    server: { name: 'one', phase: 'Pending' },
  });
  await phase(world, 'one', 'Running');
  await until(() => stream.named('server').length === 2);
  expect(stream.named('server')[1]?.data).toMatchObject({ type: 'changed', server: { phase: 'Running' } });
  await world.ask('POST', '/api/v1/servers/default/one/restart', { body: {} });
  await until(() => stream.named('operation').length === 1);
  expect(stream.named('operation')[0]?.data).toMatchObject({
    type: 'added',
    operation: { server: 'one', type: 'restart', steps: expect.any(Array) },
  });
  await world.ask('DELETE', '/api/v1/servers/default/one');
  await until(() => stream.named('server').some((event) => dig(event.data, 'type') === 'deleted'));
});

test('that a stop must happen is told when its server begins to say so', async () => {
  await using world = await World.start();
  const { metadata } = await world.server('one');
  using stream = await listen(world);
  await world.kube.create(gameOperations, {
    apiVersion: API_VERSION,
    kind: 'GameOperation',
    metadata: { namespace: 'default', name: 'one-stop-1' },
    spec: { server: 'one', type: 'stop' },
  });
  await until(() => stream.named('operation').length === 1);
  expect(stream.named('operation')[0]?.data).toMatchObject({ type: 'added', operation: { changeable: true } });
  await phase(world, 'one', 'Running');
  await world.kube.patch(gameServers, metadata, { spec: { intent: 'Suspended' } });
  await until(() => stream.named('operation').length === 2);
  expect(stream.named('operation')[1]?.data).toMatchObject({
    type: 'changed',
    operation: { name: 'one-stop-1', changeable: false, mustHappen: expect.stringContaining('The provider has suspended') },
  });
});

test('a change that nobody could see makes no event', async () => {
  await using world = await World.start();
  await world.server('still');
  using stream = await listen(world);
  await world.kube.patchStatus(gameServers, { namespace: 'default', name: 'still' }, { status: { observedGeneration: 1 } });
  await phase(world, 'still', 'Running');
  await until(() => stream.named('server').length > 0);
  expect(stream.named('server').map((event) => dig(event.data, 'server.phase'))).toEqual(['Running']);
});

test('a stream that broke goes on where it was', async () => {
  await using world = await World.start();
  await world.server('gap');
  const first = await listen(world);
  await phase(world, 'gap', 'Starting');
  await until(() => first.named('server').length === 1);
  const id = first.named('server')[0]?.id ?? '';
  first[Symbol.dispose]();
  await phase(world, 'gap', 'Running');
  using watcher = await listen(world);
  await phase(world, 'gap', 'Stopped');
  await until(() => watcher.named('server').some((event) => dig(event.data, 'server.phase') === 'Stopped'));
  using second = await listen(world, { ...bearer, 'last-event-id': id });
  await until(() => second.named('server').some((event) => dig(event.data, 'server.phase') === 'Stopped'));
  expect(second.named('server').map((event) => dig(event.data, 'server.phase'))).toEqual(['Running', 'Stopped']);
  expect(second.named('relist')).toEqual([]);
});

test.each(['other-process.12', 'nonsense', '999999999'])('a place that is not known any more (%s) means: list again', async (id) => {
  await using world = await World.start();
  using stream = await listen(world, { ...bearer, 'last-event-id': id });
  expect(stream.events[0]).toMatchObject({ event: 'relist' });
});

test('callers hear of their own namespaces only', async () => {
  await using world = await World.start({ bob: { namespaces: ['team-b'], allows: () => true } });
  await world.server('before', { namespace: 'team-b' });
  const bob = { authorization: `Bearer ${TOKENS.bob}` };
  using stream = await listen(world, bob);
  using all = await listen(world);
  await world.server('foreign');
  await world.server('own', { namespace: 'team-b' });
  await until(() => stream.named('server').length > 0);
  await until(() => all.named('server').length === 2);
  expect(stream.named('server').map((event) => dig(event.data, 'server.name'))).toEqual(['own']);
  const refused = await EventStream.open(`${world.url}/api/v1/events?namespace=default`, bob);
  expect(refused.response.statusCode).toBe(403);
  refused[Symbol.dispose]();
});

test('a namespace that comes into being is told by a request to list again', async () => {
  await using world = await World.start({ bob: { namespaces: ['fresh'], allows: () => true } });
  using stream = await listen(world, { authorization: `Bearer ${TOKENS.bob}` });
  await world.server('newcomer', { namespace: 'fresh' });
  await until(() => stream.named('relist').length > 0);
});

test('a client that does not read costs little, holds up nobody, and is told to list again', async () => {
  await using world = await World.start();
  await world.server('busy');
  using slow = await listen(world);
  using quick = await listen(world);
  slow.response.pause();
  // Some 24 MB, far more than sockets hold.
  const long = 'x'.repeat(60_000);
  const written = 400;
  for (let n = 0; n < written; n++) {
    const reason = { code: 'Test', message: String(n), fix: { kind: 'patch' as const, title: 'Long', patch: { spec: { long } } } };
    await world.kube.patchStatus(gameServers, { namespace: 'default', name: 'busy' }, { status: { reason } });
  }
  await until(() => quick.named('server').some((event) => dig(event.data, 'server.reason.message') === String(written - 1)));
  expect(quick.named('relist')).toEqual([]);
  slow.response.resume();
  await until(() => slow.named('relist').length > 0);
  expect(slow.named('server').length).toBeLessThan(written);
  await phase(world, 'busy', 'Stopped');
  await until(() => slow.named('server').some((event) => dig(event.data, 'server.phase') === 'Stopped'));
}, 60_000);

test('one caller may not open any number of streams', async () => {
  await using world = await World.start({ limits: { streamsPerCaller: 2 } });
  using first = await listen(world);
  using second = await listen(world);
  const third = await EventStream.open(`${world.url}/api/v1/events`, bearer);
  expect(third.response.statusCode).toBe(429);
  third[Symbol.dispose]();
  first[Symbol.dispose]();
  await until(async () => {
    using next = await EventStream.open(`${world.url}/api/v1/events`, bearer);
    return next.response.statusCode === 200;
  });
  expect(second.isClosed).toBe(false);
});

test('streams are counted by who has them, not by token; the accounts of one namespace count as one', async () => {
  await using world = await World.start({
    limits: { streamsPerCaller: 2, streams: 5 },
    authenticate: async (token) => ({ user: token.replace(/-\d+$/, '') }),
    actsAs: () => TOKENS.alice,
  });
  using opened = new DisposableStack();
  const open = async (user: string, n: number): Promise<number | undefined> => {
    const stream = await EventStream.open(`${world.url}/api/v1/events`, { authorization: `Bearer ${user}-${n}` });
    return opened.use(stream).response.statusCode;
  };
  const account = (name: string): string => `system:serviceaccount:team-b:${name}`;
  expect([await open(account('one'), 1), await open(account('two'), 1)]).toEqual([200, 200]);
  expect([await open(account('one'), 2), await open(account('three'), 1)]).toEqual([429, 429]);
  expect([await open('carol', 1), await open('carol', 2), await open('carol', 3)]).toEqual([200, 200, 429]);
  expect(await open('system:serviceaccount:team-c:one', 1)).toBe(200);
});

test('when the API closes, streams are told so and end', async () => {
  const world = await World.start();
  using stream = await listen(world);
  await world[Symbol.asyncDispose]();
  await until(() => stream.isClosed);
  expect(stream.named('end')[0]?.data).toMatchObject({ code: 'Closing' });
});
