import type { OrderMapping } from '@gse/package-source';

/**
 * Stand-ins for kinds of the platform, of which there is none here: as open as can be, so that what is tested is what we say
 * of ourselves. Where the platform checks something, so do they.
 */
export function standInDefinitions(orders: readonly OrderMapping[]): readonly object[] {
  return [
    standIn('cozystack.io', 'v1alpha1', 'PackageSource', 'packagesources', 'Cluster'),
    standIn('cozystack.io', 'v1alpha1', 'ApplicationDefinition', 'applicationdefinitions', 'Cluster', APPLICATION_DEFINITION),
    standIn('cozystack.io', 'v1alpha1', 'WorkloadMonitor', 'workloadmonitors', 'Namespaced', WORKLOAD_MONITOR),
    standIn('helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'helmreleases', 'Namespaced'),
    // The platform's API serves these itself; admission policies are asked all the same.
    ...orders.map(({ kind, plural }) => standIn('apps.cozystack.io', 'v1alpha1', kind, plural, 'Namespaced')),
  ];
}

const TEXT = { type: 'string' };
const TEXTS = { type: 'array', items: TEXT };
const RESOURCES = {
  type: 'object',
  properties: {
    exclude: { type: 'array', items: { type: 'object', properties: { resourceNames: TEXTS } } },
    include: { type: 'array', items: { type: 'object', properties: { resourceNames: TEXTS } } },
  },
};

const APPLICATION_DEFINITION = {
  type: 'object',
  required: ['application', 'release'],
  properties: {
    application: {
      type: 'object',
      required: ['kind', 'plural', 'singular', 'openAPISchema'],
      properties: { kind: TEXT, plural: TEXT, singular: TEXT, openAPISchema: TEXT },
    },
    release: {
      type: 'object',
      required: ['chartRef', 'prefix'],
      properties: {
        prefix: { type: 'string', pattern: '^[a-z0-9-]*$' },
        labels: { type: 'object', additionalProperties: TEXT },
        chartRef: {
          type: 'object',
          required: ['kind', 'name'],
          properties: { kind: { type: 'string', enum: ['OCIRepository', 'HelmChart', 'ExternalArtifact'] }, name: TEXT, namespace: TEXT },
        },
        healthCheckExprs: {
          type: 'array',
          items: {
            type: 'object',
            required: ['apiVersion', 'kind', 'current'],
            properties: { apiVersion: TEXT, kind: TEXT, current: TEXT, inProgress: TEXT, failed: TEXT },
          },
        },
      },
    },
    dashboard: {
      type: 'object',
      properties: {
        category: TEXT,
        singular: TEXT,
        plural: TEXT,
        description: TEXT,
        icon: TEXT,
        tags: TEXTS,
        keysOrder: { type: 'array', items: TEXTS },
      },
    },
    secrets: RESOURCES,
    services: RESOURCES,
  },
};

const WORKLOAD_MONITOR = {
  type: 'object',
  required: ['selector'],
  properties: {
    replicas: { type: 'integer' },
    minReplicas: { type: 'integer' },
    kind: TEXT,
    type: TEXT,
    version: TEXT,
    selector: { type: 'object', additionalProperties: TEXT },
  },
};

const ANYTHING = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function standIn(
  group: string,
  version: string,
  kind: string,
  plural: string,
  scope: 'Cluster' | 'Namespaced',
  spec: object = ANYTHING,
): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}`, labels: { 'gse.cozystack.io/stand-in': 'true' } },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), categories: ['stand-in'] },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', properties: { spec, status: ANYTHING } } },
        },
      ],
    },
  };
}
