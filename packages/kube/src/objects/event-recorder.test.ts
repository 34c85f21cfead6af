import { expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import { createEventRecorder, createKubeClient, type EventRecorderOptions, type Fetch } from '../index.ts';

const server1 = {
  apiVersion: 'gse.cozystack.io/v1alpha1',
  kind: 'GameServer',
  metadata: { name: 'my-world', namespace: 'default', uid: 'u1' },
};

function setup(options: Partial<EventRecorderOptions> = {}) {
  const server = new ListWatchServer();
  const clock = new ManualClock();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch: server.fetch, fieldManager: 'test' });
  return { server, clock, recorder: createEventRecorder({ client, component: 'operator', clock, ...options }) };
}

test('an event says what, about whom, who and when', async () => {
  const { server, recorder } = setup();
  recorder.record(server1, 'Warning', 'Crashed', 'The game exited with code 137.');
  await recorder.flush();
  expect(server.all()).toHaveLength(1);
  expect(server.all()[0]).toMatchObject({
    kind: 'Event',
    metadata: { namespace: 'default', name: expect.stringMatching(/^my-world\.[0-9a-f]+$/) },
    involvedObject: { kind: 'GameServer', name: 'my-world', namespace: 'default', uid: 'u1' },
    type: 'Warning',
    reason: 'Crashed',
    message: 'The game exited with code 137.',
    count: 1,
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
    source: { component: 'operator' },
  });
});

test('repetitions raise the count of one event, and are written together when they come together', async () => {
  const { server, clock, recorder } = setup();
  recorder.record(server1, 'Normal', 'Started', 'up');
  await recorder.flush();
  clock.advance(60_000);
  for (let n = 0; n < 10; n++) recorder.record(server1, 'Normal', 'Started', 'up');
  recorder.record(server1, 'Normal', 'Started', 'up, but differently');
  await recorder.flush();
  expect(server.all().map((event) => event['count'])).toEqual([11, 1]);
  expect(server.all()[0]?.['lastTimestamp']).toBe('2026-01-01T00:01:00Z');
  expect(server.requests).toHaveLength(4);
});

test('in a storm of many objects ordinary events are rationed, warnings are not', async () => {
  const { server, clock, recorder } = setup({ normalBurst: 3, normalRefillMs: 1000 });
  const record = (type: 'Normal' | 'Warning', n: number) =>
    recorder.record({ ...server1, metadata: { ...server1.metadata, uid: `${type}-${n}` } }, type, 'Told', `by ${n}`);
  for (let n = 0; n < 10; n++) record('Normal', n);
  for (let n = 0; n < 10; n++) record('Warning', n);
  await recorder.flush();
  const told = (type: string) => server.all().filter((event) => event['type'] === type).length;
  expect([told('Normal'), told('Warning')]).toEqual([3, 10]);
  clock.advance(2000);
  for (let n = 10; n < 20; n++) record('Normal', n);
  await recorder.flush();
  expect(told('Normal')).toBe(5);
});

test('an event that has expired meanwhile is told anew', async () => {
  const { server, recorder } = setup();
  recorder.record(server1, 'Normal', 'Started', 'up');
  await recorder.flush();
  server.remove(server.all()[0]?.metadata.name ?? '');
  recorder.record(server1, 'Normal', 'Started', 'up');
  await recorder.flush();
  expect(server.all().map((event) => event['count'])).toEqual([1]);
});

test('an object that repeats itself endlessly is slowed down, others are not', async () => {
  const { server, clock, recorder } = setup({ burst: 3, refillMs: 1000 });
  for (let n = 0; n < 10; n++) recorder.record(server1, 'Normal', 'Loop', `round ${n}`);
  recorder.record({ ...server1, metadata: { ...server1.metadata, name: 'other', uid: 'u2' } }, 'Normal', 'Fine', 'ok');
  await recorder.flush();
  expect(server.all()).toHaveLength(4);
  clock.advance(2000);
  for (let n = 0; n < 10; n++) recorder.record(server1, 'Normal', 'Loop', `later ${n}`);
  await recorder.flush();
  expect(server.all()).toHaveLength(6);
});

test('trouble with writing never reaches the caller: passing trouble is retried, a refusal is given up', async () => {
  const { server, clock, recorder } = setup();
  server.fail({ kind: 'reset' });
  server.fail({ kind: 'status', status: 500 });
  recorder.record(server1, 'Normal', 'Started', 'up');
  for (let n = 1; n <= 2; n++) {
    await eventually(() => clock.nextMs !== undefined);
    clock.advance(clock.nextMs ?? 0);
  }
  await recorder.flush();
  expect(server.all()).toHaveLength(1);
  server.fail({ kind: 'status', status: 403, reason: 'Forbidden' });
  recorder.record(server1, 'Normal', 'Stopped', 'down');
  await recorder.flush();
  expect(server.all()).toHaveLength(1);
});

test('many messages of one reason become one event, which shows the latest', async () => {
  const { server, clock, recorder } = setup();
  for (let n = 1; n <= 30; n++) {
    recorder.record(server1, 'Warning', 'SaveFailed', `attempt ${n}`);
    await recorder.flush();
  }
  expect(server.all()).toHaveLength(11);
  expect(server.all()[10]).toMatchObject({ message: '(combined from similar events): attempt 30', count: 20 });
  clock.advance(600_000);
  recorder.record(server1, 'Warning', 'SaveFailed', 'another day');
  await recorder.flush();
  expect(server.all()[11]).toMatchObject({ message: 'another day', count: 1 });
});

test('a very long message is cut', async () => {
  const { server, recorder } = setup();
  recorder.record(server1, 'Normal', 'Long', 'x'.repeat(5000));
  await recorder.flush();
  expect(String(server.all()[0]?.['message'])).toHaveLength(1024);
});

test('an attempt that arrived although its answer was lost makes no second event', async () => {
  const { server, clock, recorder } = setup();
  recorder.record(server1, 'Normal', 'Started', 'up');
  await recorder.flush();
  const name = server.all()[0]?.metadata.name;
  const again = setup({
    client: createKubeClient({ baseUrl: 'http://kube.test', fetch: loseFirstAnswer(server.fetch), fieldManager: 'test' }),
    clock,
  });
  again.recorder.record(server1, 'Normal', 'Stopped', 'down');
  await eventually(() => clock.nextMs !== undefined, 'the second attempt to be planned');
  clock.advance(clock.nextMs ?? 0);
  await again.recorder.flush();
  expect(server.all().map((event) => event['reason'])).toEqual(['Started', 'Stopped']);
  expect(server.all()[1]?.metadata.name).not.toBe(name);
});

test('a stop does not wait for a server that is gone', async () => {
  const { server, recorder } = setup();
  server.fail({ kind: 'silence' });
  recorder.record(server1, 'Normal', 'Started', 'up');
  await recorder.flush(AbortSignal.abort());
});

function loseFirstAnswer(fetch: Fetch): Fetch {
  let calls = 0;
  return async (request) => {
    const response = await fetch(request);
    if (++calls === 1) throw new TypeError('fetch failed');
    return response;
  };
}
