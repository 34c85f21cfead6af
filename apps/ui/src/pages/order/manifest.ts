import { stringify } from 'yaml';
import type { Spec } from '../../form/edits.ts';

/** The order as `kubectl apply` takes it. */
export function manifestYaml(name: string, namespace: string, spec: Spec): string {
  return stringify(
    { apiVersion: 'gse.cozystack.io/v1alpha1', kind: 'GameServer', metadata: { name, namespace }, spec },
    { lineWidth: 100, aliasDuplicateObjects: false },
  );
}
