import { createKubeClient, httpFetch, resourceType, type KubeObject } from '@gse/kube';
import { GAME_SERVER_KIND, type GameServerSpecInput, type GameServerStatus } from '@gse/resources';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureTree } from './process-tree.ts';

interface GameServer extends KubeObject {
  spec: GameServerSpecInput;
  status?: GameServerStatus;
}
const gameServers = resourceType<GameServer>(GAME_SERVER_KIND);

const ORDERS_AT_ONCE = 16;
const IDLE_SECONDS = 20;
const SETTLE_SECONDS = 10;
const DEADLINE_MS = 15 * 60_000;

const { values } = parseArgs({ options: { servers: { type: 'string', default: '200' }, json: { type: 'boolean', default: false } } });
const servers = Number(values.servers);
if (!Number.isInteger(servers) || servers < 1 || servers > 2000) throw new RangeError('--servers takes a whole number from 1 to 2000');
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

const dataDir = mkdtempSync(join(tmpdir(), 'gse-bench-'));
const child = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('../src/main.ts', import.meta.url))],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, GSE_DATA_DIR: dataDir, GSE_PORT: '0', GSE_HOST: '127.0.0.1', GSE_RUNTIME: 'simulated' },
  },
);
const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));

try {
  await ready();
  const pid = child.pid ?? 0;
  const kubeconfig = readFileSync(join(dataDir, 'kubeconfig'), 'utf8');
  const baseUrl = /server: (\S+)/.exec(kubeconfig)?.[1] ?? '';
  const ca = Buffer.from(/certificate-authority-data: (\S+)/.exec(kubeconfig)?.[1] ?? '', 'base64').toString('utf8');
  const transport = httpFetch({ ca });
  const client = createKubeClient({
    baseUrl,
    fetch: transport,
    fieldManager: 'gse-bench',
    token: readFileSync(join(dataDir, 'token'), 'utf8').trim(),
  });

  const empty = measureTree(pid);
  const runningAt = new Map<string, number>();
  const stopWatch = new AbortController();
  const all = Promise.withResolvers<void>();
  const watching = (async () => {
    for await (const { type, object } of client.watch(gameServers, { namespace: 'default', signal: stopWatch.signal })) {
      if (type === 'BOOKMARK' || object.status?.phase !== 'Running' || runningAt.has(object.metadata.name)) continue;
      runningAt.set(object.metadata.name, performance.now());
      if (runningAt.size === servers) all.resolve();
    }
  })().catch((error: unknown) =>
    stopWatch.signal.aborted ? undefined : all.reject(error instanceof Error ? error : new Error(String(error))),
  );

  const orderedAt = new Map<string, number>();
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: ORDERS_AT_ONCE }, async () => {
      for (let i = next++; i < servers; i = next++) {
        const name = `bench-${i}`;
        orderedAt.set(name, performance.now());
        await client.create(gameServers, order(name, i));
      }
    }),
  );
  const ordered = performance.now();
  const timer = setTimeout(
    () => all.reject(new Error(`only ${runningAt.size} of ${servers} servers were Running after ${DEADLINE_MS / 60_000} minutes`)),
    DEADLINE_MS,
  );
  await all.promise;
  clearTimeout(timer);
  const finished = performance.now();

  await pause(SETTLE_SECONDS);
  const before = measureTree(pid);
  await pause(IDLE_SECONDS);
  const after = measureTree(pid);
  stopWatch.abort();
  await watching;
  await transport.close();

  const waits = [...runningAt].map(([name, at]) => at - (orderedAt.get(name) ?? at)).sort((a, b) => a - b);
  const figures = {
    servers,
    cores: cpus().length,
    node: process.version,
    runtime: 'simulated',
    ordersPerSecond: round(servers / ((ordered - began) / 1000)),
    runningPerSecond: round(servers / ((finished - began) / 1000)),
    orderToRunningMs: { median: Math.round(quantile(waits, 0.5)), p99: Math.round(quantile(waits, 0.99)) },
    memoryPerServerMiB: round((after.memoryBytes - empty.memoryBytes) / servers / 2 ** 20),
    memoryIs: after.memoryIs,
    memoryEmptyMiB: round(empty.memoryBytes / 2 ** 20),
    processes: after.processes,
    idleCpuPercentOfOneCore: round(((after.cpuSeconds - before.cpuSeconds) / IDLE_SECONDS) * 100),
  };
  tell(
    `${servers} simulated servers on ${figures.cores} cores, Node ${figures.node}, all in one process tree of ${figures.processes} processes`,
  );
  tell(`  orders accepted            ${figures.ordersPerSecond} a second, ${ORDERS_AT_ONCE} at a time`);
  tell(`  orders to Running          ${figures.runningPerSecond} a second`);
  tell(`  one order to Running       median ${figures.orderToRunningMs.median} ms, p99 ${figures.orderToRunningMs.p99} ms`);
  tell(`  memory per server          ${figures.memoryPerServerMiB} MiB ${figures.memoryIs} (and ${figures.memoryEmptyMiB} MiB with none)`);
  tell(`  CPU with all of them idle  ${figures.idleCpuPercentOfOneCore} % of one core`);
  if (values.json) tell(JSON.stringify(figures));
} finally {
  child.kill('SIGKILL');
  await ended;
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

function order(name: string, i: number): GameServer {
  const spec: GameServerSpecInput =
    i % 2 === 0 ? { game: 'minecraft', licences: [{ id: 'minecraft-eula', accepted: true }] } : { game: 'factorio' };
  return { apiVersion: GAME_SERVER_KIND.apiVersion, kind: GAME_SERVER_KIND.kind, metadata: { name, namespace: 'default' }, spec };
}

async function ready(): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      if (/^ready:/m.test(said)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the machine ended with ${code}: ${said}`)));
  });
}

async function pause(seconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
