import type { Pod, StatefulSet } from '@gse/kube';
import { ordinalOf } from './pod-identity.ts';
import { revisionLabel } from './revision.ts';

/** What a set needs next. */
export interface StatefulSetPlan {
  /** Ordinals without a pod. */
  create: number[];
  /** Pods that have to go: too many, ended, or of an old template. */
  delete: Pod[];
  /** Until the youngest ready pod counts as available. */
  requeueAfterMs?: number | undefined;
}

/** Someone has asked for the pod's deletion; its ordinal is taken until it is gone. */
export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** The pod runs and says it is ready. */
export function isReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && readyCondition(pod)?.status === 'True';
}

function readyCondition(pod: Pod) {
  return pod.status?.conditions?.find(({ type }) => type === 'Ready');
}

/** How long until a ready pod counts as available, 0 when it does; undefined when it is not ready. */
export function msUntilAvailable(set: StatefulSet, pod: Pod, now: number): number | undefined {
  if (!isReady(pod)) return undefined;
  const since = Date.parse(readyCondition(pod)?.lastTransitionTime ?? '');
  const minReadyMs = (set.spec.minReadySeconds ?? 0) * 1000;
  return Number.isNaN(since) ? 0 : Math.max(0, since + minReadyMs - now);
}

function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

/** The ordinals a set wants, lowest first. */
export function wantedOrdinals(set: StatefulSet): number[] {
  const start = set.spec.ordinals?.start ?? 0;
  return Array.from({ length: set.spec.replicas ?? 1 }, (_, index) => start + index);
}

/**
 * Works out the next step of a set from the pods it controls, as Kubernetes does:
 * ordinals come up lowest first and go down highest first, one after the other unless the set allows otherwise,
 * and an ordinal never gets a pod while an old one is still there.
 */
export function planStatefulSet(set: StatefulSet, pods: Pod[], updateRevision: string, now: number): StatefulSetPlan {
  const plan: StatefulSetPlan = { create: [], delete: [] };
  const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  const wanted = wantedOrdinals(set);
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));

  for (const ordinal of wanted) {
    const pod = byOrdinal.get(ordinal);
    if (!pod) plan.create.push(ordinal);
    else if (!isTerminating(pod) && hasEnded(pod)) plan.delete.push(pod);
    else if (!isTerminating(pod)) {
      const waitMs = msUntilAvailable(set, pod, now);
      if (waitMs === 0) continue;
      if (waitMs !== undefined) plan.requeueAfterMs = Math.min(waitMs, plan.requeueAfterMs ?? waitMs);
    }
    if (isOrdered) return plan;
  }

  const surplus = pods
    .filter((pod) => !wanted.includes(ordinalOf(set, pod) ?? -1))
    .sort((a, b) => (ordinalOf(set, b) ?? 0) - (ordinalOf(set, a) ?? 0));
  for (const pod of surplus) {
    if (!isTerminating(pod)) plan.delete.push(pod);
    if (isOrdered) return plan;
  }

  const outdated = nextOutdated(set, wanted, byOrdinal, updateRevision, now);
  if (outdated && !plan.delete.includes(outdated)) plan.delete.push(outdated);
  return plan;
}

/** The pod a rolling update replaces next: from the highest ordinal down, each only when those above are well. */
function nextOutdated(
  set: StatefulSet,
  wanted: number[],
  byOrdinal: Map<number | undefined, Pod>,
  updateRevision: string,
  now: number,
): Pod | undefined {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type === 'OnDelete') return undefined;
  for (const ordinal of wanted.filter((each) => each >= (rollingUpdate?.partition ?? 0)).reverse()) {
    const pod = byOrdinal.get(ordinal);
    if (!pod || isTerminating(pod)) return undefined;
    if (pod.metadata.labels?.[revisionLabel] !== updateRevision) return pod;
    if (msUntilAvailable(set, pod, now) !== 0) return undefined;
  }
  return undefined;
}
