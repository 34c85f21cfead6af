import { type Cache, type Clock, type ContainerStatus, type Pod } from '@gse/kube';
import type { PodLogOptions, PodLogProvider } from '../api-server/logs/provider.ts';
import { NodeError } from './errors.ts';
import { parseContainerID } from './pod/pod-status.ts';
import type { PodWorker } from './pod/pod-worker.ts';
import type { ContainerRuntime } from './runtime/container-runtime.ts';

export interface PodLogsOptions {
  pods: Cache<Pod>;
  workerFor(namespace: string, pod: string): PodWorker | undefined;
  runtimeFor(image: string): ContainerRuntime;
  clock: Clock;
}

/** Reads the output of this node's containers, for `kubectl logs` and whoever else asks the API server. */
export function createPodLogs({ pods, workerFor, runtimeFor, clock }: PodLogsOptions): PodLogProvider {
  return async (namespace, podName, options, signal) => {
    const pod = pods.get(namespace, podName);
    if (!pod) throw new NodeError('GSE_CONTAINER_NOT_FOUND', `this node has no pod "${podName}"`);
    const container = chooseContainer(pod, options.container);
    const which = options.previous ? 'previous' : 'current';
    const status = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])].find(
      ({ name }) => name === container.name,
    );
    const live = workerFor(namespace, podName)?.containerId(container.name, which);
    const id = live ? live.id : idFromStatus(status, which);
    if (id === undefined) throw new NodeError('GSE_CONTAINER_NOT_FOUND', whyNoLog(pod, container.name, status, which));
    const runtime = live?.runtime ?? runtimeFor(container.image);
    const sinceMs = sinceOf(options, clock);
    const { follow = false, timestamps = false, tailLines, limitBytes } = options;
    const stream = await runtime.logs(
      id,
      { follow, timestamps, ...(tailLines === undefined ? {} : { tailLines }), ...(sinceMs === undefined ? {} : { sinceMs }) },
      signal,
    );
    return limitBytes === undefined ? stream : stream.pipeThrough(limit(limitBytes));
  };
}

function chooseContainer(pod: Pod, wanted: string | undefined): { name: string; image: string } {
  const all = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])];
  const found = wanted ? all.find(({ name }) => name === wanted) : all[0];
  if (!found) throw new NodeError('GSE_CONTAINER_NOT_FOUND', `container ${wanted} is not valid for pod ${pod.metadata.name}`);
  return { name: found.name, image: found.image ?? '' };
}

function idFromStatus(status: ContainerStatus | undefined, which: 'current' | 'previous'): string | undefined {
  return parseContainerID(which === 'previous' ? status?.lastState?.terminated?.containerID : status?.containerID);
}

function whyNoLog(pod: Pod, container: string, status: ContainerStatus | undefined, which: 'current' | 'previous'): string {
  if (which === 'previous') return `previous terminated container "${container}" in pod "${pod.metadata.name}" not found`;
  return `container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${status?.state?.waiting?.reason ?? 'ContainerCreating'}`;
}

function sinceOf({ sinceSeconds, sinceTime }: PodLogOptions, clock: Clock): number | undefined {
  if (sinceTime !== undefined) return Date.parse(sinceTime) || undefined;
  return sinceSeconds === undefined ? undefined : clock.now() - sinceSeconds * 1000;
}

function limit(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = maxBytes;
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) controller.terminate();
    },
  });
}
