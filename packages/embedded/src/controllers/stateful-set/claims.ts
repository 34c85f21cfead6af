import {
  isAlreadyExists,
  blockingOwnerReference,
  persistentVolumeClaims,
  type Cache,
  type KubeClient,
  type OwnerReference,
  type PersistentVolumeClaim,
  type Pod,
  type StatefulSet,
} from '@gse/kube';
import { claimName, claimOf, podName } from './pod-identity.ts';
import { wantedOrdinals } from './plan.ts';

/** Where the claims of a set are read and written. */
export interface ClaimAccess {
  client: KubeClient;
  claims: Cache<PersistentVolumeClaim>;
}

/** Makes sure that the claims of an ordinal exist; false while one of an earlier life is still being deleted. */
export async function ensureClaims(
  { client, claims }: ClaimAccess,
  set: StatefulSet,
  ordinal: number,
  signal: AbortSignal,
): Promise<boolean> {
  let areUsable = true;
  for (const template of set.spec.volumeClaimTemplates ?? []) {
    const existing = claims.get(set.metadata.namespace, claimName(set, template, ordinal));
    if (existing?.metadata.deletionTimestamp !== undefined) areUsable = false;
    if (existing) continue;
    const draft = claimOf(set, template, ordinal, isKeptOnDelete(set) ? [] : [blockingOwnerReference(set)]);
    try {
      await client.create(persistentVolumeClaims, draft, { signal });
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
  }
  return areUsable;
}

function isKeptOnDelete(set: StatefulSet): boolean {
  return set.spec.persistentVolumeClaimRetentionPolicy?.whenDeleted !== 'Delete';
}

/**
 * Makes `persistentVolumeClaimRetentionPolicy` true through owner references, which the garbage collector acts on:
 * a claim belongs to the set when it goes with it, and to a surplus pod when it goes with that.
 */
export async function retainClaims({ client, claims }: ClaimAccess, set: StatefulSet, pods: Pod[], signal: AbortSignal): Promise<void> {
  const wanted = new Set(wantedOrdinals(set).map((ordinal) => podName(set, ordinal)));
  const goesWhenScaled = set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled === 'Delete';
  for (const pod of pods) {
    const isSurplus = !wanted.has(pod.metadata.name);
    const owner = isSurplus && goesWhenScaled ? podOwner(pod) : isKeptOnDelete(set) ? undefined : blockingOwnerReference(set);
    for (const template of set.spec.volumeClaimTemplates ?? []) {
      const claim = claims.get(set.metadata.namespace, `${template.metadata.name}-${pod.metadata.name}`);
      if (claim && claim.metadata.deletionTimestamp === undefined) await setOwner(client, claim, set, pod, owner, signal);
    }
  }
}

function podOwner(pod: Pod): OwnerReference {
  return blockingOwnerReference({ ...pod, apiVersion: 'v1', kind: 'Pod' });
}

async function setOwner(
  client: KubeClient,
  claim: PersistentVolumeClaim,
  set: StatefulSet,
  pod: Pod,
  owner: OwnerReference | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { uid, resourceVersion, ownerReferences = [] } = claim.metadata;
  const ours = ownerReferences.filter((each) => each.uid === set.metadata.uid || each.uid === pod.metadata.uid);
  if (owner ? ours.length === 1 && ours[0]?.uid === owner.uid : ours.length === 0) return;
  const others = ownerReferences.filter((each) => !ours.includes(each));
  const patch = { metadata: { uid, resourceVersion, ownerReferences: owner ? [...others, owner] : others } };
  await client.patch(persistentVolumeClaims, claim.metadata, patch, { signal });
}
