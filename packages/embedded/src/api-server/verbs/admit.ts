import type { Api } from '../api.ts';
import { isEqual, type Json } from '../json.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { applyDefaults } from '../schema/defaults.ts';
import { validate } from '../schema/validate.ts';
import { forbidden, invalid, notFound, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { checkMetadata } from './check-metadata.ts';

/** Fills in what the kind and its schema give defaults for, in place. */
export function fillIn(definition: ResourceDefinition, object: ApiObject): void {
  applyDefaults(definition.schema, object);
  definition.rules.fill?.(object);
}

/** Refuses an object with findings. Throws a 422 Status that lists all of them. */
export function checkObject(definition: ResourceDefinition, object: ApiObject, previous: ApiObject | undefined): void {
  const findings = [
    ...checkMetadata(definition, object, previous),
    // Built-in kinds were checked for types when they were read; what they require is in their rules.
    ...(definition.isCustom ? newFindings(definition, object, previous) : []),
    ...(definition.rules.check?.(object, previous && filled(definition, previous)) ?? []),
  ];
  if (findings.length > 0) throw invalid(definition, object.metadata.name ?? '', findings);
}

/**
 * What does not fit the schema, but for values that were stored before the schema said so and are as they were (ratcheting): an
 * object whose definition became stricter can still be changed elsewhere.
 */
function newFindings(definition: ResourceDefinition, object: ApiObject, previous: ApiObject | undefined): FieldError[] {
  const findings = validate(definition.schema, object);
  if (previous === undefined || findings.length === 0) return findings;
  const known = new Set(validate(definition.schema, previous).map(({ field, message }) => `${field} ${message}`));
  return findings.filter(({ reason, field, message }) => reason === 'FieldValueRequired' || !known.has(`${field} ${message}`));
}

/** Refuses new content where there is no namespace, or one that is going. */
export function checkNamespace(api: Api, definition: ResourceDefinition, namespace: string, name: string): void {
  if (!definition.namespaced) return;
  const found = api.store.get({ storage: 'namespaces', namespace: '', name: namespace });
  if (!found) throw notFound({ group: '', plural: 'namespaces' }, namespace);
  if (!found.object.metadata.deletionTimestamp) return;
  throw forbidden(definition, name, `unable to create new content in namespace ${namespace} because it is being terminated`, [
    { reason: 'NamespaceTerminating', message: `namespace ${namespace} is being terminated`, field: 'metadata.namespace' },
  ]);
}

/** Whether a change moves the generation: the spec did, or, for custom resources, anything but metadata and status. */
export function isNewGeneration(definition: ResourceDefinition, object: ApiObject, previous: ApiObject): boolean {
  if (!definition.hasGeneration) return false;
  if (!definition.isCustom) {
    return 'spec' in object || 'spec' in previous
      ? !isEqual(object['spec'], previous['spec'])
      : !isEqual(withoutMetadata(object, false), withoutMetadata(previous, false));
  }
  return !isEqual(withoutMetadata(object, definition.hasStatus), withoutMetadata(previous, definition.hasStatus));
}

function withoutMetadata(object: ApiObject, leaveOutStatus: boolean): Json {
  const { metadata: _, status, ...rest } = object;
  return leaveOutStatus ? rest : { ...rest, status };
}

/** As it reads today: what an older version stored may lack defaults of this one, and that is no change of anybody's. */
function filled(definition: ResourceDefinition, stored: ApiObject): ApiObject {
  const copy = structuredClone(stored);
  fillIn(definition, copy);
  return copy;
}
