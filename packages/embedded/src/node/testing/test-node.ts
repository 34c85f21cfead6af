import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  createKubeClient,
  events,
  isNotFound,
  pods,
  silentLog,
  systemClock,
  type Container,
  type ContainerStatus,
  type KubeClient,
  type Pod,
  type PodSpec,
} from '@gse/kube';
import { createApiServer } from '../../api-server/index.ts';
import { createNode, type GameNode, type NodeOptions } from '../create-node.ts';
import { LocalProgramRuntime } from '../local/local-runtime.ts';
import type { ContainerRuntime } from '../runtime/container-runtime.ts';
import type { NodeProcessSettings } from './node-process.ts';
import { until } from './until.ts';

/** A machine: an API server in memory, a data folder, and a node that can be stopped and started again. */
export interface TestMachine {
  client: KubeClient;
  dataDir: string;
  readonly node: GameNode;
  startNode(options?: Partial<NodeOptions>): Promise<void>;
  stopNode(deadlineMs?: number): Promise<void>;
  /** Runs the node in a process of its own; returns the way to kill it with SIGKILL. */
  startNodeProcess(settings?: Pick<NodeProcessSettings, 'dockerHost'>): Promise<() => Promise<void>>;
  createPod(name: string, spec: Partial<PodSpec>, labels?: Record<string, string>): Promise<Pod>;
  pod(name: string): Promise<Pod | undefined>;
  /** Waits for a pod to be as wanted, and returns it. */
  podWhen(name: string, what: string, is: (pod: Pod, status: (container: string) => ContainerStatus | undefined) => unknown): Promise<Pod>;
  log(pod: string, container: string, options?: { previous?: boolean }): Promise<string>;
  /** `reason: message` of everything that was told about the pod, in order. */
  story(pod: string): Promise<string[]>;
  close(): Promise<void>;
}

/** A local runtime over the test programs: `command` names the program. */
export function testRuntime(dataDir: string): LocalProgramRuntime {
  return new LocalProgramRuntime({
    name: 'simulated',
    programsModule: new URL('../local/testing-programs.ts', import.meta.url),
    programFor: (container) => ({ name: container.command?.[0] ?? '', args: container.args ?? [] }),
    dataDir,
    clock: systemClock,
    log: silentLog,
    killGraceMs: 300,
    maxHosts: 2,
  });
}

/** What all test nodes have in common. */
export const testNodeOptions = {
  nodeName: 'this-machine',
  isLocalImage: (image: string) => image.startsWith('local/'),
  advertisedHost: '127.0.0.1',
  backoff: { baseMs: 100, maxMs: 400, resetAfterMs: 60_000 },
  clock: systemClock,
  log: silentLog,
  random: Math.random,
};

const token = 'test-token';

/** A container that runs a test program. */
export function program(name: string, command: string, args: string[] = [], more: Partial<Container> = {}): Container {
  return { name, image: 'local/programs:1', command: [command], args, ...more };
}

export function statusOf(pod: Pod | undefined, container: string): ContainerStatus | undefined {
  return [...(pod?.status?.initContainerStatuses ?? []), ...(pod?.status?.containerStatuses ?? [])].find(({ name }) => name === container);
}

/** Starts a machine without a node. */
export function startMachine(gameRuntime?: () => ContainerRuntime): TestMachine {
  const dataDir = mkdtempSync(join(tmpdir(), 'gse-node-'));
  const server = createApiServer({ databasePath: ':memory:', auth: { tokens: { [token]: 'test' } } });
  const clientOf = (fieldManager: string) => createKubeClient({ baseUrl: 'http://embedded', fetch: server.fetch, token, fieldManager });
  const client = clientOf('test');
  const namespace = 'default';
  const nodeProcesses: (() => Promise<void>)[] = [];
  let node: GameNode | undefined;

  const machine: TestMachine = {
    client,
    dataDir,
    get node() {
      if (!node) throw new Error('the node is not running');
      return node;
    },
    async startNode(options = {}) {
      const local = testRuntime(dataDir);
      node = createNode({
        ...testNodeOptions,
        client: clientOf('gse-node'),
        dataDir,
        runtimes: { local, game: gameRuntime?.() ?? local },
        ...options,
      });
      server.registerPodLogs(node.podLogs);
      server.registerPodMetrics(node.podMetrics);
      await node.start(AbortSignal.timeout(20_000));
    },
    async stopNode(deadlineMs = 20_000) {
      await node?.stop({ deadlineMs });
      node = undefined;
    },
    async startNodeProcess(settings = {}) {
      const listener = await server.listen({ host: '127.0.0.1', port: 0 });
      const full: NodeProcessSettings = { baseUrl: listener.url, token, dataDir, ...settings };
      const entry = fileURLToPath(new URL('./node-process.ts', import.meta.url));
      const child = fork(entry, [JSON.stringify(full)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the node process ended')))]);
      const kill = async () => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGKILL');
        await gone;
      };
      nodeProcesses.push(kill);
      return kill;
    },
    createPod: (name, spec, labels = {}) =>
      client.create(pods, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { namespace, name, labels },
        spec: { containers: [], terminationGracePeriodSeconds: 5, automountServiceAccountToken: false, ...spec },
      }),
    async pod(name) {
      try {
        return await client.get(pods, { namespace, name });
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    async podWhen(name, what, is) {
      return await until(
        what,
        async () => {
          const pod = await machine.pod(name);
          return pod && is(pod, (container) => statusOf(pod, container)) ? pod : undefined;
        },
        30_000,
      ).catch(async (error: Error) => {
        throw new Error(
          `${error.message}; status: ${JSON.stringify((await machine.pod(name))?.status)}; story: ${JSON.stringify(await machine.story(name))}`,
        );
      });
    },
    async log(pod, container, { previous = false } = {}) {
      const lines: string[] = [];
      for await (const line of client.logs({ namespace, name: pod }, { container, previous })) lines.push(line);
      return lines.join('\n');
    },
    async story(pod) {
      const { items } = await client.list(events, { namespace, fieldSelector: `involvedObject.name=${pod}` });
      return items
        .toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
        .map(({ reason, message }) => `${reason}: ${message}`);
    },
    async close() {
      await machine.stopNode(2000);
      for (const kill of nodeProcesses) await kill();
      await server.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return machine;
}
