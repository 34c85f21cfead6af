import {
  delay,
  isConflict,
  isNotFound,
  objectKey,
  resourceType,
  type Clock,
  type EventRecorder,
  type KubeClient,
  type KubeObject,
  type Log,
  type Pod,
} from '@gse/kube';
import { errorMessage } from './errors.ts';

export interface BinderOptions {
  client: KubeClient;
  nodeName: string;
  events: EventRecorder;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  /** A pod is still without a node: time to look at it again. */
  retry(pod: Pod): void;
}

const timeoutMs = 10_000;
const retryMs = 2000;

/** Gives pods that nobody has assigned to this node, where no scheduler does that. Asked twice for a pod, it works once. */
export function createBinder({ client, nodeName, events, clock, log, signal, retry }: BinderOptions): (pod: Pod) => void {
  const binding = new Set<string>();

  async function bind(pod: Pod): Promise<void> {
    const { uid = '', namespace = 'default', name } = pod.metadata;
    if (binding.has(uid)) return;
    binding.add(uid);
    const bindings = resourceType<KubeObject & { target: object }>({
      apiVersion: 'v1',
      kind: 'Binding',
      plural: `pods/${name}/binding`,
      namespaced: true,
    });
    const target = { apiVersion: 'v1', kind: 'Node', name: nodeName };
    try {
      // With the uid, so that a pod made anew under the name is not meant.
      await client.create(
        bindings,
        { apiVersion: 'v1', kind: 'Binding', metadata: { namespace, name, uid }, target },
        { signal, timeoutMs },
      );
      events.record(pod, 'Normal', 'Scheduled', `Successfully assigned ${objectKey(pod.metadata)} to ${nodeName}`);
    } catch (error) {
      if (signal.aborted || isNotFound(error) || isConflict(error)) return;
      log.warn({ pod: objectKey(pod.metadata), problem: errorMessage(error) }, 'A pod was not assigned to this node, trying again');
      await delay(clock, retryMs, signal);
      binding.delete(uid);
      if (!signal.aborted) retry(pod);
    } finally {
      binding.delete(uid);
    }
  }

  return (pod) => void bind(pod);
}
