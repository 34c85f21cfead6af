import { isObject, stringAt, type Json, type JsonObject } from '../json.ts';
import { decodeTree, emptyTree, encodeTree, isEmptyTree, union, type FieldTree } from './field-tree.ts';

/** One entry of `metadata.managedFields`: who owns which fields, and by what kind of request. */
export interface Manager {
  name: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string;
  time: string | undefined;
  fields: FieldTree;
}

/** Who a request acts as. */
export interface ManagerIdentity {
  name: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string;
}

/** Reads `managedFields`; entries that cannot be read are left out. */
export function decodeManagers(entries: readonly Json[] | undefined): Manager[] {
  return (entries ?? []).filter(isObject).flatMap((entry): Manager[] => {
    const operation = entry['operation'];
    const fields = entry['fieldsV1'];
    if ((operation !== 'Apply' && operation !== 'Update') || !isObject(fields)) return [];
    return [
      {
        name: stringAt(entry, 'manager') ?? '',
        operation,
        apiVersion: stringAt(entry, 'apiVersion') ?? '',
        subresource: stringAt(entry, 'subresource') ?? '',
        time: stringAt(entry, 'time'),
        fields: decodeTree(fields),
      },
    ];
  });
}

/** Writes `managedFields` in the order Kubernetes has them; managers without fields go. */
export function encodeManagers(managers: readonly Manager[]): JsonObject[] {
  return managers
    .filter((manager) => !isEmptyTree(manager.fields))
    .sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1))
    .map((manager) => ({
      manager: manager.name,
      operation: manager.operation,
      apiVersion: manager.apiVersion,
      ...(manager.time === undefined ? {} : { time: manager.time }),
      fieldsType: 'FieldsV1',
      fieldsV1: encodeTree(manager.fields),
      ...(manager.subresource ? { subresource: manager.subresource } : {}),
    }));
}

function sortKey(manager: Manager): string {
  return [manager.operation, manager.time ?? '', manager.name, manager.apiVersion, manager.subresource].join('\0');
}

/** Whether an entry belongs to the one a request acts as. */
export function isManager(manager: Manager, identity: ManagerIdentity): boolean {
  return (
    manager.name === identity.name &&
    manager.operation === identity.operation &&
    manager.apiVersion === identity.apiVersion &&
    manager.subresource === identity.subresource
  );
}

const systemFields = new Set([
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'generation',
  'managedFields',
  'resourceVersion',
]);

/** Leaves out what nobody can own: identity and what the server writes into metadata. */
export function withoutSystemFields(fields: FieldTree): FieldTree {
  const children = new Map(fields.children);
  children.delete('f:apiVersion');
  children.delete('f:kind');
  const metadata = children.get('f:metadata');
  if (metadata) {
    const kept = new Map([...metadata.children].filter(([element]) => !systemFields.has(element.slice(2))));
    if (kept.size > 0) children.set('f:metadata', { isMember: false, children: kept });
    else children.delete('f:metadata');
  }
  return { isMember: false, children };
}

const maxUpdateManagers = 10;

/** Folds the oldest updates into one entry, so that clients with ever new names do not grow the object for ever. */
export function capUpdateManagers(managers: readonly Manager[]): Manager[] {
  const updates = managers.filter((manager) => manager.operation === 'Update');
  if (updates.length <= maxUpdateManagers) return [...managers];
  const oldestFirst = [...updates].sort((left, right) => ((left.time ?? '') < (right.time ?? '') ? -1 : 1));
  const folded = oldestFirst.slice(0, updates.length - maxUpdateManagers + 1);
  const ancient: Manager = {
    name: 'ancient-changes',
    operation: 'Update',
    apiVersion: folded[0]?.apiVersion ?? '',
    subresource: '',
    time: folded.at(-1)?.time,
    fields: emptyTree(),
  };
  for (const manager of folded) ancient.fields = union(ancient.fields, manager.fields);
  return [...managers.filter((manager) => !folded.includes(manager)), ancient];
}
