import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import { compileSchema } from '../schema/compile.ts';
import { anything, type SchemaNode } from '../schema/node.ts';
import type { ApiObject } from '../store/api-object.ts';
import { age, ageColumn, nameColumn, type Column } from '../table/column.ts';
import { compileJsonPath } from '../table/json-path.ts';
import { metadataSchema } from './builtin.ts';
import { groupVersion, type Conversion, type ResourceDefinition, type ScalePaths } from './definition.ts';

/** The definitions that a CRD adds, one for each served version; the stored one first. */
export function customDefinitions(crd: ApiObject): ResourceDefinition[] {
  const spec = objectAt(crd, 'spec') ?? {};
  const versions = listAt(spec, 'versions').filter(isObject);
  const storedVersion = versions.find((version) => version['storage'] === true);
  if (!storedVersion) return [];
  const stored = define(spec, storedVersion);
  const others = versions
    .filter((version) => version !== storedVersion && version['served'] === true)
    .map((version) => {
      const definition = define(spec, version);
      return { ...definition, stored: { definition: stored, conversion: renameVersion(definition, stored) } };
    });
  return [...(storedVersion['served'] === true ? [stored] : []), ...others];
}

/** The conversion strategy `None`: only the apiVersion differs. */
function renameVersion(definition: ResourceDefinition, stored: ResourceDefinition): Conversion {
  return {
    fromStorage: (object) => ({ ...object, apiVersion: groupVersion(definition) }),
    toStorage: (object) => ({ ...object, apiVersion: groupVersion(stored) }),
  };
}

function define(spec: JsonObject, version: JsonObject): ResourceDefinition {
  const names = objectAt(spec, 'names') ?? {};
  const group = stringAt(spec, 'group') ?? '';
  const kind = stringAt(names, 'kind') ?? '';
  const plural = stringAt(names, 'plural') ?? '';
  const schema = objectAt(objectAt(version, 'schema'), 'openAPIV3Schema') ?? {};
  const subresources = objectAt(version, 'subresources');
  return {
    group,
    version: stringAt(version, 'name') ?? '',
    kind,
    listKind: stringAt(names, 'listKind') ?? `${kind}List`,
    plural,
    singular: stringAt(names, 'singular') ?? kind.toLowerCase(),
    shortNames: listAt(names, 'shortNames').map(String),
    categories: listAt(names, 'categories').map(String),
    namespaced: stringAt(spec, 'scope') !== 'Cluster',
    description: stringAt(schema, 'description') ?? '',
    storage: `${plural}.${group}`,
    stored: undefined,
    isCustom: true,
    schema: withObjectFields(compileSchema(schema)),
    publishedSchema: schema,
    hasStatus: objectAt(subresources, 'status') !== undefined,
    hasGeneration: true,
    scale: scalePaths(objectAt(subresources, 'scale')),
    otherSubresources: [],
    columns: customColumns(listAt(version, 'additionalPrinterColumns').filter(isObject)),
    selectableFields: listAt(version, 'selectableFields')
      .filter(isObject)
      .map((field) => (stringAt(field, 'jsonPath') ?? '').replace(/^\./, '')),
    rules: {},
  };
}

/** Every object has these three, however little the schema says; what it does say of metadata stays a check. */
function withObjectFields(schema: SchemaNode): SchemaNode {
  const text: SchemaNode = { ...anything, type: 'string', nullable: false, preserveUnknown: false };
  const metadata = schema.properties?.get('metadata');
  const properties = new Map(schema.properties);
  properties.set('apiVersion', text).set('kind', text).set('metadata', metadataSchema());
  if (!metadata) return { ...schema, properties };
  const check: SchemaNode = { ...anything, properties: new Map([['metadata', metadata]]) };
  return { ...schema, properties, checks: { ...schema.checks, allOf: [...(schema.checks.allOf ?? []), check] } };
}

function scalePaths(scale: JsonObject | undefined): ScalePaths | undefined {
  if (!scale) return undefined;
  const path = (name: string) => (stringAt(scale, name) ?? '').split('.').filter((step) => step !== '');
  const selector = path('labelSelectorPath');
  return {
    specReplicas: path('specReplicasPath'),
    statusReplicas: path('statusReplicasPath'),
    selector: selector.length > 0 ? selector : undefined,
  };
}

const columnTypes = ['string', 'integer', 'number', 'boolean', 'date'] as const;

function customColumns(columns: readonly JsonObject[]): Column[] {
  if (columns.length === 0) return [nameColumn, ageColumn];
  return [
    nameColumn,
    ...columns.map((declared): Column => {
      const find = compileJsonPath(stringAt(declared, 'jsonPath') ?? '');
      const type = columnTypes.find((known) => known === declared['type']) ?? 'string';
      const priority = declared['priority'];
      return {
        name: stringAt(declared, 'name') ?? '',
        type,
        format: stringAt(declared, 'format') ?? '',
        description:
          stringAt(declared, 'description') ||
          `Custom resource definition column (in JSONPath format): ${stringAt(declared, 'jsonPath') ?? ''}`,
        priority: typeof priority === 'number' ? priority : 0,
        value: (object, nowMs) => {
          const found = find(object);
          if (type === 'date') return age(typeof found[0] === 'string' ? found[0] : undefined, nowMs);
          if (found.length === 0) return null;
          const [first] = found;
          if (found.length === 1 && (type !== 'string' || typeof first === 'string')) return first ?? null;
          return found.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ');
        },
      };
    }),
  ];
}
