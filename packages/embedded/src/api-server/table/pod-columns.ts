import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../json.ts';
import type { ApiObject } from '../store/api-object.ts';
import { age, ageColumn, column, nameColumn, wideColumn, type Column } from './column.ts';

interface PodSummary {
  ready: string;
  status: string;
  restarts: string;
}

function numberAt(parent: JsonObject | undefined, key: string): number {
  const value = parent?.[key];
  return typeof value === 'number' ? value : 0;
}

function terminatedReason(terminated: JsonObject): string {
  const reason = stringAt(terminated, 'reason');
  if (reason) return reason;
  const signal = numberAt(terminated, 'signal');
  return signal ? `Signal:${signal}` : `ExitCode:${numberAt(terminated, 'exitCode')}`;
}

function hasTrueCondition(status: JsonObject | undefined, type: string): boolean {
  return listAt(status, 'conditions').some((item) => isObject(item) && item['type'] === type && item['status'] === 'True');
}

/** Restarts so far and the latest of them, as the terminated state of the run before tells it. */
class Restarts {
  count = 0;
  #last = '';

  add(container: JsonObject): void {
    this.count += numberAt(container, 'restartCount');
    const finished = stringAt(objectAt(objectAt(container, 'lastState'), 'terminated'), 'finishedAt') ?? '';
    if (finished > this.#last) this.#last = finished;
  }

  text(nowMs: number): string {
    return this.count > 0 && this.#last ? `${this.count} (${age(this.#last, nowMs)} ago)` : String(this.count);
  }
}

/** What holds a pod in its init containers, if anything does. */
function initReason(pod: ApiObject, restarts: Restarts): string | undefined {
  const declared = listAt(objectAt(pod, 'spec'), 'initContainers').filter(isObject);
  const statuses = listAt(objectAt(pod, 'status'), 'initContainerStatuses').filter(isObject);
  for (const [index, container] of statuses.entries()) {
    restarts.add(container);
    const state = objectAt(container, 'state');
    const terminated = objectAt(state, 'terminated');
    const isSidecar = declared.some((init) => init['name'] === container['name'] && init['restartPolicy'] === 'Always');
    if (terminated && numberAt(terminated, 'exitCode') === 0) continue;
    if (isSidecar && container['started'] === true) continue;
    if (terminated) return `Init:${terminatedReason(terminated)}`;
    const waiting = stringAt(objectAt(state, 'waiting'), 'reason');
    if (waiting && waiting !== 'PodInitializing') return `Init:${waiting}`;
    return `Init:${index}/${declared.length}`;
  }
  return undefined;
}

function summarize(pod: ApiObject, nowMs: number): PodSummary {
  const spec = objectAt(pod, 'spec');
  const status = objectAt(pod, 'status');
  const phase = stringAt(status, 'phase') ?? '';
  const sidecars = new Set(
    listAt(spec, 'initContainers')
      .filter(isObject)
      .filter((init) => init['restartPolicy'] === 'Always')
      .map((init) => init['name']),
  );
  const initStatuses = listAt(status, 'initContainerStatuses').filter(isObject);
  const total = listAt(spec, 'containers').length + sidecars.size;
  let ready = initStatuses.filter((init) => sidecars.has(init['name']) && init['ready'] === true).length;
  let reason = stringAt(status, 'reason') ?? phase;

  let restarts = new Restarts();
  const initializing = initReason(pod, restarts);
  if (initializing !== undefined) reason = initializing;
  if (initializing === undefined || hasTrueCondition(status, 'Initialized')) {
    restarts = new Restarts();
    for (const init of initStatuses) if (sidecars.has(init['name'])) restarts.add(init);
    let isRunning = false;
    let failure = '';
    for (const container of listAt(status, 'containerStatuses').filter(isObject).reverse()) {
      restarts.add(container);
      const state = objectAt(container, 'state');
      const waiting = stringAt(objectAt(state, 'waiting'), 'reason');
      const terminated = objectAt(state, 'terminated');
      if (waiting) reason = waiting;
      else if (terminated) {
        reason = terminatedReason(terminated);
        if (numberAt(terminated, 'exitCode') !== 0) failure = reason;
      } else if (container['ready'] === true && objectAt(state, 'running')) {
        isRunning = true;
        ready += 1;
      }
    }
    if (reason === 'Completed') {
      if (isRunning) reason = hasTrueCondition(status, 'Ready') ? 'Running' : 'NotReady';
      else if (failure) reason = failure;
    }
  }
  if (pod.metadata.deletionTimestamp && phase !== 'Succeeded' && phase !== 'Failed') reason = 'Terminating';
  return { ready: `${ready}/${total}`, status: reason, restarts: restarts.text(nowMs) };
}

/** The columns of `kubectl get pods`. */
export const podColumns: readonly Column[] = [
  nameColumn,
  column('Ready', (pod, nowMs) => summarize(pod, nowMs).ready),
  column('Status', (pod, nowMs) => summarize(pod, nowMs).status),
  column('Restarts', (pod, nowMs) => summarize(pod, nowMs).restarts),
  ageColumn,
  wideColumn('IP', (pod) => stringAt(objectAt(pod, 'status'), 'podIP') ?? '<none>'),
  wideColumn('Node', (pod) => stringAt(objectAt(pod, 'spec'), 'nodeName') ?? '<none>'),
  wideColumn('Nominated Node', (pod) => stringAt(objectAt(pod, 'status'), 'nominatedNodeName') ?? '<none>'),
  wideColumn('Readiness Gates', () => '<none>'),
];
