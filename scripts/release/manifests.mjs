// @ts-check
/** The two manifests that a provider applies: where the edition comes from, and that it is wanted. */
import { stringify } from 'yaml';

/**
 * @param {{ registry: string, version: string, digest: string, packageSource: string }} release
 * @returns {{ source: string, package: string }}
 */
export function cozystackManifests({ registry, version, digest, packageSource }) {
  const repository = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'OCIRepository',
    metadata: { name: 'gse', namespace: 'cozy-system' },
    // The digest decides; the tag is for people.
    spec: { interval: '5m', url: `oci://${registry}/gse-packages`, ref: { tag: version, digest } },
  };
  const wanted = { apiVersion: 'cozystack.io/v1alpha1', kind: 'Package', metadata: { name: 'gse' }, spec: { variant: 'default' } };
  return { source: `${stringify(repository)}---\n${packageSource}`, package: stringify(wanted) };
}
