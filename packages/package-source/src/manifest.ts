import { stringify } from 'yaml';

/** Manifests as one YAML text, read alike by YAML 1.1 and 1.2: Go would take `on` for true. */
export function manifests(...documents: readonly object[]): string {
  return documents.map((document) => stringify(document, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })).join('---\n');
}
