import { expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import {
  createKubeClient,
  createLeaderElector,
  createMetricsRegistry,
  KubeError,
  type Fetch,
  type LeaderElector,
  type LeaderElectorOptions,
} from '../index.ts';

/** Candidates that share a server; each has a clock of its own, and may be cut off from the server. */
function setup() {
  const server = new ListWatchServer();
  const clock = new ManualClock();
  function candidate(identity: string, options: Partial<LeaderElectorOptions> = {}) {
    const state = { isCutOff: false };
    const fetch: Fetch = (request) => {
      if (state.isCutOff) return Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') }));
      return server.fetch(request);
    };
    const client = createKubeClient({ baseUrl: 'http://kube.test', fetch, fieldManager: 'test', clock, random: () => 0 });
    const elector = createLeaderElector({ client, namespace: 'default', name: 'operator', identity, clock, random: () => 0, ...options });
    return { elector, ...state, cutOff: (isCutOff: boolean) => void (state.isCutOff = isCutOff) };
  }
  return { server, clock, candidate };
}

/** Runs a candidate whose work ends when its signal fires. */
function run(elector: LeaderElector) {
  const stop = new AbortController();
  const seen = { signal: undefined as AbortSignal | undefined, isEnded: false, error: undefined as unknown };
  const ended = elector
    .run((signal) => {
      seen.signal = signal;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    }, stop.signal)
    .then(
      () => void (seen.isEnded = true),
      (error: unknown) => void (seen.error = error),
    );
  return { seen, stop, ended };
}

/** Lets time pass in small steps, with the network in between. */
async function pass(clock: ManualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 500) {
    clock.advance(500);
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

test('one leads, and keeps the lease; the other waits', async () => {
  const { server, clock, candidate } = setup();
  const metrics = createMetricsRegistry();
  const one = run(candidate('one', { metrics }).elector);
  await eventually(() => one.seen.signal !== undefined);
  const two = candidate('two').elector;
  const waiting = run(two);
  await pass(clock, 60_000);
  expect(one.seen.signal?.aborted).toBe(false);
  expect(waiting.seen.signal).toBeUndefined();
  expect([two.isLeader, two.leader]).toEqual([false, 'one']);
  expect(server.get('operator')).toMatchObject({ spec: { holderIdentity: 'one', leaseDurationSeconds: 15, leaseTransitions: 0 } });
  expect(metrics.render()).toContain('leader_election_master_status{name="operator"} 1');
  waiting.stop.abort();
  await waiting.ended;
  one.stop.abort();
  await one.ended;
});

test('an orderly stop gives the lease back, so that the other leads at once', async () => {
  const { server, clock, candidate } = setup();
  const one = run(candidate('one').elector);
  await eventually(() => one.seen.signal !== undefined);
  const two = run(candidate('two').elector);
  await pass(clock, 5000);
  one.stop.abort();
  await one.ended;
  expect(one.seen.isEnded).toBe(true);
  await pass(clock, 3000);
  expect(two.seen.signal).toBeDefined();
  expect(server.get('operator')).toMatchObject({ spec: { holderIdentity: 'two', leaseTransitions: 1 } });
  two.stop.abort();
  await two.ended;
});

test('a leader that cannot renew stops before another may begin', async () => {
  const { clock, candidate } = setup();
  const first = candidate('one');
  const one = run(first.elector);
  await eventually(() => one.seen.signal !== undefined);
  const two = run(candidate('two').elector);
  await pass(clock, 6000);
  first.cutOff(true);
  let stoppedAt: number | undefined;
  one.seen.signal?.addEventListener('abort', () => (stoppedAt = clock.elapsed()));
  for (let n = 0; n < 60 && two.seen.signal === undefined; n++) await pass(clock, 500);
  const tookOverAt = clock.elapsed();
  expect(stoppedAt).toBeDefined();
  expect(tookOverAt - (stoppedAt ?? 0)).toBeGreaterThan(3000);
  await one.ended;
  expect(one.seen.error).toBeInstanceOf(KubeError);
  expect(one.seen.error).toMatchObject({ code: 'GSE_KUBE_LEASE_LOST' });
  expect(one.seen.signal?.reason).toMatchObject({ code: 'GSE_KUBE_LEASE_LOST' });
  two.stop.abort();
  await two.ended;
});

test('a leader whose work does not end is left when its lease runs out', async () => {
  const { clock, candidate } = setup();
  const first = candidate('one');
  let error: unknown;
  const ended = first.elector
    .run(() => new Promise(() => undefined), new AbortController().signal)
    .catch((reason: unknown) => void (error = reason));
  await eventually(() => first.elector.isLeader);
  first.cutOff(true);
  await pass(clock, 14_000);
  expect(error).toBeUndefined();
  await pass(clock, 2000);
  await ended;
  expect(error).toMatchObject({ code: 'GSE_KUBE_LEASE_LOST' });
});

test('clocks that are wrong by hours take nothing away from anybody', async () => {
  const { server, clock, candidate } = setup();
  const one = run(candidate('one').elector);
  await eventually(() => one.seen.signal !== undefined);
  clock.jump(7_200_000);
  const two = run(candidate('two').elector);
  await pass(clock, 10_000);
  clock.jump(-14_400_000);
  await pass(clock, 30_000);
  expect(one.seen.signal?.aborted).toBe(false);
  expect(two.seen.signal).toBeUndefined();
  expect(server.get('operator')).toMatchObject({ spec: { holderIdentity: 'one' } });
  for (const each of [one, two]) {
    each.stop.abort();
    await each.ended;
  }
});

test('a lease that somebody takes by hand ends the leader at its next renewal', async () => {
  const { server, clock, candidate } = setup();
  const one = run(candidate('one').elector);
  await eventually(() => one.seen.signal !== undefined);
  server.put('operator', { spec: { holderIdentity: 'intruder', leaseDurationSeconds: 15, renewTime: 'x' } });
  await pass(clock, 5000);
  await one.ended;
  expect(one.seen.error).toMatchObject({ code: 'GSE_KUBE_LEASE_LOST', message: expect.stringContaining('intruder holds it now') });
});

test('an edit of the lease by a person, or its deletion, makes nobody lead twice', async () => {
  const { server, clock, candidate } = setup();
  const one = run(candidate('one').elector);
  await eventually(() => one.seen.signal !== undefined);
  const two = run(candidate('two').elector);
  await pass(clock, 4000);
  server.put('operator', { ...server.get('operator'), metadata: { labels: { edited: 'yes' } } });
  await pass(clock, 4000);
  server.remove('operator');
  await pass(clock, 8000);
  expect(one.seen.signal?.aborted).toBe(false);
  expect(two.seen.signal).toBeUndefined();
  for (const each of [two, one]) {
    each.stop.abort();
    await each.ended;
  }
});

test('a server that is away for a moment costs nothing', async () => {
  const { clock, candidate } = setup();
  const first = candidate('one');
  const one = run(first.elector);
  await eventually(() => one.seen.signal !== undefined);
  first.cutOff(true);
  await pass(clock, 7000);
  first.cutOff(false);
  await pass(clock, 30_000);
  expect(one.seen.signal?.aborted).toBe(false);
  one.stop.abort();
  await one.ended;
});

test('work that fails gives the lease back and passes its error on', async () => {
  const { server, candidate } = setup();
  const broken = new Error('broken');
  await expect(candidate('one').elector.run(() => Promise.reject(broken), new AbortController().signal)).rejects.toBe(broken);
  expect(server.get('operator')).toMatchObject({ spec: { holderIdentity: '' } });
});
