import { ensureObject, isObject, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import { compileSchema } from '../schema/compile.ts';
import { fieldError, type FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';

/** Fills in a CRD's names and conversion, and says in its status that the kind is served. */
export function fillCrd(crd: ApiObject): void {
  const spec = objectAt(crd, 'spec');
  const names = objectAt(spec, 'names');
  if (!spec || !names) return;
  const kind = stringAt(names, 'kind') ?? '';
  names['singular'] ??= kind.toLowerCase();
  names['listKind'] ??= `${kind}List`;
  spec['conversion'] ??= { strategy: 'None' };
  const storage = listAt(spec, 'versions')
    .filter(isObject)
    .find((version) => version['storage'] === true);
  const status = ensureObject(crd, 'status');
  const stored = new Set([...listAt(status, 'storedVersions'), ...(stringAt(storage, 'name') ? [stringAt(storage, 'name') ?? ''] : [])]);
  const lastTransitionTime = crd.metadata.creationTimestamp ?? '';
  crd['status'] = {
    conditions: [
      { type: 'NamesAccepted', status: 'True', lastTransitionTime, reason: 'NoConflicts', message: 'no conflicts found' },
      {
        type: 'Established',
        status: 'True',
        lastTransitionTime,
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      },
    ],
    acceptedNames: { ...names },
    storedVersions: [...stored],
  };
}

/** Findings in a CRD: what would make its kind unusable. */
export function checkCrd(crd: ApiObject, previous: ApiObject | undefined): FieldError[] {
  const spec = objectAt(crd, 'spec');
  const names = objectAt(spec, 'names');
  const found: FieldError[] = [];
  for (const [field, value] of [
    ['spec.group', stringAt(spec, 'group')],
    ['spec.names.plural', stringAt(names, 'plural')],
    ['spec.names.kind', stringAt(names, 'kind')],
    ['spec.scope', stringAt(spec, 'scope')],
  ] as const) {
    if (!value) found.push(fieldError.required(field));
  }
  if (found.length > 0) return found;
  const scope = stringAt(spec, 'scope') ?? '';
  if (scope !== 'Namespaced' && scope !== 'Cluster') found.push(fieldError.unsupported('spec.scope', scope, ['Cluster', 'Namespaced']));
  if (crd.metadata.name !== `${stringAt(names, 'plural')}.${stringAt(spec, 'group')}`) {
    found.push(fieldError.invalid('metadata.name', crd.metadata.name, 'must be spec.names.plural+"."+spec.group'));
  }
  if (previous && stringAt(objectAt(previous, 'spec'), 'scope') !== scope) {
    found.push(fieldError.invalid('spec.scope', scope, 'field is immutable'));
  }
  return [...found, ...checkVersions(listAt(spec, 'versions').filter(isObject))];
}

function checkVersions(versions: JsonObject[]): FieldError[] {
  if (versions.length === 0) return [fieldError.required('spec.versions')];
  const found: FieldError[] = [];
  if (versions.filter((version) => version['storage'] === true).length !== 1) {
    found.push(fieldError.invalid('spec.versions', null, 'must have exactly one version marked as storage version'));
  }
  versions.forEach((version, index) => {
    const field = `spec.versions[${index}]`;
    if (!/^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(stringAt(version, 'name') ?? '')) {
      found.push(
        fieldError.invalid(`${field}.name`, version['name'], 'a DNS-1035 label must consist of lower case alphanumeric characters'),
      );
    }
    const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema');
    if (!schema) found.push(fieldError.required(`${field}.schema.openAPIV3Schema`, 'schemas are required'));
    else found.push(...checkStructural(schema, `${field}.schema.openAPIV3Schema`));
  });
  return found;
}

/** A structural schema says the type of every place, so that defaulting and pruning know what to do. */
function checkStructural(schema: JsonObject, field: string): FieldError[] {
  const found: FieldError[] = [];
  if (field.endsWith('openAPIV3Schema') && schema['type'] !== 'object') {
    found.push(fieldError.invalid(`${field}.type`, schema['type'], 'must be object at the root'));
  }
  try {
    compileSchema(schema);
  } catch (error) {
    return [fieldError.invalid(field, '', error instanceof Error ? error.message : String(error))];
  }
  return [...found, ...checkPlace(schema, field)];
}

function checkPlace(schema: JsonObject, field: string): FieldError[] {
  const found: FieldError[] = [];
  const isFree = schema['x-kubernetes-preserve-unknown-fields'] === true || schema['x-kubernetes-int-or-string'] === true;
  if (!stringAt(schema, 'type') && !isFree)
    found.push(fieldError.required(`${field}.type`, 'must not be empty for specified object fields'));
  if (schema['$ref'] !== undefined) found.push(fieldError.forbidden(`${field}.$ref`, '$ref is not supported'));
  if (schema['uniqueItems'] === true)
    found.push(
      fieldError.forbidden(`${field}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'),
    );
  if (objectAt(schema, 'properties') && schema['additionalProperties'] !== undefined) {
    found.push(fieldError.forbidden(`${field}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  }
  for (const [name, child] of Object.entries(objectAt(schema, 'properties') ?? {})) {
    if (isObject(child)) found.push(...checkPlace(child, `${field}.properties[${name}]`));
  }
  const items = objectAt(schema, 'items');
  if (items) found.push(...checkPlace(items, `${field}.items`));
  else if (schema['type'] === 'array') found.push(fieldError.required(`${field}.items`, 'must be specified'));
  const values = objectAt(schema, 'additionalProperties');
  if (values) found.push(...checkPlace(values, `${field}.additionalProperties`));
  if (schema['x-kubernetes-list-type'] === 'map') {
    const keys = listAt(schema, 'x-kubernetes-list-map-keys');
    if (keys.length === 0)
      found.push(fieldError.required(`${field}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'));
  }
  return found;
}
