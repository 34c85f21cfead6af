import { createHash } from 'node:crypto';
import type { Api } from '../api.ts';
import { parseAccept } from '../http/media-type.ts';
import type { JsonObject } from '../json.ts';
import type { ApiGroup } from '../resources/registry.ts';
import { pageNotFound } from '../status.ts';
import { jsonResponse } from '../verbs/respond.ts';
import { groupsOf, inResourceList, resourcesIn, type DiscoveredResource } from './resources.ts';

/** GET below `/api` and `/apis`: which groups, versions and resources there are. Throws a 404 Status. */
export function discovery(api: Api, request: Request, path: readonly string[]): Response {
  const [root, first, second] = path;
  if (root === 'api' && first === undefined) return aggregated(api, request, true) ?? json(coreVersions(request));
  if (root === 'apis' && first === undefined) return aggregated(api, request, false) ?? json(groupList(api));
  if (root === 'api' && first === 'v1' && second === undefined) return json(resourceList(api, '', 'v1'));
  const group = groupsOf(api.registry).find((candidate) => candidate.name !== '' && candidate.name === first);
  if (root === 'apis' && group) {
    if (second === undefined) return json({ kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group) });
    if (group.versions.includes(second)) return json(resourceList(api, group.name, second));
  }
  throw pageNotFound();
}

function json(value: JsonObject): Response {
  return jsonResponse(200, JSON.stringify(value));
}

function coreVersions(request: Request): JsonObject {
  const serverAddress = new URL(request.url).host;
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress }] };
}

function groupEntry(group: ApiGroup): JsonObject {
  const versions = group.versions.map((version) => ({ groupVersion: `${group.name}/${version}`, version }));
  return { name: group.name, versions, preferredVersion: versions[0] ?? {} };
}

function groupList(api: Api): JsonObject {
  const groups = groupsOf(api.registry).filter((group) => group.name !== '');
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groups.map(groupEntry) };
}

function resourceList(api: Api, group: string, version: string): JsonObject {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group ? `${group}/${version}` : version,
    resources: resourcesIn(api.registry, group, version).map((resource) => inResourceList(resource, group)),
  };
}

/** Everything below one root in one answer, for clients that can read it. */
function aggregated(api: Api, request: Request, isCore: boolean): Response | undefined {
  const range = parseAccept(request.headers.get('accept')).find(
    ({ type, parameters }) =>
      (type === 'application/json' || type === '*/*') &&
      (parameters.get('as') === undefined ||
        (parameters.get('as') === 'APIGroupDiscoveryList' &&
          parameters.get('g') === 'apidiscovery.k8s.io' &&
          ['v2', 'v2beta1'].includes(parameters.get('v') ?? ''))),
  );
  const version = range?.parameters.get('v');
  if (!range?.parameters.has('as') || !version) return undefined;
  const groups = groupsOf(api.registry).filter((group) => (group.name === '') === isCore);
  const body = JSON.stringify({
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: groups.map((group) => aggregatedGroup(api, group)),
  });
  const response = jsonResponse(200, body);
  response.headers.set('content-type', `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`);
  const etag = `"${createHash('sha256').update(body).digest('hex').toUpperCase()}"`;
  response.headers.set('etag', etag);
  response.headers.set('vary', 'Accept');
  return request.headers.get('if-none-match') === etag ? new Response(null, { status: 304, headers: { etag } }) : response;
}

function aggregatedGroup(api: Api, group: ApiGroup): JsonObject {
  return {
    metadata: { ...(group.name ? { name: group.name } : {}), creationTimestamp: null },
    versions: group.versions.map((version) => ({
      version,
      freshness: 'Current',
      resources: aggregatedResources(resourcesIn(api.registry, group.name, version)),
    })),
  };
}

function aggregatedResources(resources: readonly DiscoveredResource[]): JsonObject[] {
  return resources
    .filter((resource) => !resource.name.includes('/'))
    .map((resource) => {
      const parts = resources.filter((part) => part.name.startsWith(`${resource.name}/`));
      return {
        resource: resource.name,
        responseKind: responseKind(resource),
        scope: resource.namespaced ? 'Namespaced' : 'Cluster',
        singularResource: resource.singularName,
        verbs: [...resource.verbs],
        ...(resource.shortNames.length > 0 ? { shortNames: [...resource.shortNames] } : {}),
        ...(resource.categories.length > 0 ? { categories: [...resource.categories] } : {}),
        ...(parts.length > 0
          ? {
              subresources: parts.map((part) => ({
                subresource: part.name.slice(resource.name.length + 1),
                responseKind: responseKind(part),
                verbs: [...part.verbs],
              })),
            }
          : {}),
      };
    });
}

function responseKind(resource: DiscoveredResource): JsonObject {
  return { group: resource.group, version: resource.version, kind: resource.kind };
}
