import {
  createController,
  isNotFound,
  nodes as nodeType,
  objectKey,
  pods as podType,
  watch,
  type Clock,
  type Controller,
  type Informer,
  type KubeClient,
  type Log,
  type MetricsRegistry,
  type Node,
  type Pod,
} from '@gse/kube';

/** The index the pod informer must have: node name → pods. */
export const nodeIndexer = {
  node: ({ spec }: Pod): string[] => (spec.nodeName ? [spec.nodeName] : []),
};

/** What the controller needs. */
export interface PodCleanupOptions {
  client: KubeClient;
  /** With {@link nodeIndexer}. */
  pods: Informer<Pod>;
  nodes: Informer<Node>;
  clock: Clock;
  log: Log;
  metrics: MetricsRegistry;
}

/** A node that registers anew, after a restart under the same name, gets this long to appear. */
const missingNodeGraceMs = 40_000;

/** Removes pods that nobody will ever end, because their node is gone. */
export function createPodCleanupController({ client, pods, nodes, clock, log, metrics }: PodCleanupOptions): Controller {
  const missingSince = new Map<string, number>();

  async function nodeExists(name: string, signal: AbortSignal): Promise<boolean> {
    if (nodes.cache.get(undefined, name)) return true;
    try {
      await client.get(nodeType, { name }, { signal });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async function remove(pod: Pod, signal: AbortSignal): Promise<void> {
    const { uid } = pod.metadata;
    try {
      await client.delete(podType, pod.metadata, { preconditions: { uid }, gracePeriodSeconds: 0, signal });
      log.warn({ key: objectKey(pod.metadata), node: pod.spec.nodeName }, 'A pod was removed, because its node is gone');
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  return createController({
    name: 'pod-cleanup',
    watches: [watch(pods), watch(nodes, ({ metadata }) => pods.cache.byIndex('node', metadata.name).map((pod) => objectKey(pod.metadata)))],
    clock,
    log,
    metrics,
    async reconcile(key, { signal }) {
      const pod = pods.cache.getByKey(key);
      const nodeName = pod?.spec.nodeName;
      if (!pod || !nodeName) return;
      if (await nodeExists(nodeName, signal)) {
        missingSince.delete(nodeName);
        return;
      }
      const now = clock.now();
      const since = missingSince.get(nodeName) ?? now;
      missingSince.set(nodeName, since);
      const waitMs = since + missingNodeGraceMs - now;
      if (waitMs > 0) return { requeueAfterMs: waitMs };
      await remove(pod, signal);
      return;
    },
  });
}
