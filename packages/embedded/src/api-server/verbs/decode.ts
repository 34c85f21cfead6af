import type { ResourceRequest } from '../api.ts';
import { isObject, stringAt, type Json, type JsonObject } from '../json.ts';
import { groupVersion, type ResourceDefinition } from '../resources/definition.ts';
import { dropForbiddenNulls, prune } from '../schema/prune.ts';
import { readTypedValues } from '../schema/typed-values.ts';
import { validate } from '../schema/validate.ts';
import { badRequest, fieldError, invalid } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import type { WriteOptions } from './options.ts';

/** Unknown fields of a request, worded as strict decoding words them. */
export interface Decoded {
  object: ApiObject;
  unknownFields: string[];
}

/** Reads an object from outside: the right kind, known fields only, in the version that is stored. The value is changed. Throws a 400 Status. */
export function decodeObject(definition: ResourceDefinition, value: Json): Decoded {
  const object = asObject(value);
  const expected = groupVersion(definition);
  const apiVersion = stringAt(object, 'apiVersion') ?? expected;
  const kind = stringAt(object, 'kind') ?? definition.kind;
  if (apiVersion !== expected && !definition.isCustom) {
    const unknown = `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
    const version = apiVersion.split('/').at(-1) ?? apiVersion;
    throw badRequest(`${kind} in version ${JSON.stringify(version)} cannot be handled as a ${definition.kind}: ${unknown}`);
  }
  if (apiVersion !== expected) {
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${expected})`);
  }
  if (kind !== definition.kind && definition.isCustom) {
    const name = isObject(object['metadata']) ? stringAt(object['metadata'], 'name') : undefined;
    throw invalid({ group: definition.group, kind }, name ?? '', [fieldError.invalid('kind', kind, `must be ${definition.kind}`)]);
  }
  if (kind !== definition.kind) {
    throw badRequest(
      `${kind} in version ${JSON.stringify(definition.version)} cannot be handled as a ${definition.kind}: the object provided is unrecognized (must be of type ${definition.kind})`,
    );
  }
  const { apiVersion: _, kind: __, metadata, ...rest } = object;
  if (metadata !== undefined && metadata !== null && !isObject(metadata)) {
    throw badRequest(
      `${definition.kind} in version ${JSON.stringify(definition.version)} cannot be handled as a ${definition.kind}: metadata must be an object`,
    );
  }
  // The order in which objects are stored and shown.
  const ordered: ApiObject = { apiVersion, kind, metadata: isObject(metadata) ? metadata : {}, ...rest };
  // Metadata is typed in every kind: null and empty are absent there.
  dropEmpty(ordered.metadata);
  const unknownFields = prune(definition.schema, ordered, { isTyped: !definition.isCustom }).map(
    (path) => `unknown field ${JSON.stringify(path)}`,
  );
  if (definition.isCustom) dropForbiddenNulls(definition.schema, ordered);
  else checkTypes(definition, ordered);
  const unreadable = definition.isCustom ? undefined : readTypedValues(definition.schema, ordered);
  if (unreadable !== undefined) {
    throw badRequest(
      `${definition.kind} in version ${JSON.stringify(definition.version)} cannot be handled as a ${definition.kind}: ${unreadable}`,
    );
  }
  return { object: definition.stored?.conversion.toStorage(ordered) ?? ordered, unknownFields };
}

function asObject(value: Json): JsonObject {
  if (!isObject(value)) throw badRequest('the body of the request must be an object');
  return value;
}

/** Parts of the metadata that typed programs leave out when there is nothing in them. */
const optionalParts = new Set(['labels', 'annotations', 'finalizers', 'ownerReferences']);

function dropEmpty(metadata: JsonObject): void {
  for (const [name, value] of Object.entries(metadata)) {
    const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    if (value === null || (isEmpty && optionalParts.has(name))) Reflect.deleteProperty(metadata, name);
  }
}

/** A typed program could not even read the object when a value has the wrong type. */
function checkTypes(definition: ResourceDefinition, object: ApiObject): void {
  const wrong = validate(definition.schema, object).find((finding) => finding.reason === 'FieldValueTypeInvalid');
  if (!wrong) return;
  const why = wrong.message.replace(
    /^Invalid value: "(.*?)": .* must be of type (.*): .*$/,
    (_, found: string, wanted: string) => `json: cannot unmarshal ${found} into field ${definition.kind}.${wrong.field} of type ${wanted}`,
  );
  throw badRequest(`${definition.kind} in version ${JSON.stringify(definition.version)} cannot be handled as a ${definition.kind}: ${why}`);
}

/** Warns of unknown fields, or refuses them, as the request asks. */
export function reportUnknown(request: ResourceRequest, decoded: Decoded, options: WriteOptions, refuse: (why: string) => Error): void {
  if (decoded.unknownFields.length === 0 || options.fieldValidation === 'Ignore') return;
  if (options.fieldValidation === 'Strict') throw refuse(`strict decoding error: ${decoded.unknownFields.join(', ')}`);
  for (const field of decoded.unknownFields) request.warnings.add(field);
}

/** What strict decoding says of a whole object in a request. */
export function refuseObject(definition: ResourceDefinition): (why: string) => Error {
  return (why) =>
    badRequest(`${definition.kind} in version ${JSON.stringify(definition.version)} cannot be handled as a ${definition.kind}: ${why}`);
}
