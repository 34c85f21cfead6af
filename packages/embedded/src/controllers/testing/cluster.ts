import {
  createInformer,
  createKubeClient,
  createManager,
  isNotFound,
  nodes,
  pods,
  timestamp,
  type KubeClient,
  type KubeObject,
  type ObjectRef,
  type Pod,
  type ResourceType,
} from '@gse/kube';
import { createApiServer } from '../../api-server/index.ts';
import { createBuiltinControllers, type BuiltinControllersOptions } from '../index.ts';

/** A whole embedded API server in memory, with the built-in controllers to be started and stopped at will. */
export interface TestCluster {
  /** Acts as the operator: the author of what the tests create. */
  client: KubeClient;
  startControllers(options?: Partial<BuiltinControllersOptions>): Promise<() => Promise<void>>;
  /** Runs pods as a node would, as far as the API sees it: takes them, says they are ready, ends deleted ones. */
  startNode(): () => Promise<void>;
  close(): Promise<void>;
}

/** The node of {@link TestCluster.startNode}. */
const nodeName = 'test-node';

/** Starts a cluster without controllers and node. */
export async function startCluster(): Promise<TestCluster> {
  const token = 'test-token';
  const server = createApiServer({ databasePath: ':memory:', auth: { tokens: { [token]: 'admin' } } });
  const clientOf = (fieldManager: string) => createKubeClient({ baseUrl: 'http://embedded', fetch: server.fetch, token, fieldManager });
  const client = clientOf('operator');
  const stops = new Set<() => Promise<void>>();

  const running = (run: (signal: AbortSignal) => Promise<void>) => {
    const abort = new AbortController();
    const ended = run(abort.signal);
    const stop = async () => {
      stops.delete(stop);
      abort.abort();
      await ended;
    };
    stops.add(stop);
    return stop;
  };

  return {
    client,
    async startControllers(options = {}) {
      const { controllers, informers } = createBuiltinControllers({
        client: clientOf('gse-controllers'),
        advertisedHost: '192.0.2.7',
        isPortFree: async () => true,
        ...options,
      });
      const manager = createManager({ controllers, informers });
      const stop = running((signal) => manager.run(signal));
      await manager.ready;
      return stop;
    },
    startNode() {
      const kubelet = clientOf('node');
      const informer = createInformer({ client: kubelet, type: pods });
      informer.onChange((change, pod) => {
        if (change !== 'deleted') void act(kubelet, pod).catch(ignoreLoss);
      });
      return running((signal) => informer.run(signal));
    },
    async close() {
      for (const stop of stops) await stop();
      await server.close();
    },
  };
}

/** Two writers may meet; the next change of the pod brings us back. */
function ignoreLoss(error: unknown): void {
  if (!(error instanceof Error)) throw error;
}

async function act(client: KubeClient, pod: Pod): Promise<void> {
  if (pod.metadata.deletionTimestamp !== undefined) return await client.delete(pods, pod.metadata, { gracePeriodSeconds: 0 });
  if (pod.status?.phase === 'Running') return;
  await markReady(client, pod.metadata);
}

/** Puts a pod on the node and says that it runs. */
export async function markReady(client: KubeClient, ref: ObjectRef): Promise<void> {
  const pod = await client.get(pods, ref);
  if (!pod.spec.nodeName) await client.bind(ref, nodeName);
  const condition = { type: 'Ready', status: 'True', lastTransitionTime: timestamp(Date.now() - 1000) };
  await client.patchStatus(pods, ref, { status: { phase: 'Running', conditions: [condition] } });
}

/** Makes sure that the node exists. */
export async function registerNode(client: KubeClient): Promise<void> {
  await client.create(nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: nodeName } });
}

/** The object, or undefined when there is none. */
export async function find<T extends KubeObject>(client: KubeClient, type: ResourceType<T>, ref: ObjectRef): Promise<T | undefined> {
  try {
    return await client.get(type, ref);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** Reads until what was read is as wanted, with a generous deadline. */
export async function waitFor<T>(read: () => Promise<T>, isWanted: (value: T) => boolean, what: string): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const value = await read();
    if (isWanted(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still waiting for ${what}; now: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
