import publishedSchemas from '../builtin/schemas.json' with { type: 'json' };
import type { BuiltinType } from '../builtin/builtin-type.ts';
import { coreEventType, eventConversion, newEventType } from '../builtin/events.ts';
import { builtinTypes } from '../builtin/types.ts';
import type { JsonObject } from '../json.ts';
import { compileInto } from '../schema/compile.ts';
import { anything, type SchemaNode } from '../schema/node.ts';
import { ageColumn, nameColumn } from '../table/column.ts';
import type { ResourceDefinition } from './definition.ts';

const prefix = '#/components/schemas/';

/** The published components, by name. */
export const builtinComponents: Readonly<Record<string, JsonObject>> = publishedSchemas;

/** The component that describes a built-in kind. */
export function componentName(group: string, version: string, kind: string): string {
  if (group === 'apiextensions.k8s.io') return `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.${version}.${kind}`;
  return `io.k8s.api.${group === '' ? 'core' : (group.split('.')[0] ?? group)}.${version}.${kind}`;
}

/** Components whose meaning their published schema does not tell. */
const wellKnown: Readonly<Record<string, JsonObject>> = {
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': { 'x-kubernetes-int-or-string': true },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { type: 'string', format: 'quantity' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON': { 'x-kubernetes-preserve-unknown-fields': true },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool': { 'x-kubernetes-preserve-unknown-fields': true },
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray': { 'x-kubernetes-preserve-unknown-fields': true },
  // A schema inside a CRD is kept as it came: it is checked by the rules of CRDs, and its defaults may be null.
  'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps': {
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
  },
};

const compiled = new Map<string, SchemaNode>();

/** The compiled schema of a component; recursive ones point back to themselves. */
export function componentSchema(name: string): SchemaNode {
  const known = compiled.get(name);
  if (known) return known;
  const node = { ...anything };
  compiled.set(name, node);
  const schema = wellKnown[name] ?? builtinComponents[name] ?? {};
  return compileInto(node, schema, {
    resolve: (reference) => componentSchema(reference.slice(prefix.length)),
    zeroDefaultsAreMarks: true,
  });
}

/** The schema of `metadata`, the same for every kind. */
export function metadataSchema(): SchemaNode {
  return componentSchema('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
}

function define(type: BuiltinType): ResourceDefinition {
  return {
    group: type.group,
    version: type.version,
    kind: type.kind,
    listKind: `${type.kind}List`,
    plural: type.plural,
    singular: type.kind.toLowerCase(),
    shortNames: type.shortNames ?? [],
    categories: type.categories ?? [],
    namespaced: type.namespaced,
    description: type.description,
    storage: type.group === '' ? type.plural : `${type.plural}.${type.group}`,
    stored: undefined,
    isCustom: false,
    schema: componentSchema(componentName(type.group, type.version, type.kind)),
    publishedSchema: undefined,
    hasStatus: type.hasStatus ?? false,
    hasGeneration: type.hasGeneration ?? false,
    scale: type.scale,
    otherSubresources: type.otherSubresources ?? [],
    columns: type.columns ?? [nameColumn, ageColumn],
    selectableFields: type.selectableFields ?? [],
    rules: type.rules ?? {},
  };
}

/** The definitions of all built-in kinds. */
export function builtinDefinitions(): ResourceDefinition[] {
  const definitions = builtinTypes.filter((type) => type !== newEventType).map(define);
  const coreEvents = definitions.find((definition) => definition.kind === coreEventType.kind);
  if (!coreEvents) return definitions;
  const newEvents = {
    ...define(newEventType),
    storage: coreEvents.storage,
    stored: { definition: coreEvents, conversion: eventConversion },
  };
  return [...definitions, newEvents];
}
