import { isObject, objectAt, type Json, type JsonObject } from '../json.ts';
import { builtinComponents, componentName } from '../resources/builtin.ts';
import type { ResourceDefinition } from '../resources/definition.ts';

const metadataName = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const listMetadataName = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta';
const prefix3 = '#/components/schemas/';
const prefix2 = '#/definitions/';

/** The name of a kind's schema: `io.k8s.api.core.v1.Pod`, `io.cozystack.gse.v1alpha1.GameServer`. */
export function schemaName(definition: ResourceDefinition): string {
  const { group, version, kind } = definition;
  return definition.isCustom ? `${group.split('.').reverse().join('.')}.${version}.${kind}` : componentName(group, version, kind);
}

/** The schemas of some resources and everything they refer to. */
export function componentsOf(definitions: readonly ResourceDefinition[], openapi: 2 | 3): JsonObject {
  const components: JsonObject = {};
  const take = (name: string) => {
    const schema = builtinComponents[name];
    if (components[name] !== undefined || !schema) return;
    components[name] = openapi === 3 ? schema : asVersion2(schema);
    eachReference(schema, take);
  };
  components[listMetadataName] = {
    type: 'object',
    properties: {
      continue: { type: 'string' },
      remainingItemCount: { type: 'integer', format: 'int64' },
      resourceVersion: { type: 'string' },
      selfLink: { type: 'string' },
    },
  };
  for (const definition of definitions) {
    const name = schemaName(definition);
    const kinds = [{ group: definition.group, version: definition.version, kind: definition.kind }];
    if (definition.isCustom) {
      components[name] = customSchema(definition, openapi);
      take(metadataName);
    } else {
      take(name);
    }
    components[name] = { description: definition.description, ...objectAt(components, name), 'x-kubernetes-group-version-kind': kinds };
    components[`${name}List`] = listSchema(definition, openapi);
  }
  return components;
}

function reference(name: string, openapi: 2 | 3): JsonObject {
  return { $ref: (openapi === 3 ? prefix3 : prefix2) + name };
}

function listSchema(definition: ResourceDefinition, openapi: 2 | 3): JsonObject {
  const { group, version, listKind } = definition;
  return {
    description: `A list of ${definition.kind} objects.`,
    type: 'object',
    required: ['items'],
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: reference(listMetadataName, openapi),
      items: { type: 'array', items: reference(schemaName(definition), openapi) },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind: listKind }],
  };
}

/** A custom resource's own schema, with the fields every object has. */
function customSchema(definition: ResourceDefinition, openapi: 2 | 3): JsonObject {
  const published = definition.publishedSchema ?? {};
  const properties: JsonObject = {
    ...objectAt(published, 'properties'),
    apiVersion: { type: 'string', description: 'The version of the schema this object follows.' },
    kind: { type: 'string', description: 'What the object is.' },
    metadata: { description: 'Name, labels and what the server keeps about the object.', ...reference(metadataName, openapi) },
  };
  return { ...published, properties };
}

/** OpenAPI 2 knows neither `oneOf` nor a reference beside other keys. */
function asVersion2(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(asVersion2);
  if (!isObject(schema)) return schema;
  const out: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (value === undefined || key === 'oneOf') continue;
    if (key === 'allOf' && Array.isArray(value) && isObject(value[0])) Object.assign(out, asVersion2(value[0]));
    else if (key === '$ref' && typeof value === 'string') out[key] = value.replace(prefix3, prefix2);
    else out[key] = asVersion2(value);
  }
  return out;
}

function eachReference(schema: Json, found: (name: string) => void): void {
  if (Array.isArray(schema)) for (const item of schema) eachReference(item, found);
  if (!isObject(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (key === '$ref' && typeof value === 'string') found(value.slice(prefix3.length));
    else if (value !== undefined) eachReference(value, found);
  }
}
