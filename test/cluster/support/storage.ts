import { rm } from 'node:fs/promises';
import { resourceType, type KubeClient, type KubeObject } from '@gse/kube';

interface StorageClass extends KubeObject {
  provisioner: string;
  allowVolumeExpansion: boolean;
  reclaimPolicy: string;
  volumeBindingMode: string;
}
const storageClasses = resourceType<StorageClass>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  namespaced: false,
});

interface PersistentVolume extends KubeObject {
  spec: { hostPath?: { path: string } };
}
const persistentVolumes = resourceType<PersistentVolume>({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  namespaced: false,
});

/** Where the controller manager's provisioner for laboratories makes its folders. */
const PROVISIONED = '/tmp/hostpath_pv/';

/**
 * Storage for claims that name no class. The controller manager makes, binds, grows and removes the volumes, as on any cluster;
 * its folders stay empty, because the node keeps worlds in its own.
 */
export async function setUpStorage(admin: KubeClient): Promise<void> {
  await admin.create(storageClasses, {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'simulated', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/host-path',
    allowVolumeExpansion: true,
    reclaimPolicy: 'Delete',
    // Nothing schedules here that a volume could wait for.
    volumeBindingMode: 'Immediate',
  });
}

/** Removes the folders of volumes that are still there when a control plane goes. */
export async function removeProvisionedVolumes(admin: KubeClient): Promise<void> {
  const { items } = await admin.list(persistentVolumes, { timeoutMs: 10_000 });
  for (const { spec } of items) {
    const path = spec.hostPath?.path;
    if (path?.startsWith(PROVISIONED)) await rm(path, { recursive: true, force: true });
  }
}
