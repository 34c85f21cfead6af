import type { JsonObject } from '../json.ts';
import type { SchemaNode } from '../schema/node.ts';
import type { FieldError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import type { Column } from '../table/column.ts';

/** Where a kind's scale subresource finds its numbers, as paths of keys. */
export interface ScalePaths {
  specReplicas: readonly string[];
  statusReplicas: readonly string[];
  /** A selector in text form, or a LabelSelector object. */
  selector: readonly string[] | undefined;
}

/** What a rule may ask of the world. */
export interface RuleContext {
  nowMs: number;
}

/** What the API server does for a kind beyond its schema; each rule is what the kind's strategy does in Kubernetes. */
export interface KindRules {
  /** Fills in defaults that the schema does not state; runs on every write, before validation. */
  fill?(object: ApiObject): void;
  /** Sets what only the server sets when an object is made. */
  prepareCreate?(object: ApiObject, context: RuleContext): void;
  /** Findings beyond the schema; `previous` is undefined for a new object. */
  check?(object: ApiObject, previous: ApiObject | undefined): FieldError[];
  /** How long a deletion waits for a node to stop the object; 0 removes it at once. */
  gracePeriodSeconds?(object: ApiObject, asked: number | undefined): number;
  /** What the system could not do without. */
  isUndeletable?(object: ApiObject): boolean;
  /** Finalizers that live in the spec (namespaces). */
  finalizersInSpec?: true;
  /** The answer to a delete is the object instead of a Status. */
  returnsDeleted?: true;
  /** The object goes by itself after this time. */
  timeToLiveSeconds?: number;
  /** What names must look like; subdomain is the default. */
  nameFormat?: 'label' | 'service' | 'any';
  /** What becomes of dependents when a delete does not say: they stay, without their owner. */
  orphansDependents?: true;
  /** A `PUT` without a resourceVersion is refused. */
  requiresVersion?: true;
  /** Status may be given when the object is made, and by the main endpoint. */
  statusIsData?: true;
}

/** Turns objects between the version that is stored and another one. Neither may change its argument. */
export interface Conversion {
  fromStorage(object: ApiObject): ApiObject;
  toStorage(object: ApiObject): ApiObject;
}

/** One resource of the API in one version: everything the verbs, discovery, OpenAPI and tables need to know. */
export interface ResourceDefinition {
  group: string;
  version: string;
  kind: string;
  listKind: string;
  plural: string;
  singular: string;
  shortNames: readonly string[];
  categories: readonly string[];
  namespaced: boolean;
  /** One sentence for `kubectl explain`. */
  description: string;
  /** Which objects it shows; several definitions may share them. */
  storage: string;
  /** How its objects are stored, when that is in another version. */
  stored: { definition: ResourceDefinition; conversion: Conversion } | undefined;
  isCustom: boolean;
  schema: SchemaNode;
  /** The schema of a custom resource as its CRD states it. */
  publishedSchema: JsonObject | undefined;
  /** The status has an endpoint of its own, and the main one leaves it alone. */
  hasStatus: boolean;
  hasGeneration: boolean;
  scale: ScalePaths | undefined;
  /** `log`, `binding`, `eviction`. */
  otherSubresources: readonly Subresource[];
  columns: readonly Column[];
  /** Paths a field selector may name, besides `metadata.name` and `metadata.namespace`. */
  selectableFields: readonly string[];
  rules: KindRules;
}

/** A subresource besides `status` and `scale`. */
export interface Subresource {
  name: 'log' | 'binding' | 'eviction';
  kind: string;
  group: string;
  version: string;
  verbs: readonly string[];
}

/** `apps/v1`, or `v1` for the core group. */
export function groupVersion(definition: { group: string; version: string }): string {
  return definition.group ? `${definition.group}/${definition.version}` : definition.version;
}

/** Every verb that resources here have. */
export const allVerbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
