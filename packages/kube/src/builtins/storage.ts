import { resourceType, type KubeObject, type ObjectMeta } from '../object.ts';
import type { ResourceRequirements } from './pod.ts';

export interface PersistentVolumeClaim extends KubeObject {
  spec: PersistentVolumeClaimSpec;
  status?:
    | {
        phase?: 'Pending' | 'Bound' | 'Lost' | undefined;
        accessModes?: string[] | undefined;
        capacity?: Record<string, string> | undefined;
        conditions?: unknown[] | undefined;
      }
    | undefined;
}

/** A claim to be: what a StatefulSet carries. */
export interface PersistentVolumeClaimTemplate {
  apiVersion?: string | undefined;
  kind?: string | undefined;
  metadata: Partial<ObjectMeta> & { name: string };
  spec: PersistentVolumeClaimSpec;
}

export interface PersistentVolumeClaimSpec {
  accessModes?: string[] | undefined;
  resources?: ResourceRequirements | undefined;
  storageClassName?: string | undefined;
  volumeMode?: 'Filesystem' | 'Block' | undefined;
  volumeName?: string | undefined;
  dataSource?: { apiGroup?: string | undefined; kind: string; name: string } | undefined;
}

/** `v1 PersistentVolumeClaim`. */
export const persistentVolumeClaims = resourceType<PersistentVolumeClaim>({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  namespaced: true,
});
