import type { CustomResourceDefinition } from '@gse/kube';

const text = { type: 'string' };
const objectOf = (properties: Record<string, object>, required: readonly string[]) => ({
  type: 'object',
  required: [...required],
  properties,
});
const listOf = (items: object, maxItems: number) => ({ type: 'array', maxItems, items });

/** A stand-in for the HTTPRoute of Gateway API 1.2. It knows the fields that the chart uses and no other. */
export const httpRoutesDefinition: CustomResourceDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  // Names under k8s.io want to be approved, or to say that they are not.
  metadata: {
    name: 'httproutes.gateway.networking.k8s.io',
    annotations: { 'api-approved.kubernetes.io': 'unapproved, a stand-in for tests' },
  },
  spec: {
    group: 'gateway.networking.k8s.io',
    scope: 'Namespaced',
    names: { kind: 'HTTPRoute', plural: 'httproutes', singular: 'httproute' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: objectOf(
            {
              spec: objectOf(
                {
                  parentRefs: listOf(objectOf({ group: text, kind: text, name: text, namespace: text, sectionName: text }, ['name']), 32),
                  hostnames: listOf(
                    { type: 'string', maxLength: 253, pattern: String.raw`^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9-]+)*$` },
                    16,
                  ),
                  rules: listOf(
                    objectOf(
                      {
                        backendRefs: listOf(objectOf({ name: text, port: { type: 'integer', minimum: 1, maximum: 65_535 } }, ['name']), 16),
                        timeouts: objectOf({ request: { type: 'string', pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' } }, []),
                      },
                      [],
                    ),
                    16,
                  ),
                },
                [],
              ),
            },
            ['spec'],
          ),
        },
      },
    ],
  },
};
