import { createHash } from 'node:crypto';
import type { PodTemplate, StatefulSet } from '@gse/kube';

/** The label that says from which template a pod was made. */
export const revisionLabel = 'controller-revision-hash';

/** JSON with sorted keys, so that equal templates are equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => {
    if (typeof field !== 'object' || field === null || Array.isArray(field)) return field;
    return Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function hashOf(template: PodTemplate): string {
  return createHash('sha256').update(canonical(template)).digest('hex').slice(0, 10);
}

/** The revision a set's template stands for; changes with the template and nothing else. */
export function revisionOf(set: StatefulSet): string {
  return `${set.metadata.name}-${hashOf(set.spec.template)}`;
}
