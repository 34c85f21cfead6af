import {
  addFinalizer,
  createController,
  hasFinalizer,
  objectKey,
  persistentVolumeClaims,
  removeFinalizer,
  watch,
  type Clock,
  type Controller,
  type Informer,
  type KubeClient,
  type Log,
  type MetricsRegistry,
  type PersistentVolumeClaim,
  type Pod,
} from '@gse/kube';

/** Keeps a claim until no pod uses it, as in Kubernetes: a world is not pulled away from under a running game. */
const claimProtectionFinalizer = 'kubernetes.io/pvc-protection';

/** The index the pod informer must have: claim key → pods that mount it. */
export const claimIndexer = {
  claim: ({ metadata, spec }: Pod): string[] => claimKeys({ metadata, spec }),
};

function claimKeys({ metadata, spec }: Pick<Pod, 'metadata' | 'spec'>): string[] {
  return (spec.volumes ?? []).flatMap(({ persistentVolumeClaim: source }) =>
    source ? [objectKey({ namespace: metadata.namespace, name: source.claimName })] : [],
  );
}

/** What the controller needs. */
export interface PersistentVolumeClaimControllerOptions {
  client: KubeClient;
  claims: Informer<PersistentVolumeClaim>;
  /** With {@link claimIndexer}. */
  pods: Informer<Pod>;
  clock: Clock;
  log: Log;
  metrics: MetricsRegistry;
}

function isBound({ spec, status }: PersistentVolumeClaim): boolean {
  return status?.phase === 'Bound' && status.capacity?.['storage'] === spec.resources?.requests?.['storage'];
}

/**
 * Binds claims at once and lets their capacity follow their request: on one machine a claim is a folder,
 * which the node makes when a pod needs it.
 */
export function createPersistentVolumeClaimController(options: PersistentVolumeClaimControllerOptions): Controller {
  const { client, claims, pods, clock, log, metrics } = options;
  return createController({
    name: 'persistent-volume-claim',
    watches: [watch(claims), watch(pods, claimKeys)],
    clock,
    log,
    metrics,
    async reconcile(key, { signal }) {
      const claim = claims.cache.getByKey(key);
      if (!claim) return;
      if (claim.metadata.deletionTimestamp !== undefined) {
        if (hasFinalizer(claim, claimProtectionFinalizer) && pods.cache.byIndex('claim', key).length === 0) {
          await removeFinalizer(client, persistentVolumeClaims, claim, claimProtectionFinalizer, { signal });
        }
        return;
      }
      await addFinalizer(client, persistentVolumeClaims, claim, claimProtectionFinalizer, { signal });
      if (isBound(claim)) return;
      const { accessModes, resources } = claim.spec;
      const status = { phase: 'Bound', accessModes, capacity: { storage: resources?.requests?.['storage'] } };
      await client.patchStatus(persistentVolumeClaims, claim.metadata, { status }, { signal });
    },
  });
}
