import type { Pod, StatefulSet, StatefulSetStatus } from '@gse/kube';
import { isReady, isTerminating, msUntilAvailable } from './plan.ts';
import { revisionLabel } from './revision.ts';

/** Counts a set's pods. `currentRevision` follows the update once every pod has it, under RollingUpdate only, as in Kubernetes. */
export function statusOf(set: StatefulSet, pods: Pod[], updateRevision: string, now: number): StatefulSetStatus {
  const previousRevision = set.status?.currentRevision || updateRevision;
  const of = (revision: string) => pods.filter((pod) => !isTerminating(pod) && pod.metadata.labels?.[revisionLabel] === revision).length;
  const readyReplicas = pods.filter(isReady).length;
  const updatedReplicas = of(updateRevision);
  const isUpdated = updatedReplicas === pods.length && readyReplicas === pods.length;
  const follows = (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
  const currentRevision = isUpdated && follows ? updateRevision : previousRevision;
  return {
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas,
    availableReplicas: pods.filter((pod) => msUntilAvailable(set, pod, now) === 0).length,
    currentReplicas: of(currentRevision),
    updatedReplicas,
    currentRevision,
    updateRevision,
  };
}

/** Whether the stored status says the same already. */
export function isSameStatus(stored: StatefulSetStatus | undefined, next: StatefulSetStatus): boolean {
  const fields = Object.keys(next) as (keyof StatefulSetStatus)[];
  return stored !== undefined && fields.every((field) => stored[field] === next[field]);
}
