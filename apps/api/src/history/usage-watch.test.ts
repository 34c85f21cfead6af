import { createApiServer, type ApiServer } from '@gse/embedded';
import { createKubeClient, pods, silentLog, systemClock, type Clock, type KubeClient } from '@gse/kube';
import { API_VERSION, customResourceDefinitions, LABELS } from '@gse/resources';
import { gameServers, type GameServer } from '@gse/server-objects';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from '../../test/until.ts';
import { createCaches, type Caches } from '../caches.ts';
import { UsageWatch } from './usage-watch.ts';

/** Time that passes when it is told to, and what waits for it. */
class ManualClock implements Clock {
  #now = 1_800_000_000_000;
  readonly #waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  now = (): number => this.#now;
  elapsed = (): number => this.#now;
  after = (ms: number, callback: () => void): (() => void) => {
    const entry = { at: this.#now + ms, callback };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  };
  get waiting(): number {
    return this.#waiting.size;
  }
  pass(ms: number): void {
    this.#now += ms;
    for (const entry of this.#waiting)
      if (entry.at <= this.#now) {
        this.#waiting.delete(entry);
        entry.callback();
      }
  }
}

let cluster: ApiServer;
let client: KubeClient;
let caches: Caches;
let clock: ManualClock;
let closing: AbortController;
let running: Promise<void>;
let asked: number;

beforeEach(async () => {
  cluster = createApiServer({ databasePath: ':memory:', crds: customResourceDefinitions() });
  client = createKubeClient({ baseUrl: 'http://kube.invalid', fetch: cluster.fetch, token: '', fieldManager: 'test' });
  caches = createCaches(client, systemClock, silentLog, { isOurs: () => false });
  closing = new AbortController();
  running = caches.run(closing.signal);
  clock = new ManualClock();
  asked = 0;
});
afterEach(async () => {
  closing.abort();
  await running;
  await cluster.close();
});

function measure(cpuMillis: number): void {
  cluster.registerPodMetrics(async () => {
    asked++;
    const { items } = await client.list(pods);
    return items.map(({ metadata: { namespace = '', name } }) => ({
      namespace,
      name,
      atMs: clock.now(),
      windowMs: 15_000,
      containers: [
        { name: 'agent', cpuMillis: 9999, memoryBytes: 1 },
        { name: 'game', cpuMillis, memoryBytes: 64 * 1024 ** 2 },
      ],
    }));
  });
}

async function server(name: string): Promise<GameServer> {
  await client.create(pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-0`, namespace: 'default', labels: { [LABELS.managedBy]: 'gse', [LABELS.server]: name } },
    spec: { containers: [{ name: 'game', image: 'example.org/game:1' }] },
  });
  const created = await client.create(gameServers, {
    apiVersion: API_VERSION,
    kind: 'GameServer',
    metadata: { name, namespace: 'default' },
    spec: { game: 'minecraft', state: 'Running', intent: 'None' },
  });
  await until(() => caches.servers.cache.get('default', name) !== undefined);
  return created;
}

function watch(): UsageWatch {
  return new UsageWatch({ client, caches, clock, log: silentLog, closing: closing.signal });
}

const HOUR = 3_600_000;

test('one question serves all servers, every 30 seconds, as long as somebody looks', async () => {
  measure(250);
  const [one, two] = [await server('one'), await server('two')];
  const usage = watch();
  expect(asked).toBe(0);
  expect(await usage.look(one, HOUR)).toMatchObject({ cpuMilli: [250], memoryBytes: [64 * 1024 ** 2] });
  expect(await usage.look(two, HOUR)).toMatchObject({ cpuMilli: [250] });
  expect(asked).toBe(1);
  measure(500);
  for (let round = 2; round <= 4; round++) {
    clock.pass(30_000);
    await until(() => asked === round);
    await until(async () => (await usage.look(one, HOUR))?.cpuMilli.length === round);
  }
  expect((await usage.look(one, HOUR))?.cpuMilli).toEqual([250, 500, 500, 500]);
});

test('nobody looks, nobody asks; the gap is seen when somebody comes back', async () => {
  measure(100);
  const one = await server('one');
  const usage = watch();
  await usage.look(one, HOUR);
  for (let round = 0; clock.waiting > 0; round++) {
    clock.pass(30_000);
    await new Promise((resolve) => setImmediate(resolve));
    expect(round).toBeLessThan(20);
  }
  const before = asked;
  clock.pass(10 * 60_000);
  expect(asked).toBe(before);
  await usage.look(one, HOUR);
  await until(() => asked > before);
  const cpuMilli = (await usage.look(one, HOUR))?.cpuMilli ?? [];
  expect(cpuMilli.at(0)).toBe(100);
  expect(cpuMilli).toContain(null);
});

test('a deleted server is forgotten, and another of the same name begins anew', async () => {
  measure(100);
  const one = await server('one');
  const usage = watch();
  await usage.look(one, HOUR);
  await client.delete(gameServers, one.metadata);
  await until(() => caches.servers.cache.get('default', 'one') === undefined);
  expect(await usage.look(one, HOUR)).toBeUndefined();
});

test('a cluster that answers with nonsense or not at all costs a sentence, not an error', async () => {
  const one = await server('one');
  const usage = watch();
  expect(await usage.look(one, HOUR)).toBeUndefined();
  expect(usage.trouble).toBe('The resource metrics of this cluster do not answer at the moment.');
  measure(Number.NaN);
  clock.pass(30_000);
  await until(() => usage.trouble === undefined);
  expect(await usage.look(one, HOUR)).toBeUndefined();
});
