import type { Reason } from '@gse/resources';
import type { ObservedPod } from './input.ts';
import { STOP_OVERDUE_MS } from './policy.ts';
import { reason } from './reason.ts';

/** Code of the reason of a pod that does not go. */
export const STOP_OVERDUE = 'StopOverdue';

/** When a pod that is being taken away is overdue; undefined where it is not, or nobody knows. */
export function overdueAt({ deleting, goneBy }: ObservedPod): number | undefined {
  return deleting && goneBy !== undefined ? goneBy + STOP_OVERDUE_MS : undefined;
}

/** Why a pod is still there, and how it goes. Only people can know that a machine is off, and only then may its volumes be let go. */
export function whyOverdue(pod: ObservedPod | undefined): Reason {
  const node = pod?.node;
  const wayOut =
    node === undefined
      ? ''
      : ` When that machine is certainly off, an administrator lets go of it: kubectl taint node ${node} node.kubernetes.io/out-of-service=nodeshutdown:NoExecute`;
  return reason(
    STOP_OVERDUE,
    `The pod is still there after its whole grace period. Its node${node === undefined ? '' : ` ${node}`} may be down; the world volume stays locked until the node is back or the pod is removed.${wayOut}`,
  );
}
