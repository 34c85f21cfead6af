import { timestamp } from '@gse/kube';
import { checkTyped } from '../apply/check-typed.ts';
import { applyConfiguration } from '../apply/track.ts';
import { storedDefinition, type ResourceRequest } from '../api.ts';
import { readBody, decodeJson, decodeYaml } from '../http/body.ts';
import { bodyType } from '../http/media-type.ts';
import { clone, isObject, type Json } from '../json.ts';
import { applyJsonPatch, JsonPatchError } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { applyStrategicPatch, StrategicPatchError } from '../patch/strategic.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import { ApiStatusError, badRequest, conflict, fieldError, invalid, notFound, unsupportedMediaType } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { decodeObject, reportUnknown } from './decode.ts';
import { writeOptions, booleanOption, type WriteOptions } from './options.ts';
import { createObject, identityOf, updateObject, type Written } from './write.ts';

type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const patchTypes: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** What a patch did. */
export interface Patched extends Written {
  isNew: boolean;
}

/** PATCH of an object or of its status, in any of the four forms. */
export async function patch(request: ResourceRequest): Promise<Patched> {
  const type = patchTypes[bodyType(request.request.headers)];
  // Strategic merge needs to know the kind's lists; custom resources do not say.
  if (!type || (type === 'strategic' && request.definition.isCustom)) {
    throw unsupportedMediaType(Object.keys(patchTypes).filter((name) => !request.definition.isCustom || !name.includes('strategic')));
  }
  const text = await readBody(request.request);
  const options = writeOptions(request);
  const body = type === 'apply' ? decodeYaml(text) : decodePatch(type, text);
  if (type !== 'apply' && request.query.has('force')) {
    const kind = { group: 'meta.k8s.io', kind: 'PatchOptions' };
    throw invalid(kind, '', [fieldError.forbidden('force', 'may not be specified for non-apply patch')]);
  }
  const definition = storedDefinition(request);
  const existing = request.api.store.get({ storage: definition.storage, namespace: request.namespace, name: request.name });
  if (type === 'apply') return apply(request, existing, body, options);
  if (!existing) throw notFound(definition, request.name);
  const current = request.definition.stored?.conversion.fromStorage(existing.object) ?? existing.object;
  const patched = runPatch(request.definition, type, current, body);
  const decoded = decodeObject(request.definition, patched);
  reportUnknown(request, decoded, options, (why) =>
    invalid({ group: '', kind: '' }, '', [fieldError.invalid('patch', JSON.stringify(patched), why)]),
  );
  return { ...updateObject(request, existing, decoded.object, options), isNew: false };
}

/** Parses a patch, and checks that it has the shape of its type. Throws a 400 Status. */
function decodePatch(type: Exclude<PatchType, 'apply'>, text: string): Json {
  const body = decodeJson(text);
  const isRight = type === 'json' ? Array.isArray(body) : isObject(body);
  if (isRight) return body;
  const found = Array.isArray(body) ? 'array' : body === null ? 'null' : typeof body;
  const wanted = type === 'json' ? '[]handlers.jsonPatchOp' : 'map[string]interface {}';
  throw badRequest(`error decoding patch: json: cannot unmarshal ${found} into Go value of type ${wanted}`);
}

function runPatch(definition: ResourceDefinition, type: Exclude<PatchType, 'apply'>, current: ApiObject, body: Json): Json {
  try {
    switch (type) {
      case 'json':
        return applyJsonPatch(current, body);
      case 'merge':
        return applyMergePatch(current, body);
      case 'strategic':
        return applyStrategicPatch(definition.schema, current, body);
    }
  } catch (error) {
    if (error instanceof JsonPatchError) {
      throw new ApiStatusError({
        code: 422,
        reason: 'Invalid',
        message: 'the server rejected our request due to an error in our request',
        details: {},
      });
    }
    if (error instanceof StrategicPatchError) throw badRequest(error.message);
    throw error;
  }
}

/** Server-side apply: makes the object when there is none. */
function apply(request: ResourceRequest, existing: StoredObject | undefined, body: Json, options: WriteOptions): Patched {
  const stored = storedDefinition(request);
  if (!request.query.get('fieldManager')) {
    throw invalid({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [fieldError.required('fieldManager', 'is required for apply patch')]);
  }
  const config = readConfiguration(request, body, options);
  if (config.metadata.uid && existing && config.metadata.uid !== existing.object.metadata.uid) {
    throw conflict(
      stored,
      request.name,
      `Precondition failed: UID in precondition: ${config.metadata.uid}, UID in object meta: ${existing.object.metadata.uid ?? ''}`,
    );
  }
  if (!existing && request.subresource) throw notFound(stored, request.name);
  if (!existing && (config.metadata.uid || config.metadata.resourceVersion)) {
    const { uid } = config.metadata;
    throw conflict(
      stored,
      request.name,
      uid
        ? `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`
        : 'StorageError: invalid object, the object to be applied does not exist',
    );
  }
  const resourceVersion = config.metadata.resourceVersion;
  const applied = applyConfiguration(
    { schema: stored.schema, identity: identityOf(request, options, 'Apply'), now: timestamp(request.api.clock.now()) },
    existing?.object,
    config,
    booleanOption(request.query, 'force'),
  );
  if (!existing) return { ...createObject(request, applied.object, options, applied.managedFields), isNew: true };
  const wanted = { ...applied.object, metadata: { ...applied.object.metadata } };
  if (resourceVersion === undefined) Reflect.deleteProperty(wanted.metadata, 'resourceVersion');
  else wanted.metadata.resourceVersion = resourceVersion;
  return { ...updateObject(request, existing, wanted, options, applied.managedFields), isNew: false };
}

/** The configuration of an apply: only what it states and what its endpoint writes. */
function readConfiguration(request: ResourceRequest, body: Json, options: WriteOptions): ApiObject {
  const { definition } = request;
  if (!isObject(body)) throw badRequest('error decoding YAML: the body of an apply must be an object');
  for (const field of ['apiVersion', 'kind']) {
    if (typeof body[field] !== 'string')
      throw badRequest(`Object '${field === 'kind' ? 'Kind' : 'apiVersion'}' is missing in the applied configuration`);
  }
  checkTyped(definition, body);
  const decoded = decodeObject(definition, clone(body));
  reportUnknown(request, decoded, options, (why) => badRequest(why));
  const config = decoded.object;
  if (config.metadata.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil');
  if (config.metadata.name !== undefined && config.metadata.name !== request.name) {
    throw badRequest(`the name of the object (${config.metadata.name}) does not match the name on the URL (${request.name})`);
  }
  config.metadata.name = request.name;
  const stored = storedDefinition(request);
  if (request.subresource === 'status') {
    const { apiVersion, kind, metadata, status } = config;
    const identity = {
      name: request.name,
      ...(metadata.resourceVersion ? { resourceVersion: metadata.resourceVersion } : {}),
      ...(metadata.uid ? { uid: metadata.uid } : {}),
    };
    return { apiVersion, kind, metadata: identity, ...(status === undefined ? {} : { status }) };
  }
  if (stored.hasStatus && !stored.rules.statusIsData) Reflect.deleteProperty(config, 'status');
  return config;
}
