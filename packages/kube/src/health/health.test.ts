import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import {
  configMaps,
  createController,
  createHealth,
  createInformer,
  createKubeClient,
  createLeaderElector,
  createManager,
  createMetricsRegistry,
  registerProcessMetrics,
  watch,
  type Fetch,
} from '../index.ts';

let stop = new AbortController();
afterEach(() => stop.abort());

function setup() {
  stop = new AbortController();
  const server = new ListWatchServer();
  const clock = new ManualClock();
  const state = { isAway: false };
  const fetch: Fetch = (request) =>
    state.isAway ? Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })) : server.fetch(request);
  const metrics = createMetricsRegistry();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch, fieldManager: 'test', clock, metrics });
  const informer = createInformer({ client, type: configMaps, clock, random: () => 0 });
  return { server, clock, state, client, informer, metrics, health: createHealth({ informers: [informer], clock }) };
}

async function pass(clock: ManualClock, ms: number, stepMs = 1000): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(stepMs);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

test('a cluster where nothing happens is healthy for days, also when its bookmarks do not come', async () => {
  const { server, clock, informer, health } = setup();
  expect(health.ready().isOk).toBe(false);
  void informer.run(stop.signal);
  await eventually(() => server.openWatches === 1);
  expect(health.ready()).toMatchObject({ isOk: true, text: '[+]cache configmaps ok\nreadyz check passed\n' });
  for (let hour = 0; hour < 3; hour++) {
    await pass(clock, 3_600_000, 10_000);
    expect(health.live().isOk).toBe(true);
  }
  expect(health.live().text).toMatch(/^\[\+\]watch configmaps ok: watching, last heard from \d+ s ago\nhealthz check passed\n$/);
});

test('a server that is away is told, and is no reason for a restart', async () => {
  const { server, clock, state, informer, health } = setup();
  void informer.run(stop.signal);
  await eventually(() => server.openWatches === 1);
  state.isAway = true;
  server.breakWatches();
  await pass(clock, 1_800_000, 5000);
  expect(health.live()).toMatchObject({ isOk: true });
  expect(health.live().text).toMatch(/^\[!\]watch configmaps lost, \d+ attempts failed, last heard from 1[78]\d\d s ago: .*ECONNREFUSED/);
  state.isAway = false;
  await pass(clock, 60_000);
  expect(health.live().text).toContain('[+]watch configmaps ok');
});

test('a watch that does not get on by itself is a reason', async () => {
  const { clock, health, informer } = setup();
  // As if its loop were stuck: it neither tries nor hears, whatever the clock on the wall says.
  clock.jump(86_400_000);
  expect(health.live().isOk).toBe(true);
  clock.advance(500_000);
  expect(health.live()).toMatchObject({ isOk: false });
  expect(health.live().text).toContain('[-]watch configmaps stuck: never heard from');
  expect(informer.state.phase).toBe('listing');
});

test('a manager works while it leads, and stops everything when it no longer does', async () => {
  const { server, clock, client, informer, state, metrics } = setup();
  const seen: string[] = [];
  const signals: AbortSignal[] = [];
  const controller = createController({
    name: 'test',
    clock,
    metrics,
    watches: [watch(informer)],
    reconcile: (key, { signal }) => {
      seen.push(key);
      signals.push(signal);
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    },
  });
  const elector = createLeaderElector({ client, namespace: 'default', name: 'lock', identity: 'me', clock, random: () => 0 });
  server.put('lock', { spec: { holderIdentity: 'other', leaseDurationSeconds: 15, renewTime: 'x' } });
  server.put('a');
  const manager = createManager({ controllers: [controller], elector, clock, metrics });
  const ended = manager.run(stop.signal).then(
    () => undefined,
    (error: unknown) => error,
  );
  await pass(clock, 10_000);
  expect([manager.isReady, seen]).toEqual([true, []]);
  expect(manager.health.live().text).toContain('[+]leader-election ok: other leads');
  await pass(clock, 10_000);
  expect(seen.length).toBeGreaterThan(0);
  expect(manager.health.live().text).toContain('[+]leader-election ok: leading');
  state.isAway = true;
  await pass(clock, 20_000);
  expect(await ended).toMatchObject({ code: 'GSE_KUBE_LEASE_LOST' });
  expect(signals.every(({ aborted }) => aborted)).toBe(true);
});

test('requests and the process itself are counted', async () => {
  const { server, client, metrics } = setup();
  server.put('a');
  await client.get(configMaps, { namespace: 'default', name: 'a' });
  await client.get(configMaps, { namespace: 'default', name: 'b' }).catch(() => undefined);
  registerProcessMetrics(metrics);
  const text = metrics.render();
  expect(text).toContain('rest_client_requests_total{code="200",host="kube.test",method="GET"} 1');
  expect(text).toContain('rest_client_requests_total{code="404",host="kube.test",method="GET"} 1');
  expect(text).toContain('rest_client_request_duration_seconds_count{host="kube.test",verb="GET"} 2');
  expect(text).toMatch(/^process_resident_memory_bytes \d{7,}$/m);
  expect(text).toMatch(/^process_cpu_seconds_total [\d.]+$/m);
  expect(text).toMatch(/^process_start_time_seconds \d{10}$/m);
});
