import { stringify } from 'yaml';
import type { ResourceRequest } from '../api.ts';
import { negotiate, type Representation } from '../http/media-type.ts';
import type { Json, JsonObject } from '../json.ts';
import { groupVersion, type ResourceDefinition } from '../resources/definition.ts';
import { ApiStatusError } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { includeObjectOf, tableOf } from '../table/table.ts';
import type { Page } from './read.ts';

/** Answers with JSON text. */
export function jsonResponse(code: number, body: string, warnings: Iterable<string> = []): Response {
  const headers = new Headers({ 'content-type': 'application/json', 'cache-control': 'no-cache, private' });
  addWarnings(headers, warnings);
  return new Response(body, { status: code, headers });
}

/** Answers with a `Status`. */
export function statusResponse(error: ApiStatusError, warnings: Iterable<string> = []): Response {
  const response = jsonResponse(error.code, error.plainText ?? JSON.stringify(error.toStatus()), warnings);
  if (error.plainText !== undefined) response.headers.set('content-type', 'text/plain; charset=utf-8');
  for (const [name, value] of Object.entries(error.headers)) response.headers.set(name, value);
  return response;
}

function addWarnings(headers: Headers, warnings: Iterable<string>): void {
  for (const text of warnings) {
    // A header carries one line of printable ASCII.
    const safe = text.replace(/[^\x20-\x7e]/g, '?').slice(0, 1000);
    headers.append('warning', `299 - "${safe.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`);
  }
}

/** The JSON of a stored object in the version of a definition. */
export function presentJson(definition: ResourceDefinition, stored: StoredObject): string {
  return isInVersion(definition, stored) ? stored.json : JSON.stringify(presentObject(definition, stored.object));
}

function isInVersion(definition: ResourceDefinition, stored: StoredObject): boolean {
  return stored.json.startsWith(`{"apiVersion":"${groupVersion(definition)}",`);
}

/** A stored object in the version of a definition. */
export function presentObject(definition: ResourceDefinition, object: ApiObject): ApiObject {
  if (object.apiVersion === groupVersion(definition)) return object;
  // Stored before the kind's stored version changed, or shown in another than the stored one.
  return definition.stored?.conversion.fromStorage(object) ?? { ...object, apiVersion: groupVersion(definition) };
}

/** What a `PartialObjectMetadata` shows of an object. */
export function partialMetadata(object: ApiObject): JsonObject {
  return { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata: object.metadata };
}

/** Answers with one object, in the form the client asked for. */
export function respondObject(
  request: ResourceRequest,
  code: number,
  written: { object: ApiObject; stored: StoredObject | undefined },
): Response {
  const { definition, warnings } = request;
  const form = negotiate(request.request.headers.get('accept'), { canBeTable: true });
  if (form.as === undefined && form.format === 'json') {
    const text = written.stored ? presentJson(definition, written.stored) : JSON.stringify(presentObject(definition, written.object));
    return jsonResponse(code, text, warnings);
  }
  const object = presentObject(definition, written.object);
  if (form.as === 'Table') {
    const table = tableOf(definition, [object], tableOptions(request, { resourceVersion: object.metadata.resourceVersion ?? '' }));
    return jsonResponse(code, JSON.stringify(table), warnings);
  }
  return encode(code, form.as ? partialMetadata(object) : object, form, warnings);
}

/** Answers with a page of a list, in the form the client asked for. */
export function respondList(request: ResourceRequest, page: Page): Response {
  const { definition, warnings } = request;
  const form = negotiate(request.request.headers.get('accept'), { canBeTable: true });
  const metadata: JsonObject = {
    resourceVersion: page.resourceVersion,
    // Lists of custom resources always say whether there is more.
    ...(page.continue !== undefined || (definition.isCustom && form.as === undefined) ? { continue: page.continue ?? '' } : {}),
    ...(page.remainingItemCount === undefined ? {} : { remainingItemCount: page.remainingItemCount }),
  };
  const head = { kind: definition.listKind, apiVersion: groupVersion(definition), metadata };
  if (form.as === undefined && form.format === 'json') {
    // The items are already text: parsing and writing them again would be most of the work of a list.
    const items = page.items.map((stored) => presentJson(definition, stored)).join(',');
    return jsonResponse(200, `${JSON.stringify(head).slice(0, -1)},"items":[${items}]}`, warnings);
  }
  const objects = page.items.map((stored) => presentObject(definition, stored.object));
  if (form.as === 'Table')
    return jsonResponse(200, JSON.stringify(tableOf(definition, objects, tableOptions(request, metadata))), warnings);
  if (form.as) {
    const partial = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: objects.map(partialMetadata) };
    return encode(200, partial, form, warnings);
  }
  return encode(200, { ...head, items: objects }, form, warnings);
}

/** Answers with something that is no stored object. */
export function respondValue(request: { request: Request; warnings: Iterable<string> }, code: number, value: Json): Response {
  return encode(code, value, negotiate(request.request.headers.get('accept'), { canBeTable: false }), request.warnings);
}

function tableOptions(request: ResourceRequest, metadata: JsonObject): Parameters<typeof tableOf>[2] {
  return { metadata, nowMs: request.api.clock.now(), includeObject: includeObjectOf(request.query), withHeaders: true };
}

function encode(code: number, value: Json, form: Representation, warnings: Iterable<string>): Response {
  if (form.format === 'json') return jsonResponse(code, JSON.stringify(value), warnings);
  const response = jsonResponse(code, stringify(value), warnings);
  response.headers.set('content-type', form.contentType);
  return response;
}
