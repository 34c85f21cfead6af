import { manifests } from '../manifest.ts';
import type { OrderNames } from '../order/names.ts';

/** Namespace of the system on the platform. */
const SYSTEM = 'cozy-gse';

/** Packages of the platform that have to be there first; the second brings ApplicationDefinitions. */
const DEPENDS_ON = ['cozystack.networking', 'cozystack.cozystack-engine'] as const;

/** The one PackageSource of the edition: every chart of the artifact, what is installed where, and in which order. */
export function packageSource(orders: readonly OrderNames[]): string {
  const source = {
    apiVersion: 'cozystack.io/v1alpha1',
    kind: 'PackageSource',
    metadata: { name: 'gse' },
    spec: {
      sourceRef: { kind: 'OCIRepository', name: 'gse', namespace: 'cozy-system', path: '/' },
      variants: [
        {
          name: 'default',
          dependsOn: [...DEPENDS_ON],
          libraries: [{ name: 'gse-lib', path: 'library/gse-lib' }],
          components: [
            { name: 'gse-operator', path: 'system/gse-operator', install: { namespace: SYSTEM, releaseName: 'gse-operator' } },
            {
              name: 'gse-api',
              path: 'system/gse-api',
              install: { namespace: SYSTEM, releaseName: 'gse-api', dependsOn: ['gse-operator'] },
            },
            {
              name: 'gse-platform',
              path: 'system/gse-platform',
              install: { namespace: SYSTEM, releaseName: 'gse-platform', dependsOn: ['gse-operator'] },
            },
            {
              name: 'gse-monitoring',
              path: 'system/gse-monitoring',
              install: { namespace: SYSTEM, releaseName: 'gse-monitoring', dependsOn: ['gse-operator'] },
            },
            ...orders.flatMap(({ name }) => [
              { name, path: `apps/${name}`, libraries: ['gse-lib'] },
              {
                name: `${name}-rd`,
                path: `system/${name}-rd`,
                install: { namespace: 'cozy-system', releaseName: `${name}-rd`, dependsOn: ['gse-operator'] },
              },
            ]),
          ],
        },
      ],
    },
  };
  return `# Made from the list of games by \`pnpm gen\`. Change packages/package-source, not this file.\n${manifests(source)}`;
}
