import { storedDefinition, type ResourceRequest } from '../api.ts';
import { compileFieldSelector } from '../selectors/field-selector.ts';
import { compileLabelSelector } from '../selectors/label-selector.ts';
import { expired, fieldError, invalid, notFound, tooLargeResourceVersion } from '../status.ts';
import { collectionKey } from '../store/collection.ts';
import type { StoredObject } from '../store/stored-object.ts';
import { decodeContinue, encodeContinue } from './continue.ts';
import { numberOption } from './options.ts';

/** Which objects of a kind a list, a watch or a collection delete is about. */
export interface Selection {
  namespace: string | undefined;
  /** Undefined selects everything. */
  matches: ((stored: StoredObject) => boolean) | undefined;
}

/** Reads the selectors of a request. Throws a 400 Status. */
export function selectionOf(request: ResourceRequest): Selection {
  const labels = compileLabelSelector(request.query.get('labelSelector') ?? '');
  const fields = compileFieldSelector(request.query.get('fieldSelector') ?? '', request.definition);
  const { name } = request;
  const tests: ((stored: StoredObject) => boolean)[] = [];
  if (name !== '') tests.push((stored) => stored.name === name);
  if (fields?.name !== undefined) tests.push((stored) => stored.name === fields.name);
  if (labels) tests.push((stored) => labels(stored.labels));
  if (fields) {
    const conversion = request.definition.stored?.conversion;
    tests.push((stored) => fields.matches(conversion?.fromStorage(stored.object) ?? stored.object));
  }
  return {
    namespace: request.namespace === '' ? undefined : request.namespace,
    matches: tests.length === 0 ? undefined : (stored) => tests.every((test) => test(stored)),
  };
}

/** GET of one object. Throws a 404 Status. */
export function get(request: ResourceRequest): StoredObject {
  const definition = storedDefinition(request);
  const found = request.api.store.get({ storage: definition.storage, namespace: request.namespace, name: request.name });
  if (!found) throw notFound(definition, request.name);
  const wanted = numberOption(request.query, 'resourceVersion') ?? 0;
  if (wanted > request.api.store.version) throw tooLargeResourceVersion(wanted, request.api.store.version);
  return found;
}

/** One page of a list. */
export interface Page {
  items: StoredObject[];
  resourceVersion: string;
  continue: string | undefined;
  remainingItemCount: number | undefined;
}

/** GET of a collection: whole or in pages, now or as it was at a version. Throws 4xx Statuses. */
export function list(request: ResourceRequest): Page {
  const { store } = request.api;
  const definition = storedDefinition(request);
  const selection = selectionOf(request);
  const token = request.query.get('continue');
  const start = token ? decodeContinue(token) : undefined;
  const version = start?.version ?? wantedVersion(request);
  const all =
    version === undefined
      ? store.list(definition.storage, selection.namespace)
      : store.listAt(definition.storage, selection.namespace, version);
  if (!all) {
    throw expired(
      start
        ? 'The provided continue parameter is too old to display a consistent list result. You must start a new list without the continue parameter.'
        : `The resourceVersion for the provided list is too old.`,
    );
  }
  const limit = numberOption(request.query, 'limit') ?? 0;
  const { matches } = selection;
  const from = start?.after;
  const candidates = from === undefined ? all : all.filter((stored) => collectionKey(stored.namespace, stored.name) > from);
  const selected = matches ? candidates.filter(matches) : candidates;
  const items = limit > 0 ? selected.slice(0, limit) : selected;
  const last = items.at(-1);
  const resourceVersion = String(version ?? store.version);
  const hasMore = items.length < selected.length && last !== undefined;
  return {
    items,
    resourceVersion,
    continue: hasMore ? encodeContinue({ version: Number(resourceVersion), after: collectionKey(last.namespace, last.name) }) : undefined,
    // With selectors the server would have to look at everything to know.
    remainingItemCount: hasMore && !matches ? selected.length - items.length : undefined,
  };
}

/** The version a list must be exactly at; undefined for the newest. */
function wantedVersion(request: ResourceRequest): number | undefined {
  const { query, api } = request;
  const version = numberOption(query, 'resourceVersion');
  const match = query.get('resourceVersionMatch');
  const options = { group: 'meta.k8s.io', kind: 'ListOptions' };
  if (match && version === undefined) {
    throw invalid(options, '', [
      fieldError.forbidden('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided'),
    ]);
  }
  if (match && match !== 'Exact' && match !== 'NotOlderThan') {
    throw invalid(options, '', [fieldError.unsupported('resourceVersionMatch', match, ['Exact', 'NotOlderThan', ''])]);
  }
  if (version !== undefined && version > api.store.version) throw tooLargeResourceVersion(version, api.store.version);
  if (match === 'Exact' && version === 0) {
    throw invalid(options, '', [
      fieldError.forbidden('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"'),
    ]);
  }
  return match === 'Exact' ? version : undefined;
}
