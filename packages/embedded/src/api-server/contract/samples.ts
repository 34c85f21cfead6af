import type { JsonObject } from '../json.ts';

/** A config map. */
export function configMap(name: string, data: JsonObject = { key: 'value' }, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata }, data };
}

/** A pod with one container. */
export function pod(name: string, spec: JsonObject = {}, metadata: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...metadata },
    spec: { containers: [{ name: 'main', image: 'example.invalid/image:1' }], ...spec },
  };
}

/** A stateful set of two pods. */
export function statefulSet(name: string): JsonObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name },
    spec: {
      replicas: 2,
      serviceName: name,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example.invalid/image:1' }] } },
    },
  };
}

/** A custom resource of the contract's own kind. */
export function widget(name: string, spec: JsonObject = { size: 1 }, metadata: JsonObject = {}): JsonObject {
  return { apiVersion: 'contract.gse.cozystack.io/v1', kind: 'Widget', metadata: { name, ...metadata }, spec };
}

/** The contract's own kind: something of everything that schemas can say. */
export const widgetCrd: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.contract.gse.cozystack.io' },
  spec: {
    group: 'contract.gse.cozystack.io',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {}, scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.size' } },
        additionalPrinterColumns: [
          { name: 'Size', type: 'integer', jsonPath: '.spec.size' },
          { name: 'Ready', type: 'string', jsonPath: '.status.conditions[?(@.type=="Ready")].status' },
          { name: 'Since', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        schema: {
          openAPIV3Schema: {
            type: 'object',
            required: ['spec'],
            properties: {
              spec: {
                type: 'object',
                required: ['size'],
                properties: {
                  size: { type: 'integer', format: 'int32', minimum: 1, maximum: 10 },
                  color: { type: 'string', enum: ['red', 'green'], default: 'red' },
                  label: { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 5 },
                  since: { type: 'string', format: 'date-time' },
                  port: { 'x-kubernetes-int-or-string': true },
                  free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  labels: { type: 'object', additionalProperties: { type: 'string' } },
                  nested: {
                    type: 'object',
                    default: {},
                    properties: {
                      mode: { type: 'string', default: 'auto' },
                      list: { type: 'array', minItems: 1, maxItems: 2, items: { type: 'string' } },
                    },
                  },
                  tags: { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
                  parts: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: { type: 'object', required: ['name'], properties: { name: { type: 'string' }, weight: { type: 'integer' } } },
                  },
                  choice: {
                    type: 'object',
                    properties: { left: { type: 'string' }, right: { type: 'string' } },
                    oneOf: [{ required: ['left'] }, { required: ['right'] }],
                  },
                },
              },
              status: {
                type: 'object',
                properties: {
                  size: { type: 'integer' },
                  phase: { type: 'string' },
                  conditions: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['type'],
                    items: {
                      type: 'object',
                      required: ['type', 'status'],
                      properties: { type: { type: 'string' }, status: { type: 'string' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};
