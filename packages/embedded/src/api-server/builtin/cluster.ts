import { objectAt } from '../json.ts';
import { fieldError } from '../status.ts';
import { textAt } from '../table/cells.ts';
import { ageColumn, column, nameColumn } from '../table/column.ts';
import { checkCrd, fillCrd } from '../resources/crd-rules.ts';
import type { BuiltinType } from './builtin-type.ts';

const lease: BuiltinType = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
  description: 'Who leads, and until when.',
  columns: [nameColumn, column('Holder', (object) => textAt(object, 'spec.holderIdentity')), ageColumn],
  rules: {
    check: (object) =>
      ['leaseDurationSeconds', 'leaseTransitions'].flatMap((name) => {
        const value = objectAt(object, 'spec')?.[name];
        const least = name === 'leaseTransitions' ? 0 : 1;
        if (typeof value !== 'number' || value >= least) return [];
        const why = least === 0 ? 'must be greater than or equal to 0' : 'must be greater than 0';
        return [fieldError.invalid(`spec.${name}`, value, why)];
      }),
  },
};

const customResourceDefinition: BuiltinType = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  description: 'Adds a kind to the API.',
  hasStatus: true,
  hasGeneration: true,
  columns: [nameColumn, column('Created At', (crd) => crd.metadata.creationTimestamp ?? '')],
  rules: { fill: fillCrd, check: checkCrd, requiresVersion: true, returnsDeleted: true },
};

/** Leases and CustomResourceDefinitions. */
export const clusterTypes: readonly BuiltinType[] = [lease, customResourceDefinition];
