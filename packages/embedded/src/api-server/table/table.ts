import type { JsonObject } from '../json.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { badRequest } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';

/** What of an object goes along with its row. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** How a table is made. */
export interface TableOptions {
  metadata: JsonObject;
  nowMs: number;
  includeObject: IncludeObject;
  /** A watch sends the columns with its first row only. */
  withHeaders: boolean;
}

/** Reads `includeObject`. Throws a 400 Status. */
export function includeObjectOf(query: URLSearchParams): IncludeObject {
  const value = query.get('includeObject') || 'Metadata';
  if (value !== 'None' && value !== 'Metadata' && value !== 'Object')
    throw badRequest(`unrecognized includeObject value: ${JSON.stringify(value)}`);
  return value;
}

/** The table that `kubectl get` prints. */
export function tableOf(definition: ResourceDefinition, objects: readonly ApiObject[], options: TableOptions): JsonObject {
  const { columns } = definition;
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: options.metadata,
    columnDefinitions: options.withHeaders
      ? columns.map(({ name, type, format, description, priority }) => ({ name, type, format, description, priority }))
      : [],
    rows: objects.map((object) => ({
      cells: columns.map((column) => column.value(object, options.nowMs)),
      ...rowObject(object, options.includeObject),
    })),
  };
}

function rowObject(object: ApiObject, include: IncludeObject): JsonObject {
  if (include === 'None') return { object: null };
  if (include === 'Object') return { object };
  return { object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata } };
}
