import { API_VERSION, type GameOperationStatus } from '@gse/resources';
import { stepTitles } from '@gse/sdk';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dig, list } from '../../test/dig.ts';
import { until } from '../../test/until.ts';
import { World } from '../../test/world.ts';
import { gameOperations, gameServers } from '@gse/server-objects';

let world: World;
beforeAll(async () => {
  world = await World.start();
  await world.server('world');
});
afterAll(async () => await world[Symbol.asyncDispose]());

const base = '/api/v1/servers/default/world';

async function operation(name: string, status: GameOperationStatus): Promise<string> {
  const metadata = { namespace: 'default', name };
  await world.kube.create(gameOperations, {
    apiVersion: API_VERSION,
    kind: 'GameOperation',
    metadata,
    spec: { server: 'world', type: 'restart' },
  });
  await world.kube.patchStatus(gameOperations, metadata, { status });
  return `${base}/operations/${name}`;
}

test('a restart is a journal entry that says who asked, why and how players are treated', async () => {
  const answer = await world.ask('POST', `${base}/restart`, {
    body: { cause: 'new plugins', announceSeconds: [60, 10], onlyWhenEmpty: { deadline: '2h' } },
  });
  expect(answer).toMatchObject({
    status: 201,
    body: { type: 'restart', server: 'world', phase: 'Pending', actor: 'alice', cause: 'new plugins', changeable: true, finished: false },
  });
  const { spec, metadata } = await world.kube.get(gameOperations, { namespace: 'default', name: String(dig(answer.body, 'name')) });
  expect(spec.disruption).toEqual({ announceSeconds: [60, 10], onlyWhenEmpty: { deadline: '2h' } });
  expect(metadata).toMatchObject({ labels: { 'gse.cozystack.io/server': 'world' }, ownerReferences: [{ name: 'world' }] });
  // Written and seen: the list has it at once.
  expect(list((await world.ask('GET', `${base}/operations`)).body, 'items')).toContainEqual(
    expect.objectContaining({ name: metadata.name }),
  );
});

test.each([
  ['a deadline that is none', { onlyWhenEmpty: { deadline: 'soon' } }, 'onlyWhenEmpty.deadline'],
  ['a cause of two lines', { cause: 'a\nb' }, 'cause'],
  ['a time in the past', { postponeUntil: '2001-01-01T00:00:00Z' }, 'until'],
  ['a misspelt field', { casue: 'x' }, 'casue'],
])('a restart with %s is refused', async (_case, body, path) => {
  expect(await world.ask('POST', `${base}/restart`, { body })).toMatchObject({ status: 422, body: { error: { path } } });
});

test('a stopped server is not restarted, and the way out is named', async () => {
  await world.server('asleep', { spec: { state: 'Stopped' } });
  expect(await world.ask('POST', '/api/v1/servers/default/asleep/restart', { body: {} })).toMatchObject({
    status: 409,
    body: { error: { code: 'ServerStopped', fix: { kind: 'patch', patch: { spec: { state: 'Running' } } } } },
  });
});

test('an operation shows the table it walks and how far it has come', async () => {
  const path = await operation('world-restart-walk', {
    phase: 'Running',
    step: 'countdown',
    disruptsAt: '2030-01-01T00:05:00Z',
    message: 'Warning players',
    steps: [
      { name: 'wait', startedAt: '2030-01-01T00:00:00Z', finishedAt: '2030-01-01T00:00:01Z' },
      { name: 'countdown', startedAt: '2030-01-01T00:00:01Z' },
    ],
  });
  const { body } = await world.ask('GET', path);
  expect(list(body, 'steps').map((step) => [dig(step, 'name'), dig(step, 'title')])).toEqual(
    stepTitles('restart').map(({ name, title }) => [name, title]),
  );
  expect(list(body, 'steps').map((step) => dig(step, 'state'))).toEqual(['done', 'current', 'ahead', 'ahead', 'ahead']);
});

test('what has not disturbed players yet can be skipped, cancelled and postponed', async () => {
  const at = '2030-01-01T00:05:00.000Z';
  const path = await operation('world-restart-open', { phase: 'Running', step: 'countdown', disruptsAt: at });
  expect(await world.ask('POST', `${path}/postpone`, { body: { minutes: 30 } })).toMatchObject({
    status: 422,
    body: { error: { code: 'Invalid' } },
  });
  const soon = new Date(Date.now() + 300_000).toISOString();
  const near = await operation('world-restart-near', { phase: 'Running', step: 'countdown', disruptsAt: soon });
  expect((await world.ask('POST', `${near}/postpone`, { body: { minutes: 30 } })).body).toMatchObject({
    postponeUntil: new Date(Date.parse(soon) + 30 * 60_000).toISOString(),
  });
  const until = new Date(Date.now() + 7_200_000).toISOString().replace('Z', '+00:00');
  expect((await world.ask('POST', `${near}/postpone`, { body: { until } })).body).toMatchObject({
    postponeUntil: new Date(until).toISOString(),
  });
  expect(await world.ask('POST', `${near}/postpone`, { body: {} })).toMatchObject({ status: 422 });
  expect((await world.ask('POST', `${near}/skip`)).body).toMatchObject({ skip: true });
  expect((await world.ask('POST', `${path}/cancel`)).body).toMatchObject({ cancel: true });
});

test.each([
  ['its turn', { phase: 'Pending', message: 'waits for world-stop-1' }, { for: 'turn' }],
  ['its turn again', { phase: 'Pending', step: 'wait', waitsUntil: '2030-01-01T04:00:00.000Z' }, { for: 'turn' }],
  [
    'an empty server',
    { phase: 'Running', step: 'wait', waitsUntil: '2030-01-01T04:00:00.000Z', disruptsAt: '2030-01-01T04:05:00.000Z' },
    { for: 'empty', until: '2030-01-01T04:00:00.000Z' },
  ],
  [
    'a later time',
    { phase: 'Running', step: 'wait', disruptsAt: '2030-01-01T00:05:00.000Z' },
    { for: 'time', until: '2030-01-01T00:05:00.000Z' },
  ],
  [
    'the end of its countdown',
    { phase: 'Running', step: 'countdown', waitsUntil: '2030-01-01T04:00:00.000Z', disruptsAt: '2030-01-01T00:05:00.000Z' },
    { for: 'countdown', until: '2030-01-01T00:05:00.000Z' },
  ],
  ['nothing', { phase: 'Running', step: 'stop', disruptsAt: '2030-01-01T00:05:00.000Z' }, undefined],
] as const)('an operation that waits for %s says so', async (case_, status, waits) => {
  const { body } = await world.ask('GET', await operation(`world-restart-for-${case_.replaceAll(' ', '-')}`, status));
  expect(dig(body, 'waits')).toEqual(waits);
});

test('an operation shows what players were told', async () => {
  const notice = { at: '2030-01-01T00:00:00.000Z', secondsBefore: 300, disruptsAt: '2030-01-01T00:05:00.000Z', delivered: true };
  const path = await operation('world-restart-told', { phase: 'Running', step: 'countdown', announced: [notice] });
  expect((await world.ask('GET', path)).body).toMatchObject({ status: { announced: [notice] } });
});

test('what waits can be told to go ahead now, and postponed again', async () => {
  const path = await operation('world-restart-now', {
    phase: 'Running',
    step: 'wait',
    disruptsAt: new Date(Date.now() + 600_000).toISOString(),
  });
  expect(await world.ask('POST', `${path}/run-now`)).toMatchObject({ status: 200, body: { runNow: true } });
  const { spec } = await world.kube.get(gameOperations, { namespace: 'default', name: 'world-restart-now' });
  expect(spec.runNow).toBe(true);
  const { body } = await world.ask('POST', `${path}/postpone`, { body: { minutes: 5 } });
  expect(dig(body, 'runNow')).toBeUndefined();
  expect(await world.ask('POST', `${await operation('world-restart-late', { phase: 'Running', step: 'stop' })}/run-now`)).toMatchObject({
    status: 409,
    body: {
      error: {
        code: 'TooLate',
        message: 'world-restart-late can no longer be told to go ahead now; players are being disturbed already.',
      },
    },
  });
});

test.each([
  ['past the point of return', { phase: 'Running', step: 'stop' }],
  ['ended', { phase: 'Succeeded', finishedAt: '2030-01-01T00:00:00Z' }],
] as const)('what is %s can no longer be declined', async (state, status) => {
  const path = await operation(`world-restart-${state.length}`, status);
  for (const act of ['skip', 'cancel'])
    expect(await world.ask('POST', `${path}/${act}`)).toMatchObject({ status: 409, body: { error: { code: 'TooLate' } } });
  expect(await world.ask('POST', `${path}/postpone`, { body: { minutes: 1 } })).toMatchObject({ status: 409 });
});

test.each([
  ['suspended', 'The provider has suspended this server'],
  ['deleted', 'The server is being deleted'],
])('the stop of a server that is %s can be told to go ahead now, and no more', async (name, because) => {
  const made = await world.server(name);
  const ref = { namespace: 'default', name: `${name}-stop-1` };
  const [wait, countdown] = ['wait', 'countdown'].map((step) => ({ phase: 'Running' as const, step }));
  await world.kube.create(gameOperations, {
    apiVersion: API_VERSION,
    kind: 'GameOperation',
    metadata: ref,
    spec: { server: name, type: 'stop' },
  });
  await world.kube.patchStatus(gameOperations, ref, { status: wait });
  const path = `/api/v1/servers/default/${name}/operations/${ref.name}`;
  expect((await world.ask('GET', path)).body).toMatchObject({ changeable: true });

  if (name === 'suspended') await world.kube.patch(gameServers, made.metadata, { spec: { intent: 'Suspended' } });
  else {
    await world.kube.patch(gameServers, made.metadata, { metadata: { finalizers: ['gse.cozystack.io/server'] } });
    await world.kube.delete(gameServers, made.metadata);
  }
  const mustHappen = `${because}, so this stop can be neither skipped nor cancelled nor postponed. It can be told to go ahead now.`;
  await until(async () => dig((await world.ask('GET', path)).body, 'changeable') === false);
  expect((await world.ask('GET', path)).body).toMatchObject({ changeable: false, mustHappen });
  for (const [act, body] of [['skip'], ['cancel'], ['postpone', { minutes: 5 }]] as const)
    expect(await world.ask('POST', `${path}/${act}`, { ...(body && { body }) }), act).toMatchObject({
      status: 409,
      body: { error: { code: 'CannotBeDeclined', message: mustHappen } },
    });
  const { spec } = await world.kube.get(gameOperations, ref);
  expect(spec).toEqual({ server: name, type: 'stop' });

  await world.kube.patchStatus(gameOperations, ref, { status: countdown });
  expect(await world.ask('POST', `${path}/run-now`)).toMatchObject({ status: 200, body: { runNow: true, changeable: false, mustHappen } });
  const restart = await operation(`${name}-restart`, countdown ?? {});
  expect((await world.ask('GET', restart)).body).toMatchObject({ changeable: true });
  await world.kube.patchStatus(gameOperations, ref, { status: { phase: 'Running', step: 'stop' } });
  await until(async () => dig((await world.ask('GET', path)).body, 'mustHappen') === undefined);
  expect(await world.ask('POST', `${path}/skip`)).toMatchObject({ status: 409, body: { error: { code: 'TooLate' } } });
});

test('an operation is found under its own server only', async () => {
  await operation('world-restart-mine', {});
  await world.server('other');
  expect((await world.ask('GET', '/api/v1/servers/default/other/operations/world-restart-mine')).status).toBe(404);
});

test('the list comes in pages, newest first, and goes on where a page ended', async () => {
  await using paged = await World.start();
  await paged.server('busy');
  for (let n = 1; n <= 12; n++)
    await paged.kube.create(gameOperations, {
      apiVersion: API_VERSION,
      kind: 'GameOperation',
      metadata: { name: `busy-restart-${n}`, namespace: 'default' },
      spec: { server: 'busy', type: 'restart' },
    });
  const path = '/api/v1/servers/default/busy/operations';
  await until(async () => list((await paged.ask('GET', path)).body, 'items').length === 12);
  const names: unknown[] = [];
  let next = '';
  do {
    const { body } = await paged.ask('GET', `${path}?limit=5${next === '' ? '' : `&continue=${next}`}`);
    names.push(...list(body, 'items').map((item) => dig(item, 'name')));
    next = String(dig(body, 'continue') ?? '');
  } while (next !== '');
  expect(new Set(names).size).toBe(12);
  expect(names).toHaveLength(12);
  expect((await paged.ask('GET', `${path}?continue=nonsense`)).status).toBe(400);
});
