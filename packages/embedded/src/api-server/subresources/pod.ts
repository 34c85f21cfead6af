import { timestamp } from '@gse/kube';
import type { ResourceRequest } from '../api.ts';
import { readObject } from '../http/body.ts';
import { clone, ensureObject, isObject, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import type { PodLogOptions } from '../logs/provider.ts';
import { ApiStatusError, badRequest, conflict } from '../status.ts';
import type { ApiObject } from '../store/api-object.ts';
import { deleteStored } from '../verbs/delete.ts';
import { booleanOption, numberOption } from '../verbs/options.ts';
import { get } from '../verbs/read.ts';
import { compileSelectorObject } from '../selectors/selector-object.ts';

/** GET of `pods/log`. Throws 400 and 404 Statuses. */
export async function podLog(request: ResourceRequest): Promise<Response> {
  const pod = get(request).object;
  const provider = request.api.podLogs;
  const containers = [...listAt(objectAt(pod, 'spec'), 'containers'), ...listAt(objectAt(pod, 'spec'), 'initContainers')]
    .filter(isObject)
    .map((container) => stringAt(container, 'name') ?? '');
  const container = request.query.get('container') || containers[0] || '';
  if (!containers.includes(container)) throw badRequest(`container ${container} is not valid for pod ${request.name}`);
  const count = listAt(objectAt(pod, 'spec'), 'containers').length;
  if (!request.query.get('container') && count > 1) {
    throw badRequest(
      `a container name must be specified for pod ${request.name}, choose one of: [${containers.slice(0, count).join(' ')}]`,
    );
  }
  if (!stringAt(objectAt(pod, 'spec'), 'nodeName') || !provider) {
    throw badRequest(
      `container ${JSON.stringify(container)} in pod ${JSON.stringify(request.name)} is waiting to start: no node runs it yet`,
    );
  }
  const body = await openLog(request, container, provider);
  return new Response(body, { status: 200, headers: { 'content-type': 'text/plain', 'cache-control': 'no-cache, private' } });
}

async function openLog(
  request: ResourceRequest,
  container: string,
  provider: NonNullable<ResourceRequest['api']['podLogs']>,
): Promise<ReadableStream<Uint8Array>> {
  try {
    return await provider(
      request.namespace,
      request.name,
      logOptions(request.query, container),
      AbortSignal.any([request.request.signal, request.api.closing]),
    );
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}

/** What a query asks of a log. */
export function logOptions(query: URLSearchParams, container: string): PodLogOptions {
  const options: PodLogOptions = {
    container,
    follow: booleanOption(query, 'follow'),
    previous: booleanOption(query, 'previous'),
    timestamps: booleanOption(query, 'timestamps'),
  };
  for (const name of ['tailLines', 'sinceSeconds', 'limitBytes'] as const) {
    const value = numberOption(query, name);
    if (value !== undefined && value < 0) throw badRequest(`${name} must be greater than or equal to 0`);
    if (value !== undefined) options[name] = value;
  }
  const sinceTime = query.get('sinceTime');
  if (sinceTime) options.sinceTime = sinceTime;
  return options;
}

/** POST of `pods/binding`: gives a pod to a node. Throws a 409 Status when it has one. */
export async function bindPod(request: ResourceRequest): Promise<JsonObject> {
  const body = await readObject(request.request);
  const node = stringAt(objectAt(isObject(body) ? body : undefined, 'target'), 'name');
  if (!node) throw badRequest('a Binding names its node in target.name');
  const existing = get(request);
  const { definition, api } = request;
  if (existing.object.metadata.deletionTimestamp)
    throw conflict(
      { group: '', plural: 'pods/binding' },
      request.name,
      `pod ${request.name} is being deleted, cannot be assigned to a host`,
    );
  const bound = stringAt(objectAt(existing.object, 'spec'), 'nodeName');
  if (bound)
    throw conflict(
      { group: '', plural: 'pods/binding' },
      request.name,
      `pod ${request.name} is already assigned to node ${JSON.stringify(bound)}`,
    );
  const next = clone(existing.object);
  ensureObject(next, 'spec')['nodeName'] = node;
  setCondition(next, { type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: timestamp(api.clock.now()) });
  api.store.put(definition.storage, next);
  return success(201);
}

function setCondition(object: ApiObject, condition: JsonObject): void {
  const status = ensureObject(object, 'status');
  const others = listAt(status, 'conditions').filter((item) => !isObject(item) || item['type'] !== condition['type']);
  status['conditions'] = [...others, condition];
}

/** A pod that does not run, or is on its way out, is no disruption to anybody: budgets are not asked. */
function isServing(pod: ApiObject): boolean {
  const phase = stringAt(objectAt(pod, 'status'), 'phase') ?? 'Pending';
  return phase !== 'Pending' && phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata.deletionTimestamp === undefined;
}

/** POST of `pods/eviction`: a delete that budgets may refuse. Throws a 429 Status. */
export async function evictPod(request: ResourceRequest): Promise<JsonObject> {
  const body = await readObject(request.request);
  const existing = get(request);
  const grace = objectAt(isObject(body) ? body : undefined, 'deleteOptions')?.['gracePeriodSeconds'];
  for (const budget of isServing(existing.object) ? request.api.store.list('poddisruptionbudgets.policy', request.namespace) : []) {
    const selects = compileSelectorObject(objectAt(objectAt(budget.object, 'spec'), 'selector'));
    const allowed = objectAt(budget.object, 'status')?.['disruptionsAllowed'];
    // Nothing on one machine counts disruptions: a budget speaks only when someone has written its status.
    if (!selects(existing.labels) || allowed !== 0) continue;
    throw new ApiStatusError({
      code: 429,
      reason: 'TooManyRequests',
      message: "Cannot evict pod as it would violate the pod's disruption budget.",
      details: {
        causes: [{ reason: 'DisruptionBudget', message: `The disruption budget ${budget.name} does not allow any disruption now` }],
      },
    });
  }
  deleteStored(request.api, request.definition, existing, typeof grace === 'number' ? { gracePeriodSeconds: grace } : {});
  return success(201);
}

function success(code: number): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code };
}
