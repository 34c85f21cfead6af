import { randomUUID } from 'node:crypto';
import { timestamp } from '@gse/kube';
import { sameOwners, trackUpdate } from '../apply/track.ts';
import type { ManagerIdentity } from '../apply/managers.ts';
import { storedDefinition, type Api, type ResourceRequest } from '../api.ts';
import { clone, isEqual, isObject, type Json, type JsonObject } from '../json.ts';
import { groupVersion, type ResourceDefinition } from '../resources/definition.ts';
import { alreadyExists, badRequest, conflict, staleVersion } from '../status.ts';
import type { ApiMetadata, ApiObject } from '../store/api-object.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { checkNamespace, checkObject, fillIn, isNewGeneration } from './admit.ts';
import { isReadyToGo, removeObject } from './remove.ts';
import type { WriteOptions } from './options.ts';

/** What a write made: the object as it is now, and the stored version unless it was a dry run. */
export interface Written {
  object: ApiObject;
  stored: StoredObject | undefined;
}

/** What only the server writes. */
const serverFields = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'selfLink',
  'managedFields',
] as const;

const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Who a write acts as. */
export function identityOf(request: ResourceRequest, options: WriteOptions, operation: 'Apply' | 'Update'): ManagerIdentity {
  return {
    name: options.fieldManager,
    operation,
    apiVersion: groupVersion(storedDefinition(request)),
    subresource: request.subresource ?? '',
  };
}

/** Makes a new object. `managedFields` are those of an apply; otherwise the writer owns everything. */
export function createObject(request: ResourceRequest, object: ApiObject, options: WriteOptions, managedFields?: JsonObject[]): Written {
  const { api } = request;
  const definition = storedDefinition(request);
  placeIn(request, object);
  if (object.metadata.resourceVersion && object.metadata.resourceVersion !== '0')
    throw badRequest('resourceVersion should not be set on objects to be created');
  for (const name of serverFields) Reflect.deleteProperty(object.metadata, name);
  if (!object.metadata.name && object.metadata.generateName) object.metadata.name = generateName(api, object.metadata.generateName);
  const nowMs = api.clock.now();
  object.metadata.uid = randomUUID();
  object.metadata.creationTimestamp = timestamp(nowMs);
  if (definition.hasGeneration) object.metadata.generation = 1;
  if (definition.hasStatus && !definition.rules.statusIsData) Reflect.deleteProperty(object, 'status');
  fillIn(definition, object);
  // What the server sets from here on belongs to nobody.
  const tracking = { schema: definition.schema, identity: identityOf(request, options, 'Update'), now: timestamp(nowMs) };
  const owners = managedFields ?? trackUpdate(tracking, undefined, object, undefined);
  definition.rules.prepareCreate?.(object, { nowMs });
  checkNamespace(api, definition, request.namespace, object.metadata.name ?? '');
  checkObject(definition, object, undefined);
  const name = object.metadata.name ?? '';
  if (api.store.get({ storage: definition.storage, namespace: request.namespace, name })) throw alreadyExists(definition, name);
  if (owners.length > 0) object.metadata.managedFields = owners;
  return options.dryRun ? { object, stored: undefined } : stored(api.store.put(definition.storage, object));
}

function stored(object: StoredObject): Written {
  return { object: object.object, stored: object };
}

function placeIn(request: ResourceRequest, object: ApiObject): void {
  const { namespace } = request;
  const given = object.metadata.namespace;
  if (!request.definition.namespaced) {
    Reflect.deleteProperty(object.metadata, 'namespace');
  } else if (given !== undefined && given !== '' && given !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  } else {
    object.metadata.namespace = namespace;
  }
}

function generateName(api: Api, prefix: string): string {
  const letters = Array.from({ length: 5 }, () => nameAlphabet[Math.floor(api.random() * nameAlphabet.length)]);
  return prefix.slice(0, 253 - letters.length) + letters.join('');
}

/** Changes an object to a new state. `managedFields` are those of an apply; otherwise the writer owns what it changed. */
export function updateObject(
  request: ResourceRequest,
  existing: StoredObject,
  wanted: ApiObject,
  options: WriteOptions,
  managedFields?: JsonObject[],
): Written {
  const { api } = request;
  const definition = storedDefinition(request);
  const previous = existing.object;
  placeIn(request, wanted);
  checkPreconditions(definition, previous, wanted.metadata);
  const next = mergeParts(request, definition, previous, wanted);
  fillIn(definition, next);
  const isChanged = !isEqual(withoutManagers(next), withoutManagers(previous));
  if (isChanged && isNewGeneration(definition, next, previous)) next.metadata.generation = (previous.metadata.generation ?? 0) + 1;
  if (isChanged) checkObject(definition, next, previous);
  const sent = request.subresource ? undefined : wanted.metadata.managedFields;
  next.metadata.managedFields =
    managedFields ??
    trackUpdate(
      { schema: definition.schema, identity: identityOf(request, options, 'Update'), now: timestamp(api.clock.now()) },
      previous,
      next,
      sent,
    );
  // An update that changes nothing is not a change: no new version, nothing for watchers.
  if (!isChanged && sameOwners(next.metadata.managedFields, previous.metadata.managedFields)) return stored(existing);
  if (options.dryRun) return { object: next, stored: undefined };
  if (isReadyToGo(definition, next)) return stored(removeObject(api, definition, next));
  return stored(api.store.put(definition.storage, next));
}

function checkPreconditions(definition: ResourceDefinition, previous: ApiObject, given: ApiMetadata): void {
  const name = previous.metadata.name ?? '';
  if (given.name !== undefined && given.name !== name) {
    throw badRequest(`the name of the object (${given.name}) does not match the name on the URL (${name})`);
  }
  if (given.uid && given.uid !== previous.metadata.uid) {
    throw conflict(
      definition,
      name,
      `Precondition failed: UID in precondition: ${given.uid}, UID in object meta: ${previous.metadata.uid ?? ''}`,
    );
  }
  const version = given.resourceVersion;
  if (version && version !== '0' && version !== previous.metadata.resourceVersion) throw conflict(definition, name, staleVersion);
}

/** Each endpoint writes its part of the object and leaves the rest as it was. */
function mergeParts(request: ResourceRequest, definition: ResourceDefinition, previous: ApiObject, wanted: ApiObject): ApiObject {
  const isStatus = request.subresource === 'status';
  const next: ApiObject = isStatus && definition.isCustom ? { ...clone(previous), status: clone(wanted['status']) } : clone(wanted);
  if (isStatus && !definition.isCustom) restore(next, previous, 'spec');
  if (!isStatus && definition.hasStatus && !definition.rules.statusIsData) restore(next, previous, 'status');
  if (next['status'] === undefined) Reflect.deleteProperty(next, 'status');
  for (const name of serverFields) restore(next.metadata, previous.metadata, name);
  restore(next.metadata, previous.metadata, 'name');
  restore(next.metadata, previous.metadata, 'generateName');
  if (definition.rules.finalizersInSpec && !isStatus) restoreSpecFinalizers(next, previous);
  return next;
}

function restore(next: JsonObject, previous: JsonObject, name: string): void {
  const value: Json | undefined = previous[name];
  if (value === undefined) Reflect.deleteProperty(next, name);
  else next[name] = clone(value);
}

function restoreSpecFinalizers(next: ApiObject, previous: ApiObject): void {
  const before = previous['spec'];
  if (isObject(before)) next['spec'] = { ...(isObject(next['spec']) ? next['spec'] : {}), finalizers: clone(before['finalizers']) };
}

function withoutManagers(object: ApiObject): JsonObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
