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
  rules: { fill: fillCrd, check: checkCrd },
};

/** Leases and CustomResourceDefinitions. */
export const clusterTypes: readonly BuiltinType[] = [lease, customResourceDefinition];
