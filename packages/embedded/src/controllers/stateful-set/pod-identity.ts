import {
  blockingOwnerReference,
  type OwnerReference,
  type PersistentVolumeClaim,
  type PersistentVolumeClaimTemplate,
  type Pod,
  type StatefulSet,
  type Volume,
} from '@gse/kube';
import { revisionLabel } from './revision.ts';

/** `my-world` and 0 → `my-world-0`. */
export function podName(set: StatefulSet, ordinal: number): string {
  return `${set.metadata.name}-${ordinal}`;
}

/** The ordinal in a pod's name; undefined when the name is not of this set. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  if (!pod.metadata.name.startsWith(prefix)) return undefined;
  const suffix = pod.metadata.name.slice(prefix.length);
  return /^(0|[1-9]\d*)$/.test(suffix) ? Number(suffix) : undefined;
}

/** `data` of `my-world` and 0 → `data-my-world-0`. */
export function claimName(set: StatefulSet, template: PersistentVolumeClaimTemplate, ordinal: number): string {
  return `${template.metadata.name}-${podName(set, ordinal)}`;
}

/** Claims take the place of volumes of the same name in the template. */
function volumesOf(set: StatefulSet, ordinal: number): Volume[] {
  const templates = set.spec.volumeClaimTemplates ?? [];
  const claimed = templates.map((template) => ({
    name: template.metadata.name,
    persistentVolumeClaim: { claimName: claimName(set, template, ordinal) },
  }));
  const names = new Set(claimed.map(({ name }) => name));
  return [...claimed, ...(set.spec.template.spec.volumes ?? []).filter(({ name }) => !names.has(name))];
}

/** The pod of one ordinal, as the template says now. No node: whoever runs pods takes it. */
export function podOf(set: StatefulSet, ordinal: number, revision: string): Pod {
  const { metadata = {}, spec } = set.spec.template;
  const name = podName(set, ordinal);
  const volumes = volumesOf(set, ordinal);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: set.metadata.namespace,
      labels: {
        ...metadata.labels,
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [revisionLabel]: revision,
      },
      annotations: metadata.annotations,
      finalizers: metadata.finalizers,
      ownerReferences: [blockingOwnerReference(set)],
    },
    spec: {
      ...spec,
      hostname: name,
      ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(volumes.length > 0 ? { volumes } : {}),
    },
  };
}

/** The claim of one ordinal. */
export function claimOf(
  set: StatefulSet,
  template: PersistentVolumeClaimTemplate,
  ordinal: number,
  ownerReferences: OwnerReference[],
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName(set, template, ordinal),
      namespace: set.metadata.namespace,
      labels: { ...template.metadata.labels, ...set.spec.selector.matchLabels },
      annotations: template.metadata.annotations,
      ...(ownerReferences.length > 0 ? { ownerReferences } : {}),
    },
    spec: template.spec,
  };
}
