import {
  controllerOf,
  createController,
  isAlreadyExists,
  isControlledBy,
  isNotFound,
  ownerKeys,
  blockingOwnerReference,
  pods as podType,
  statefulSets,
  watch,
  type Clock,
  type Controller,
  type EventRecorder,
  type Informer,
  type KubeClient,
  type Log,
  type MetricsRegistry,
  type PersistentVolumeClaim,
  type Pod,
  type StatefulSet,
} from '@gse/kube';
import { ensureClaims, retainClaims } from './claims.ts';
import { planStatefulSet, wantedOrdinals } from './plan.ts';
import { podName, podOf } from './pod-identity.ts';
import { revisionOf } from './revision.ts';
import { isSameStatus, statusOf } from './status.ts';

/** What the controller needs; the pod informer must have the index `owner`. */
export interface StatefulSetControllerOptions {
  client: KubeClient;
  sets: Informer<StatefulSet>;
  pods: Informer<Pod>;
  claims: Informer<PersistentVolumeClaim>;
  recorder: EventRecorder;
  clock: Clock;
  log: Log;
  metrics: MetricsRegistry;
}

const concurrency = 4;
/** What nobody tells us about, a foreign pod that leaves or a claim that is gone, is looked at again after this. */
const recheckMs = 1000;

/** Makes pods and claims of StatefulSets. */
export function createStatefulSetController(options: StatefulSetControllerOptions): Controller {
  const { client, sets, pods, claims, recorder, clock, log, metrics } = options;
  const claimAccess = { client, claims: claims.cache };

  function controlledPods(set: StatefulSet): Pod[] {
    return pods.cache.byIndex('owner', set.metadata.uid ?? '').filter((pod) => isControlledBy(pod, set));
  }

  /** A pod without an owner that carries a name of this set: left behind by an orphaning deletion. */
  async function adoptOrphans(set: StatefulSet, signal: AbortSignal): Promise<boolean> {
    let isForeignInTheWay = false;
    for (const ordinal of wantedOrdinals(set)) {
      const pod = pods.cache.get(set.metadata.namespace, podName(set, ordinal));
      if (!pod || isControlledBy(pod, set)) continue;
      if (controllerOf(pod) || pod.metadata.deletionTimestamp !== undefined || !matches(set, pod)) {
        isForeignInTheWay = true;
        continue;
      }
      const { uid, resourceVersion, ownerReferences = [] } = pod.metadata;
      const patch = { metadata: { uid, resourceVersion, ownerReferences: [...ownerReferences, blockingOwnerReference(set)] } };
      await client.patch(podType, pod.metadata, patch, { signal });
    }
    return isForeignInTheWay;
  }

  /** False when the ordinal could not get its pod now. */
  async function createPod(set: StatefulSet, ordinal: number, revision: string, signal: AbortSignal): Promise<boolean> {
    const name = podName(set, ordinal);
    if (pods.cache.get(set.metadata.namespace, name)) return false;
    try {
      if (!(await ensureClaims(claimAccess, set, ordinal, signal))) return false;
      await client.create(podType, podOf(set, ordinal, revision), { signal });
    } catch (error) {
      // The cache lags behind: the pod's own event will wake us.
      if (isAlreadyExists(error)) return false;
      const reason = error instanceof Error ? error.message : String(error);
      recorder.record(set, 'Warning', 'FailedCreate', `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${reason}`);
      throw error;
    }
    recorder.record(set, 'Normal', 'SuccessfulCreate', `create Pod ${name} in StatefulSet ${set.metadata.name} successful`);
    return true;
  }

  async function deletePod(set: StatefulSet, pod: Pod, signal: AbortSignal): Promise<void> {
    const { name, uid } = pod.metadata;
    try {
      await client.delete(podType, pod.metadata, { preconditions: { uid }, signal });
    } catch (error) {
      if (isNotFound(error)) return;
      throw error;
    }
    recorder.record(set, 'Normal', 'SuccessfulDelete', `delete Pod ${name} in StatefulSet ${set.metadata.name} successful`);
  }

  async function writeStatus(set: StatefulSet, revision: string, signal: AbortSignal): Promise<void> {
    const status = statusOf(set, controlledPods(set), revision, clock.now());
    if (!isSameStatus(set.status, status)) await client.patchStatus(statefulSets, set.metadata, { status }, { signal });
  }

  return createController({
    name: 'statefulset',
    watches: [watch(sets), watch(pods, ownerKeys('StatefulSet'))],
    concurrency,
    clock,
    log,
    metrics,
    async reconcile(key, { signal }) {
      const set = sets.cache.getByKey(key);
      if (!set) return;
      const revision = revisionOf(set);
      // A set that is being deleted keeps its hands off its pods: the garbage collector has them.
      if (set.metadata.deletionTimestamp !== undefined) return await writeStatus(set, revision, signal);
      let mustRecheck = await adoptOrphans(set, signal);
      const owned = controlledPods(set);
      const plan = planStatefulSet(set, owned, revision, clock.now());
      await retainClaims(claimAccess, set, owned, signal);
      for (const pod of plan.delete) await deletePod(set, pod, signal);
      for (const ordinal of plan.create) {
        if (!(await createPod(set, ordinal, revision, signal))) mustRecheck = true;
      }
      await writeStatus(sets.cache.getByKey(key) ?? set, revision, signal);
      return { requeueAfterMs: mustRecheck ? recheckMs : plan.requeueAfterMs };
    },
  });
}

function matches(set: StatefulSet, pod: Pod): boolean {
  const { matchLabels = {} } = set.spec.selector;
  return Object.entries(matchLabels).every(([name, value]) => pod.metadata.labels?.[name] === value);
}
