import { afterEach, expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { ListWatchServer } from '../../test/list-watch-server.ts';
import { ManualClock } from '../../test/manual-clock.ts';
import {
  configMaps,
  createController,
  createInformer,
  createKubeClient,
  createManager,
  createMetricsRegistry,
  createRateLimiter,
  ownerKeys,
  silentLog,
  watch,
  type ControllerOptions,
} from '../index.ts';

let stop = new AbortController();
afterEach(() => stop.abort());

function setup(options: Omit<ControllerOptions, 'name' | 'watches'>) {
  stop = new AbortController();
  const server = new ListWatchServer();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch: server.fetch, fieldManager: 'test' });
  const informer = createInformer({ client, type: configMaps, backoff: { baseMs: 1, maxMs: 2 } });
  const metrics = createMetricsRegistry();
  const controller = createController({ name: 'test', watches: [watch(informer)], metrics, ...options });
  const manager = createManager({ controllers: [controller], metrics });
  return { server, informer, controller, manager };
}

test('everything that exists is reconciled at the start, then whatever changes', async () => {
  const keys: string[] = [];
  const { server, informer, manager } = setup({
    reconcile: async (key) => {
      expect(informer.hasSynced).toBe(true);
      keys.push(key);
    },
  });
  server.put('a');
  server.put('b');
  void manager.run(stop.signal);
  await manager.ready;
  expect(manager.isReady).toBe(true);
  await eventually(() => keys.length === 2);
  server.remove('a');
  await eventually(() => keys.length === 3);
  expect(keys).toEqual(['default/a', 'default/b', 'default/a']);
});

test('a failed reconcile is tried again, and counted', async () => {
  let attempts = 0;
  const { server, manager } = setup({
    reconcile: async () => {
      if (++attempts < 4) throw new Error('not yet');
    },
  });
  server.put('a');
  void manager.run(stop.signal);
  await eventually(() => manager.renderMetrics().includes('controller_runtime_reconcile_total{controller="test",result="success"} 1'));
  expect(attempts).toBe(4);
  const text = manager.renderMetrics();
  expect(text).toContain('controller_runtime_reconcile_errors_total{controller="test"} 3');
  expect(text).toContain('workqueue_retries_total{controller="test",name="test"} 3');
  expect(text).toContain('workqueue_depth{controller="test",name="test"} 0');
  expect(text).toContain('controller_runtime_reconcile_time_seconds_count{controller="test"} 4');
});

test('a reconcile may ask to be called again later', async () => {
  const clock = new ManualClock();
  let calls = 0;
  const { server, manager } = setup({
    clock,
    reconcile: async () => {
      calls++;
      return { requeueAfterMs: 60_000 };
    },
  });
  server.put('a');
  void manager.run(stop.signal);
  await eventually(() => calls === 1 && clock.nextMs === 60_000);
  clock.advance(60_000);
  await eventually(() => calls === 2);
});

test('what asks for its next look and fails each time is tried no more often than retries and looks are far apart', async () => {
  const clock = new ManualClock();
  let attempts = 0;
  const { server, controller, manager } = setup({
    clock,
    rateLimiter: createRateLimiter({ clock, maxMs: 30_000 }),
    reconcile: async (key) => {
      attempts++;
      controller.enqueueAfter(key, 100_000);
      throw new Error('never');
    },
  });
  server.put('a');
  void manager.run(stop.signal);
  for (let n = 1; n < 200; n++) {
    await eventually(() => attempts === n && clock.nextMs !== undefined);
    clock.advance(clock.nextMs ?? 0);
  }
  expect(clock.elapsed()).toBeGreaterThan(150 * 25_000);
});

test('keys are worked on side by side, one key never twice', async () => {
  let running = 0;
  let most = 0;
  const busy = new Set<string>();
  let calls = 0;
  const { server, manager } = setup({
    concurrency: 3,
    reconcile: async (key) => {
      expect(busy.has(key)).toBe(false);
      busy.add(key);
      most = Math.max(most, ++running);
      if (calls++ < 20) server.put(key.split('/')[1] ?? '', { data: { calls: String(calls) } });
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      busy.delete(key);
    },
  });
  for (const name of ['a', 'b', 'c', 'd', 'e']) server.put(name);
  void manager.run(stop.signal);
  await eventually(() => calls >= 25 && running === 0);
  expect(most).toBe(3);
});

test('a stop lets running work finish', async () => {
  const finish = Promise.withResolvers<void>();
  let finished = false;
  let aborted = false;
  const { server, manager } = setup({
    reconcile: async (_key, { signal }) => {
      signal.addEventListener('abort', () => (aborted = true));
      await finish.promise;
      finished = true;
    },
  });
  server.put('a');
  const ended = manager.run(stop.signal);
  await eventually(() => manager.renderMetrics().includes('controller_runtime_active_workers{controller="test"} 1'));
  stop.abort();
  finish.resolve();
  await ended;
  expect(finished).toBe(true);
  expect(aborted).toBe(false);
  expect(server.openWatches).toBe(0);
});

test('work that does not finish is told to, and then left behind', async () => {
  const clock = new ManualClock();
  const signals: AbortSignal[] = [];
  const { server, manager } = setup({
    clock,
    stopTimeoutMs: 5000,
    reconcile: (_key, { signal }) => {
      signals.push(signal);
      return new Promise(() => undefined);
    },
  });
  server.put('a');
  const ended = manager.run(stop.signal);
  await eventually(() => signals.length === 1);
  stop.abort();
  await eventually(() => clock.nextMs === 5000);
  clock.advance(5000);
  await eventually(() => clock.nextMs === 1000);
  expect(signals[0]?.aborted).toBe(true);
  clock.advance(1000);
  await ended;
});

test('a reconcile that takes too long is told to end and counts as failed', async () => {
  const clock = new ManualClock();
  let attempts = 0;
  const { server, manager } = setup({
    clock,
    reconcileTimeoutMs: 1000,
    reconcile: (_key, { signal }) => {
      attempts++;
      return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    },
  });
  server.put('a');
  void manager.run(stop.signal);
  await eventually(() => attempts === 1);
  clock.advance(1000);
  await eventually(() => manager.renderMetrics().includes('errors_total{controller="test"} 1'));
});

test('a changed owner wakes both the old and the new one', async () => {
  stop = new AbortController();
  const server = new ListWatchServer();
  const client = createKubeClient({ baseUrl: 'http://kube.test', fetch: server.fetch, fieldManager: 'test' });
  const informer = createInformer({ client, type: configMaps });
  const keys: string[] = [];
  const controller = createController({
    name: 'owners',
    watches: [watch(informer, ownerKeys('GameServer'))],
    reconcile: async (key) => void keys.push(key),
  });
  void createManager({ controllers: [controller] }).run(stop.signal);
  const ownedBy = (name: string) => ({
    metadata: { ownerReferences: [{ apiVersion: 'x/v1', kind: 'GameServer', name, uid: name, controller: true }] },
  });
  server.put('a', ownedBy('first'));
  server.put('b');
  await eventually(() => keys.length === 1);
  server.put('a', ownedBy('second'));
  await eventually(() => keys.length === 3);
  expect(keys).toEqual(['default/first', 'default/second', 'default/first']);
});

test('a manager stopped before its caches are full ends quietly', async () => {
  const { server, manager } = setup({ reconcile: async () => undefined });
  server.fail({ kind: 'silence' });
  const ended = manager.run(stop.signal);
  await eventually(() => server.requests.length === 1);
  stop.abort();
  await ended;
  expect(manager.isReady).toBe(false);
});

test('what is put around reconciles sees each attempt, its key and how it ended, and encloses its log lines', async () => {
  const seen: string[] = [];
  let attempts = 0;
  const { server, manager } = setup({
    log: { ...silentLog, error: () => void seen.push('logged') },
    async around({ controller, key }, work) {
      seen.push(`${controller} ${key}`);
      try {
        const result = await work();
        seen.push('done');
        return result;
      } catch (error) {
        seen.push(String(error));
        throw error;
      }
    },
    reconcile: async () => {
      if (++attempts === 1) throw new Error('not yet');
    },
  });
  server.put('a');
  void manager.run(stop.signal);
  await eventually(() => seen.includes('done'));
  expect(seen).toEqual(['test default/a', 'logged', 'Error: not yet', 'test default/a', 'done']);
});
