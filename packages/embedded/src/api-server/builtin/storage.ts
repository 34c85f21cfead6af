import { listAt, objectAt, valueAt } from '../json.ts';
import { fieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { accessModes, textAt } from '../table/cells.ts';
import { ageColumn, column, nameColumn, wideColumn } from '../table/column.ts';
import type { BuiltinType } from './builtin-type.ts';
import { checkOnlyChanges, checkRequired } from './check.ts';
import { fillDefaults } from './fill.ts';

function capacity(claim: ApiObject): string {
  return textAt(claim, 'status.capacity.storage');
}

const persistentVolumeClaim: BuiltinType = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  shortNames: ['pvc'],
  namespaced: true,
  description: 'A wish for a volume, and the volume it got.',
  hasStatus: true,
  columns: [
    nameColumn,
    column('Status', (claim) => (claim.metadata.deletionTimestamp ? 'Terminating' : textAt(claim, 'status.phase'))),
    column('Volume', (claim) => textAt(claim, 'spec.volumeName')),
    column('Capacity', capacity),
    column('Access Modes', (claim) => accessModes(listAt(objectAt(claim, 'status'), 'accessModes'))),
    column('StorageClass', (claim) => textAt(claim, 'spec.storageClassName')),
    column('VolumeAttributesClass', (claim) => textAt(claim, 'spec.volumeAttributesClassName', '<unset>')),
    ageColumn,
    wideColumn('VolumeMode', (claim) => textAt(claim, 'spec.volumeMode', '<unset>')),
  ],
  rules: {
    returnsDeleted: true,
    fill: (claim) => fillDefaults(claim, [['spec', { volumeMode: 'Filesystem' }]]),
    prepareCreate: (claim) => {
      claim['status'] = { phase: 'Pending' };
    },
    check: (claim, previous) => [
      ...checkRequired(claim, ['spec']),
      ...(listAt(objectAt(claim, 'spec'), 'accessModes').length > 0
        ? []
        : [fieldError.required('spec.accessModes', 'at least 1 access mode is required')]),
      ...(valueAt(claim, ['spec', 'resources', 'requests', 'storage']) ? [] : [fieldError.required('spec.resources[storage]')]),
      // Before it is bound, the binder may name the volume; afterwards it may grow.
      ...checkOnlyChanges(
        claim,
        previous,
        'spec',
        textAt(previous ?? claim, 'status.phase') === 'Bound'
          ? ['resources', 'volumeAttributesClassName']
          : [...(textAt(previous ?? claim, 'spec.volumeName') ? [] : ['volumeName']), 'storageClassName'],
        'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
      ),
    ],
  },
};

const persistentVolume: BuiltinType = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  shortNames: ['pv'],
  namespaced: false,
  description: 'A piece of storage.',
  hasStatus: true,
  columns: [
    nameColumn,
    column('Capacity', (volume) => textAt(volume, 'spec.capacity.storage')),
    column('Access Modes', (volume) => accessModes(listAt(objectAt(volume, 'spec'), 'accessModes'))),
    column('Reclaim Policy', (volume) => textAt(volume, 'spec.persistentVolumeReclaimPolicy')),
    column('Status', (volume) => (volume.metadata.deletionTimestamp ? 'Terminating' : textAt(volume, 'status.phase'))),
    column('Claim', (volume) => {
      const name = textAt(volume, 'spec.claimRef.name');
      return name ? `${textAt(volume, 'spec.claimRef.namespace')}/${name}` : '';
    }),
    column('StorageClass', (volume) => textAt(volume, 'spec.storageClassName')),
    column('VolumeAttributesClass', (volume) => textAt(volume, 'spec.volumeAttributesClassName', '<unset>')),
    column('Reason', (volume) => textAt(volume, 'status.reason')),
    ageColumn,
    wideColumn('VolumeMode', (volume) => textAt(volume, 'spec.volumeMode', '<unset>')),
  ],
  rules: {
    returnsDeleted: true,
    fill: (volume) => fillDefaults(volume, [['spec', { persistentVolumeReclaimPolicy: 'Retain', volumeMode: 'Filesystem' }]]),
    prepareCreate: (volume) => {
      volume['status'] = { phase: 'Pending' };
    },
    check: (volume) => checkRequired(volume, ['spec', 'spec.capacity', 'spec.accessModes']),
  },
};

const storageClass: BuiltinType = {
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  shortNames: ['sc'],
  namespaced: false,
  description: 'A kind of storage that claims can ask for.',
  columns: [
    nameColumn,
    column('Provisioner', (object) => textAt(object, 'provisioner')),
    column('ReclaimPolicy', (object) => textAt(object, 'reclaimPolicy')),
    column('VolumeBindingMode', (object) => textAt(object, 'volumeBindingMode')),
    column('AllowVolumeExpansion', (object) => textAt(object, 'allowVolumeExpansion', 'false')),
    ageColumn,
  ],
  rules: {
    returnsDeleted: true,
    fill: (object) => fillDefaults(object, [['', { reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' }]]),
    check: (object) => checkRequired(object, ['provisioner']),
  },
};

/** Volumes and claims. */
export const storageTypes: readonly BuiltinType[] = [persistentVolumeClaim, persistentVolume, storageClass];
