import { timestamp } from '@gse/kube';
import type { Api } from '../api.ts';
import type { Route } from '../http/route.ts';
import type { JsonObject } from '../json.ts';
import { compileLabelSelector } from '../selectors/label-selector.ts';
import { ApiStatusError, methodNotAllowed, noSuchPath, notFound } from '../status.ts';
import { respondValue } from '../verbs/respond.ts';
import type { MeasuredPod } from './provider.ts';

/** The resource as discovery lists it. It is measured when asked for; nothing is stored and nothing can be watched. */
export const measuredPods = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  verbs: ['get', 'list'],
} as const;

const apiVersion = `${measuredPods.group}/${measuredPods.version}`;

/** Whether a path is about what pods use. */
export function isMeasured(route: Extract<Route, { type: 'resource' }>): boolean {
  return route.group === measuredPods.group && route.version === measuredPods.version && route.plural === measuredPods.plural;
}

/** GET of what pods use: of one, of a namespace, of all. Throws a 503 Status where nothing measures, as a cluster without metrics-server does. */
export async function answerMeasured(
  api: Api,
  request: Request,
  query: URLSearchParams,
  route: Extract<Route, { type: 'resource' }>,
  warnings: Set<string>,
): Promise<Response> {
  const { namespace, name, subresource } = route;
  if (subresource !== undefined || (name !== undefined && namespace === undefined)) throw noSuchPath();
  if (request.method !== 'GET') throw methodNotAllowed();
  const provider = api.podMetrics;
  if (provider === undefined)
    throw new ApiStatusError({
      code: 503,
      reason: 'ServiceUnavailable',
      message: 'the server is currently unable to handle the request: no node measures its pods yet',
    });
  const measured = await provider(namespace, AbortSignal.any([request.signal, api.closing]));
  if (name !== undefined) {
    const found = measured.find((pod) => pod.name === name);
    const labels = found && labelsOf(api, found);
    if (found === undefined || labels === undefined) throw notFound(measuredPods, name);
    return respondValue({ request, warnings }, 200, present(found, labels));
  }
  const selects = compileLabelSelector(query.get('labelSelector') ?? '');
  const items = measured
    .toSorted((a, b) => (`${a.namespace}/${a.name}` < `${b.namespace}/${b.name}` ? -1 : 1))
    .flatMap((pod) => {
      const labels = labelsOf(api, pod);
      return labels === undefined || (selects && !selects(labels)) ? [] : [present(pod, labels)];
    });
  return respondValue({ request, warnings }, 200, { kind: 'PodMetricsList', apiVersion, metadata: {}, items });
}

/** The labels of a measured pod, which may have gone meanwhile. */
function labelsOf(api: Api, { namespace, name }: MeasuredPod): JsonObject | undefined {
  const storage = api.registry.find('', 'v1', 'pods')?.storage;
  return storage === undefined ? undefined : api.store.get({ storage, namespace, name })?.labels;
}

function present({ namespace, name, atMs, windowMs, containers }: MeasuredPod, labels: JsonObject): JsonObject {
  const at = timestamp(atMs);
  return {
    kind: measuredPods.kind,
    apiVersion,
    metadata: { name, namespace, creationTimestamp: at, ...(Object.keys(labels).length > 0 ? { labels } : {}) },
    timestamp: at,
    window: `${(windowMs / 1000).toFixed(3)}s`,
    containers: containers.map((container) => ({
      name: container.name,
      usage: { cpu: `${Math.round(container.cpuMillis * 1e6)}n`, memory: `${Math.round(container.memoryBytes / 1024)}Ki` },
    })),
  };
}
