import { objectKey, type Log, type Pod } from '@gse/kube';
import { errorMessage } from './errors.ts';
import type { PodWorker } from './pod/pod-worker.ts';
import { allContainers, type NodeVolume } from './pod/pod-extras.ts';

export interface PodManagerOptions {
  nodeName: string;
  createWorker(pod: Pod): PodWorker;
  /** Asks the API server to give an unassigned pod to this node; undefined where a scheduler does that. */
  bind: ((pod: Pod) => void) | undefined;
  log: Log;
}

interface Managed {
  worker: PodWorker;
  /** A pod of the same name that waits until the worker's one is gone. */
  next: Pod | undefined;
}

/** One worker per pod of this node; two pods of one name never run at the same time. */
export class PodManager {
  readonly #options: PodManagerOptions;
  readonly #managed = new Map<string, Managed>();
  #isClosing = false;

  constructor(options: PodManagerOptions) {
    this.#options = options;
  }

  /** A pod was made or has changed. */
  update(pod: Pod): void {
    const { nodeName, bind } = this.#options;
    if (this.#isClosing) return;
    if (!pod.spec.nodeName) {
      if (!pod.metadata.deletionTimestamp) bind?.(pod);
      return;
    }
    if (pod.spec.nodeName !== nodeName) return;
    const managed = this.#managed.get(objectKey(pod.metadata));
    if (!managed) return this.#begin(pod);
    if (managed.worker.uid === pod.metadata.uid) return managed.worker.update(pod);
    managed.next = pod;
    managed.worker.vanish(managed.worker.pod);
  }

  /** A pod's object is gone. */
  remove(pod: Pod): void {
    const managed = this.#managed.get(objectKey(pod.metadata));
    if (!managed) return;
    if (managed.worker.uid === pod.metadata.uid) managed.worker.vanish(pod);
    else if (managed.next?.metadata.uid === pod.metadata.uid) managed.next = undefined;
  }

  workerFor(namespace: string, name: string): PodWorker | undefined {
    return this.#managed.get(objectKey({ namespace, name }))?.worker;
  }

  /** Everyone who looks after a pod now. */
  workers(): PodWorker[] {
    return [...this.#managed.values()].map(({ worker }) => worker);
  }

  /** A Secret or ConfigMap has changed: pods that use it get it, pods that missed it try again. */
  objectChanged(kind: 'Secret' | 'ConfigMap', namespace: string, name: string): void {
    for (const { worker } of this.#managed.values()) {
      if (worker.pod.metadata.namespace !== namespace || !refersTo(worker.pod, kind, name)) continue;
      void worker.refreshVolumes();
      worker.retryNow();
    }
  }

  /** A claim has appeared or changed. */
  claimChanged(namespace: string, claimName: string): void {
    for (const { worker } of this.#managed.values()) {
      const uses = worker.pod.spec.volumes?.some((volume) => volume.persistentVolumeClaim?.claimName === claimName);
      if (uses && worker.pod.metadata.namespace === namespace) worker.retryNow();
    }
  }

  /** Ends every pod's containers in order, `parallel` pods at a time, and lets go of what has not ended at the deadline. */
  async shutdown(deadlineMs: number, parallel: number, expired: Promise<unknown>): Promise<void> {
    this.#isClosing = true;
    const workers = this.workers();
    const queue = workers.values();
    const drain = async () => {
      for (const worker of queue) {
        worker.shutdown(deadlineMs);
        await worker.done;
      }
    };
    await Promise.race([Promise.all(Array.from({ length: parallel }, drain)), expired]);
    for (const worker of workers) worker.abandon();
  }

  #begin(pod: Pod): void {
    const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (isOver && !pod.metadata.deletionTimestamp) return;
    const key = objectKey(pod.metadata);
    const managed: Managed = { worker: this.#options.createWorker(pod), next: undefined };
    this.#managed.set(key, managed);
    managed.worker.start().catch((error: unknown) => {
      this.#options.log.error({ pod: key, problem: errorMessage(error) }, 'A pod could not be taken over');
    });
    void managed.worker.done.then(() => {
      if (this.#managed.get(key) === managed) this.#managed.delete(key);
      if (managed.next && !this.#isClosing) this.update(managed.next);
    });
  }
}

/** Whether a volume or a variable of the pod comes from the object. */
function refersTo(pod: Pod, kind: 'Secret' | 'ConfigMap', name: string): boolean {
  const isSecret = kind === 'Secret';
  const volumes: readonly NodeVolume[] = pod.spec.volumes ?? [];
  const inVolumes = volumes.some(
    ({ secret, configMap, projected }) =>
      (isSecret ? secret?.secretName : configMap?.name) === name ||
      projected?.sources?.some((source) => (isSecret ? source.secret : source.configMap)?.name === name),
  );
  const inEnvironment = allContainers(pod).some(
    ({ env = [], envFrom = [] }) =>
      env.some(({ valueFrom }) => (isSecret ? valueFrom?.secretKeyRef : valueFrom?.configMapKeyRef)?.name === name) ||
      envFrom.some(({ secretRef, configMapRef }) => (isSecret ? secretRef : configMapRef)?.name === name),
  );
  return inVolumes || inEnvironment;
}
