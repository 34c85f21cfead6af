import { canonical, clone, isObject, type Json, type JsonObject } from '../json.ts';
import type { SchemaNode } from '../schema/node.ts';
import { applyConflict, type ApiStatusError, type Cause } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { difference, emptyTree, intersection, isEmptyTree, pathsOf, pathText, union, type FieldTree } from './field-tree.ts';
import {
  capUpdateManagers,
  decodeManagers,
  encodeManagers,
  isManager,
  withoutSystemFields,
  type Manager,
  type ManagerIdentity,
} from './managers.ts';
import { mergeApplied, removeReleased } from './merge.ts';
import { compare, fieldsOf } from './walk.ts';

/** What tracking ownership needs to know of a write. */
export interface Tracking {
  schema: SchemaNode;
  identity: ManagerIdentity;
  /** RFC 3339. */
  now: string;
}

/**
 * The managed fields after a write that was not an apply: whoever changes a field owns it, and nobody else any more.
 * `given` are managed fields that came with the request, which a main endpoint honours.
 */
export function trackUpdate(
  tracking: Tracking,
  live: ApiObject | undefined,
  next: ApiObject,
  given: readonly Json[] | undefined,
): JsonObject[] {
  const managers = startingManagers(live, given);
  const before: JsonObject = live ?? { apiVersion: next.apiVersion, kind: next.kind, metadata: {} };
  const changes = compare(tracking.schema, before, next);
  const taken = withoutSystemFields(union(changes.added, changes.modified));
  const lost = union(taken, changes.removed);
  const others = managers.filter((manager) => !isManager(manager, tracking.identity));
  const own = managers.find((manager) => isManager(manager, tracking.identity));
  const kept: Manager[] = others.map((manager) => ({ ...manager, fields: difference(manager.fields, lost) }));
  const fields = union(difference(own?.fields ?? emptyTree(), changes.removed), taken);
  const time = isEmptyTree(taken) ? own?.time : tracking.now;
  return encodeManagers(capUpdateManagers([...kept, { ...tracking.identity, time, fields }]));
}

function startingManagers(live: ApiObject | undefined, given: readonly Json[] | undefined): Manager[] {
  const [only] = given ?? [];
  // A list with one empty entry asks to forget everything.
  if (given?.length === 1 && isObject(only) && Object.keys(only).length === 0) return [];
  const sent = decodeManagers(given);
  return sent.length > 0 ? sent : decodeManagers(live?.metadata.managedFields);
}

/** What an apply makes of the live object. */
export interface Applied {
  object: ApiObject;
  managedFields: JsonObject[];
}

/**
 * Server-side apply: lays the configuration over the live object, takes out what this manager applied before and no longer
 * does, and says who owns what. Throws a 409 Status when fields of others would change and `force` is not set.
 */
export function applyConfiguration(tracking: Tracking, live: ApiObject | undefined, config: ApiObject, force: boolean): Applied {
  const { schema, identity } = tracking;
  const managers = decodeManagers(live?.metadata.managedFields);
  const before: JsonObject = live ?? { apiVersion: config.apiVersion, kind: config.kind, metadata: {} };
  const others = managers.filter((manager) => !isManager(manager, identity));
  const previous = managers.find((manager) => isManager(manager, identity));
  const applied = withoutSystemFields(fieldsOf(schema, config));

  const merged = mergeApplied(schema, before, config);
  if (previous) {
    const owned = others.reduce((all, manager) => union(all, manager.fields), applied);
    removeReleased(schema, merged, previous.fields, owned);
  }
  const object = asObject(merged, config);

  const changes = compare(schema, before, object);
  const touched = union(changes.added, changes.modified);
  const conflicts = others.flatMap((manager) => {
    const fields = intersection(manager.fields, touched);
    return isEmptyTree(fields) ? [] : [{ manager, fields }];
  });
  if (conflicts.length > 0 && !force) throw conflictStatus(conflicts);
  const lost = conflicts.reduce((all, conflict) => union(all, conflict.fields), changes.removed);
  const kept = others.map((manager) => ({ ...manager, fields: difference(manager.fields, lost) }));
  return {
    object,
    managedFields: encodeManagers([...kept, { ...identity, time: tracking.now, fields: applied }]),
  };
}

function asObject(merged: Json, config: ApiObject): ApiObject {
  const object = isObject(merged) ? merged : {};
  const metadata = isObject(object['metadata']) ? object['metadata'] : clone(config.metadata);
  return { ...object, apiVersion: config.apiVersion, kind: config.kind, metadata };
}

function conflictStatus(conflicts: readonly { manager: Manager; fields: FieldTree }[]): ApiStatusError {
  const causes: Cause[] = [];
  const lines: string[] = [];
  for (const { manager, fields } of conflicts) {
    const name = managerText(manager);
    lines.push(`conflicts with ${name}:`);
    for (const path of pathsOf(fields)) {
      causes.push({ reason: 'FieldManagerConflict', message: `conflict with ${name}`, field: pathText(path) });
      lines.push(`- ${pathText(path)}`);
    }
  }
  const [first] = causes;
  const message =
    causes.length === 1 && first
      ? `Apply failed with 1 conflict: ${first.message}: ${first.field ?? ''}`
      : `Apply failed with ${causes.length} conflicts: ${lines.join('\n')}`;
  return applyConflict(causes, message);
}

function managerText(manager: Manager): string {
  const name = JSON.stringify(manager.name);
  const text = manager.subresource ? `${name} with subresource ${JSON.stringify(manager.subresource)}` : name;
  if (manager.operation === 'Apply') return text;
  return `${text} using ${manager.apiVersion}`;
}

/** Whether two lists of managed fields differ in nothing but their times. */
export function sameOwners(left: readonly Json[] | undefined, right: readonly Json[] | undefined): boolean {
  const timeless = (entries: readonly Json[] | undefined) =>
    (entries ?? [])
      .map((entry) => canonical(isObject(entry) ? { ...entry, time: '' } : entry))
      .sort()
      .join();
  return timeless(left) === timeless(right);
}
