import { storedDefinition, type Api, type ResourceRequest } from '../api.ts';
import type { Authenticate } from '../auth/tokens.ts';
import { discovery } from '../discovery/discovery.ts';
import type { OpenApiDocuments } from '../openapi/documents.ts';
import type { ResourceDefinition } from '../resources/definition.ts';
import {
  ApiStatusError,
  fieldError,
  internalError,
  invalid,
  methodNotAllowed,
  noSuchPath,
  notAcceptable,
  notFound,
  pageNotFound,
} from '../status.ts';
import { bindPod, evictPod, podLog } from '../subresources/pod.ts';
import { answerMeasured, isMeasured } from '../measured/pod-metrics.ts';
import { answerReview, findReview } from '../subresources/reviews.ts';
import { scale } from '../subresources/scale.ts';
import { decodeObject, refuseObject, reportUnknown } from '../verbs/decode.ts';
import { deleteCollection, deleteOne, type Deleted } from '../verbs/delete.ts';
import { booleanOption, writeOptions } from '../verbs/options.ts';
import { patch } from '../verbs/patch.ts';
import { get, list } from '../verbs/read.ts';
import { jsonResponse, respondList, respondObject, respondValue, statusResponse } from '../verbs/respond.ts';
import { createObject, updateObject } from '../verbs/write.ts';
import { watch } from '../watch/watch.ts';
import { readObject } from './body.ts';
import { parseRoute, type Route } from './route.ts';
import { serverVersion } from './version.ts';

/** What answering needs. */
export interface Dispatcher {
  api: Api;
  authenticate: Authenticate;
  openApi: OpenApiDocuments;
}

/** Answers a request; every failure becomes a `Status`. Streams end when the server closes. */
export async function dispatch(dispatcher: Dispatcher, request: Request): Promise<Response> {
  const warnings = new Set<string>();
  try {
    return await answer(dispatcher, request, warnings);
  } catch (error) {
    if (error instanceof ApiStatusError) return statusResponse(error, warnings);
    if (request.signal.aborted) return statusResponse(internalError('the client has gone'), warnings);
    dispatcher.api.log.error({ error, method: request.method, path: new URL(request.url).pathname }, 'a request failed');
    return statusResponse(internalError('the request could not be answered; the log of the server says why'), warnings);
  }
}

async function answer({ api, authenticate, openApi }: Dispatcher, request: Request, warnings: Set<string>): Promise<Response> {
  const url = new URL(request.url);
  const route = parseRoute(url.pathname);
  // Whether the server is up is for everyone to know.
  if (route?.type === 'health') return new Response('ok', { headers: { 'content-type': 'text/plain; charset=utf-8' } });
  const user = authenticate(request.headers);
  if (!route) throw pageNotFound();
  switch (route.type) {
    case 'version':
      return jsonResponse(200, JSON.stringify(serverVersion));
    case 'discovery':
      return discovery(api, request, route.path);
    case 'openapi':
      return openApiResponse(openApi, request, route.path);
    case 'resource':
      return resource(api, request, url, user, route, warnings);
  }
}

function openApiResponse(openApi: OpenApiDocuments, request: Request, path: readonly string[]): Response {
  const accept = request.headers.get('accept') ?? '*/*';
  if (!/application\/json|\*\/\*|application\/\*/.test(accept)) throw notAcceptable(['application/json']);
  const [version, ...rest] = path;
  const text =
    version === 'v2'
      ? openApi.all()
      : version !== 'v3'
        ? undefined
        : rest.length === 0
          ? openApi.index()
          : openApi.document(rest.join('/'));
  if (text === undefined) throw pageNotFound();
  return jsonResponse(200, text);
}

async function resource(
  api: Api,
  request: Request,
  url: URL,
  user: string,
  route: Extract<Route, { type: 'resource' }>,
  warnings: Set<string>,
): Promise<Response> {
  const definition = api.registry.find(route.group, route.version, route.plural);
  if (!definition) {
    if (isMeasured(route)) return await answerMeasured(api, request, url.searchParams, route, warnings);
    const review = findReview(route.group, route.version, route.plural);
    if (!review) throw isBuiltinGroup(api, route) ? noSuchPath() : pageNotFound();
    if (request.method !== 'POST') throw methodNotAllowed();
    return respondValue({ request, warnings }, 201, answerReview(review, user, await readObject(request)));
  }
  if (route.namespace !== undefined && !definition.namespaced) throw noSuchPath();
  const resourceRequest: ResourceRequest = {
    api,
    request,
    query: url.searchParams,
    user,
    definition,
    namespace: route.namespace ?? '',
    name: route.name ?? '',
    subresource: route.subresource,
    warnings,
  };
  const response = await runVerb(resourceRequest);
  // What is said to be done is on disk, and what is shown too.
  await api.store.settled();
  return response;
}

function runVerb(request: ResourceRequest): Promise<Response> {
  if (request.subresource !== undefined) return subresource(request, request.subresource);
  return request.name === '' ? collection(request) : object(request);
}

async function collection(request: ResourceRequest): Promise<Response> {
  const { method } = request.request;
  const isNowhere = request.definition.namespaced && request.namespace === '';
  switch (method) {
    case 'GET':
      return booleanOption(request.query, 'watch') ? watch(request) : respondList(request, list(request));
    case 'POST':
      return isNowhere ? Promise.reject(methodNotAllowed()) : create(request);
    case 'DELETE': {
      if (isNowhere) throw methodNotAllowed();
      const items = await deleteCollection(request);
      return respondList(request, {
        items,
        resourceVersion: String(request.api.store.version),
        continue: undefined,
        remainingItemCount: undefined,
      });
    }
    default:
      throw methodNotAllowed();
  }
}

async function create(request: ResourceRequest): Promise<Response> {
  const options = writeOptions(request);
  const decoded = decodeObject(request.definition, await readObject(request.request));
  reportUnknown(request, decoded, options, refuseObject(request.definition));
  return respondObject(request, 201, createObject(request, decoded.object, options));
}

async function object(request: ResourceRequest): Promise<Response> {
  if (request.definition.namespaced && request.namespace === '') throw noSuchPath();
  switch (request.request.method) {
    case 'GET':
      return respondStored(request);
    case 'PUT':
      return update(request);
    case 'PATCH': {
      const patched = await patch(request);
      return respondObject(request, patched.isNew ? 201 : 200, patched);
    }
    case 'DELETE': {
      const deleted = await deleteOne(request);
      return respondDeleted(request, deleted);
    }
    default:
      throw methodNotAllowed();
  }
}

function respondStored(request: ResourceRequest): Response {
  const stored = get(request);
  return respondObject(request, 200, { object: stored.object, stored });
}

async function update(request: ResourceRequest): Promise<Response> {
  const { definition } = request;
  const options = writeOptions(request);
  const decoded = decodeObject(request.definition, await readObject(request.request));
  reportUnknown(request, decoded, options, refuseObject(request.definition));
  const existing = get(request);
  if (requiresVersion(definition) && !decoded.object.metadata.resourceVersion) {
    throw invalid({ group: definition.group, kind: definition.plural }, request.name, [
      fieldError.invalid('metadata.resourceVersion', 0, 'must be specified for an update'),
    ]);
  }
  return respondObject(request, 200, updateObject(request, existing, decoded.object, options));
}

/** Kinds whose objects nobody may replace without having read them. */
function requiresVersion(definition: ResourceDefinition): boolean {
  return definition.isCustom || definition.rules.requiresVersion === true;
}

/** Within a group of our own an unknown resource is told with a `Status`; groups that nobody has are no pages. */
function isBuiltinGroup(api: Api, { group, version }: { group: string; version: string }): boolean {
  return api.registry.all().some((definition) => !definition.isCustom && definition.group === group && definition.version === version);
}

function respondDeleted(request: ResourceRequest, deleted: Deleted): Response {
  const definition: ResourceDefinition = storedDefinition(request);
  if (!deleted.isGone || definition.rules.returnsDeleted) return respondObject(request, 200, deleted);
  const { name = '', uid = '' } = deleted.object.metadata;
  return respondValue(request, 200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(definition.group ? { group: definition.group } : {}), kind: definition.plural, uid },
  });
}

async function subresource(request: ResourceRequest, name: string): Promise<Response> {
  const { definition } = request;
  const { method } = request.request;
  if (definition.namespaced && request.namespace === '') throw noSuchPath();
  if (name === 'status' && definition.hasStatus) {
    if (method === 'GET') return respondStored(request);
    if (method === 'PUT') return update(request);
    if (method === 'PATCH') return respondObject(request, 200, await patch(request));
    throw methodNotAllowed();
  }
  if (name === 'scale' && definition.scale) {
    if (method !== 'GET' && method !== 'PUT' && method !== 'PATCH') throw methodNotAllowed();
    return respondValue(request, 200, await scale(request, definition.scale));
  }
  if (!definition.otherSubresources.some((known) => known.name === name)) {
    throw definition.isCustom ? notFound(definition, request.name) : noSuchPath();
  }
  if (name === 'log' && method === 'GET') return podLog(request);
  if (name === 'binding' && method === 'POST') return respondValue(request, 201, await bindPod(request));
  if (name === 'eviction' && method === 'POST') return respondValue(request, 201, await evictPod(request));
  throw methodNotAllowed();
}
