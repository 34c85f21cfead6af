import { timestamp } from '@gse/kube';
import { storedDefinition, type Api, type ResourceRequest } from '../api.ts';
import { readOptionalObject } from '../http/body.ts';
import { clone, isObject, listAt, objectAt, stringAt, type Json, type JsonObject } from '../json.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { badRequest, conflict, fieldError, forbidden, invalid, notFound } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { numberOption } from './options.ts';
import { list } from './read.ts';
import { hasFinalizers, isReadyToGo, removeObject } from './remove.ts';

type Propagation = 'Orphan' | 'Background' | 'Foreground';

/** How an object is to be deleted. */
export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagation?: Propagation;
  uid?: string;
  resourceVersion?: string;
  dryRun?: boolean;
}

/** What became of it: gone, or waiting for finalizers or a node. */
export interface Deleted {
  object: ApiObject;
  stored: StoredObject | undefined;
  isGone: boolean;
}

const orphanFinalizer = 'orphan';
const foregroundFinalizer = 'foregroundDeletion';

/** Reads the options of a delete from its body and query. Throws a 422 Status. */
async function readDeleteOptions(request: ResourceRequest): Promise<DeleteOptions> {
  const body = await readOptionalObject(request.request);
  const options: JsonObject = isObject(body) ? body : {};
  const { query } = request;
  const sentKind = stringAt(options, 'kind');
  if (sentKind !== undefined && sentKind !== 'DeleteOptions') {
    const version = stringAt(options, 'apiVersion') ?? 'v1';
    throw badRequest(
      `no kind ${JSON.stringify(sentKind)} is registered for version ${JSON.stringify(version)} in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  const propagation = stringAt(options, 'propagationPolicy') ?? query.get('propagationPolicy') ?? undefined;
  const kind = { group: 'meta.k8s.io', kind: 'DeleteOptions' };
  if (propagation !== undefined && propagation !== 'Orphan' && propagation !== 'Background' && propagation !== 'Foreground') {
    throw invalid(kind, '', [fieldError.unsupported('propagationPolicy', propagation, ['Foreground', 'Background', 'Orphan', 'nil'])]);
  }
  const dryRun = [...listAt(options, 'dryRun').map(String), ...query.getAll('dryRun')].filter((value) => value !== '');
  if (dryRun.some((value) => value !== 'All')) throw invalid(kind, '', [fieldError.unsupported('dryRun', dryRun, ['All'])]);
  const grace = options['gracePeriodSeconds'] ?? numberOption(query, 'gracePeriodSeconds');
  if (typeof grace === 'number' && grace < 0)
    throw invalid(kind, '', [fieldError.invalid('gracePeriodSeconds', grace, 'must be greater than or equal to 0')]);
  const orphan = options['orphanDependents'] === true || query.get('orphanDependents') === 'true';
  const preconditions = objectAt(options, 'preconditions');
  const uid = stringAt(preconditions, 'uid');
  const resourceVersion = stringAt(preconditions, 'resourceVersion');
  return {
    ...(typeof grace === 'number' ? { gracePeriodSeconds: grace } : {}),
    ...(orphan ? { propagation: 'Orphan' } : propagation ? { propagation } : {}),
    ...(uid ? { uid } : {}),
    ...(resourceVersion ? { resourceVersion } : {}),
    dryRun: dryRun.length > 0,
  };
}

/** DELETE of one object. Throws 404 and 409 Statuses. */
export async function deleteOne(request: ResourceRequest): Promise<Deleted> {
  const options = await readDeleteOptions(request);
  const definition = storedDefinition(request);
  const existing = request.api.store.get({ storage: definition.storage, namespace: request.namespace, name: request.name });
  if (!existing) throw notFound(definition, request.name);
  return deleteStored(request.api, definition, existing, options);
}

/** DELETE of what a selection of a collection holds; returns what was selected, as it was. */
export async function deleteCollection(request: ResourceRequest): Promise<StoredObject[]> {
  const options = await readDeleteOptions(request);
  const definition = storedDefinition(request);
  const { items } = list(request);
  for (const existing of items) deleteStored(request.api, definition, existing, options);
  return items;
}

/** Deletes an object, or begins to. */
export function deleteStored(api: Api, definition: ResourceDefinition, existing: StoredObject, options: DeleteOptions): Deleted {
  const previous = existing.object;
  if (definition.rules.isUndeletable?.(previous))
    throw forbidden(definition, existing.name, `this ${definition.singular} may not be deleted`);
  checkPreconditions(definition, previous, options);
  const next = clone(previous);
  setPropagation(next, options.propagation ?? (definition.rules.orphansDependents ? 'Orphan' : undefined));
  const grace = definition.rules.gracePeriodSeconds?.(previous, options.gracePeriodSeconds) ?? 0;
  const isDone = grace === 0 && !hasFinalizers(definition, next);
  const isChanged = markDeleting(api, definition, next, previous, grace);
  if (options.dryRun) return { object: next, stored: undefined, isGone: isDone };
  if (isDone || isReadyToGo(definition, next)) {
    const gone = removeObject(api, definition, next);
    return { object: gone.object, stored: gone, isGone: true };
  }
  if (!isChanged) return { object: previous, stored: existing, isGone: false };
  const marked = api.store.put(definition.storage, next);
  return { object: marked.object, stored: marked, isGone: false };
}

function checkPreconditions(definition: ResourceDefinition, object: ApiObject, options: DeleteOptions): void {
  const { name = '', uid = '', resourceVersion = '' } = object.metadata;
  if (options.uid !== undefined && options.uid !== uid) {
    throw conflict(definition, name, `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${uid}`);
  }
  if (options.resourceVersion !== undefined && options.resourceVersion !== resourceVersion) {
    throw conflict(
      definition,
      name,
      `Precondition failed: ResourceVersion in precondition: ${options.resourceVersion}, ResourceVersion in object meta: ${resourceVersion}`,
    );
  }
}

/** What is to become of dependents is written down as a finalizer, which the garbage collector reads and removes. */
function setPropagation(object: ApiObject, propagation: Propagation | undefined): void {
  if (propagation === undefined) return;
  const others = (object.metadata.finalizers ?? []).filter((name) => name !== orphanFinalizer && name !== foregroundFinalizer);
  const wanted = propagation === 'Orphan' ? [orphanFinalizer] : propagation === 'Foreground' ? [foregroundFinalizer] : [];
  const finalizers = [...others, ...wanted];
  if (finalizers.length > 0) object.metadata.finalizers = finalizers;
  else Reflect.deleteProperty(object.metadata, 'finalizers');
}

/** Sets or shortens the deletion; returns whether anything changed. */
function markDeleting(api: Api, definition: ResourceDefinition, next: ApiObject, previous: ApiObject, grace: number): boolean {
  const { metadata } = next;
  const sameFinalizers = String(previous.metadata.finalizers ?? []) === String(metadata.finalizers ?? []);
  if (metadata.deletionTimestamp !== undefined) {
    // A second delete can only make the wait shorter.
    if (grace >= (metadata.deletionGracePeriodSeconds ?? 0)) return !sameFinalizers;
    const asked = Date.parse(metadata.deletionTimestamp) - (metadata.deletionGracePeriodSeconds ?? 0) * 1000;
    metadata.deletionTimestamp = timestamp(asked + grace * 1000);
    metadata.deletionGracePeriodSeconds = grace;
    return true;
  }
  metadata.deletionTimestamp = timestamp(api.clock.now() + grace * 1000);
  metadata.deletionGracePeriodSeconds = grace;
  if (definition.hasGeneration) metadata.generation = (metadata.generation ?? 0) + 1;
  if (definition.rules.finalizersInSpec) next['status'] = { ...objectAt(next, 'status'), phase: 'Terminating' } satisfies Json;
  return true;
}
