import { storedDefinition, type ResourceRequest } from '../api.ts';
import { readObject, readBody, decodeJson, decodeYaml } from '../http/body.ts';
import { bodyType } from '../http/media-type.ts';
import { clone, isObject, objectAt, setAt, valueAt, type Json, type JsonObject } from '../json.ts';
import { applyJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import type { ScalePaths } from '../resources/definition.ts';
import { validate } from '../schema/validate.ts';
import { badRequest, fieldError, invalid, unsupportedMediaType } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { selectorText } from '../table/cells.ts';
import { writeOptions } from '../verbs/options.ts';
import { get } from '../verbs/read.ts';
import { updateObject } from '../verbs/write.ts';

/** An object as its scale subresource shows it. */
function scaleOf(object: ApiObject, paths: ScalePaths): JsonObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = paths.selector && valueAt(object, paths.selector);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp },
    spec: { replicas: valueAt(object, paths.specReplicas) ?? 0 },
    status: {
      replicas: valueAt(object, paths.statusReplicas) ?? 0,
      ...(selector === undefined ? {} : { selector: isObject(selector) ? selectorText(selector) : selector }),
    },
  };
}

/** GET, PUT and PATCH of `scale`: the number of replicas and nothing else. Throws 4xx Statuses. */
export async function scale(request: ResourceRequest, paths: ScalePaths): Promise<JsonObject> {
  const { method } = request.request;
  if (method === 'GET') return scaleOf(get(request).object, paths);
  const sent = method === 'PUT' ? await readObject(request.request) : undefined;
  const patch = method === 'PATCH' ? await readBody(request.request) : undefined;
  const existing = get(request);
  const wanted = sent ?? runPatch(request, scaleOf(existing.object, paths), patch ?? '');
  const replicas = valueAt(wanted, ['spec', 'replicas']) ?? 0;
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) throw badRequest('spec.replicas of a Scale is a whole number');
  const definition = storedDefinition(request);
  if (replicas < 0 && definition.isCustom) {
    const asked = clone(existing.object);
    setAt(asked, paths.specReplicas, replicas);
    const path = `.${paths.specReplicas.join('.')}`;
    throw invalid(definition, request.name, [
      ...validate(definition.schema, asked),
      fieldError.invalid(path, replicas, 'should be a non-negative integer'),
    ]);
  }
  if (replicas < 0) {
    throw invalid({ group: 'autoscaling', kind: 'Scale' }, request.name, [
      fieldError.invalid('spec.replicas', replicas, 'must be greater than or equal to 0'),
    ]);
  }
  const next = clone(existing.object);
  const version = objectAt(isObject(wanted) ? wanted : undefined, 'metadata')?.['resourceVersion'];
  if (typeof version === 'string') next.metadata.resourceVersion = version;
  setAt(next, paths.specReplicas, replicas);
  const written = updateObject(request, existing, next, writeOptions(request));
  return scaleOf(written.object, definition.scale ?? paths);
}

function runPatch(request: ResourceRequest, current: JsonObject, text: string): Json {
  switch (bodyType(request.request.headers)) {
    case 'application/json-patch+json':
      return applyJsonPatch(current, decodeJson(text));
    case 'application/merge-patch+json':
    case 'application/strategic-merge-patch+json':
      return applyMergePatch(current, decodeJson(text));
    case 'application/apply-patch+yaml':
      return applyMergePatch(current, decodeYaml(text));
    default:
      throw unsupportedMediaType(['application/json-patch+json', 'application/merge-patch+json']);
  }
}
