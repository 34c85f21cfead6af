import { resourceType, type Condition, type KubeObject } from '../object.ts';
import type { PodTemplate } from './pod.ts';
import type { PersistentVolumeClaimTemplate } from './storage.ts';

export interface StatefulSet extends KubeObject {
  spec: StatefulSetSpec;
  status?: StatefulSetStatus | undefined;
}

export interface StatefulSetSpec {
  serviceName?: string | undefined;
  /** 1 when absent. */
  replicas?: number | undefined;
  selector: LabelSelector;
  template: PodTemplate;
  volumeClaimTemplates?: PersistentVolumeClaimTemplate[] | undefined;
  updateStrategy?:
    | {
        type?: 'RollingUpdate' | 'OnDelete' | undefined;
        rollingUpdate?: { partition?: number | undefined; maxUnavailable?: number | string | undefined } | undefined;
      }
    | undefined;
  podManagementPolicy?: 'OrderedReady' | 'Parallel' | undefined;
  revisionHistoryLimit?: number | undefined;
  minReadySeconds?: number | undefined;
  ordinals?: { start?: number | undefined } | undefined;
  persistentVolumeClaimRetentionPolicy?:
    | { whenDeleted?: 'Retain' | 'Delete' | undefined; whenScaled?: 'Retain' | 'Delete' | undefined }
    | undefined;
}

export interface StatefulSetStatus {
  replicas: number;
  readyReplicas?: number | undefined;
  availableReplicas?: number | undefined;
  currentReplicas?: number | undefined;
  updatedReplicas?: number | undefined;
  currentRevision?: string | undefined;
  updateRevision?: string | undefined;
  observedGeneration?: number | undefined;
  conditions?: Condition[] | undefined;
}

export interface LabelSelector {
  matchLabels?: Record<string, string> | undefined;
  matchExpressions?: { key: string; operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'; values?: string[] | undefined }[] | undefined;
}

/** `apps/v1 StatefulSet`. */
export const statefulSets = resourceType<StatefulSet>({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  namespaced: true,
});
