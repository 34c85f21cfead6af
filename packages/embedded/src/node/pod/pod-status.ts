import { timestamp, type ContainerState, type ContainerStatus, type Pod, type PodCondition, type PodStatus } from '@gse/kube';
import type { ContainerSnapshot } from './container-snapshot.ts';
import { restartsAfter, type PodDecision } from './lifecycle.ts';
import { terminatedState } from './termination.ts';

export interface PodStatusInput {
  pod: Pod;
  containers: readonly ContainerSnapshot[];
  decision: Pick<PodDecision, 'isInitialized' | 'outcome'>;
  restartPolicy: 'Always' | 'OnFailure' | 'Never';
  isStopping: boolean;
  /** It ends because the node stops: from then on the pod says so, as at a graceful node shutdown of Kubernetes. */
  isNodeStopping: boolean;
  /** The status as last written. */
  previous: PodStatus | undefined;
  podIP: string | undefined;
  hostIP: string;
  nowMs: number;
}

const nodeStopping = 'Pod was terminated in response to imminent node shutdown.';

/** The pod's status, computed anew from what its containers do. */
export function podStatus(input: PodStatusInput): PodStatus {
  const { pod, containers, previous, podIP, hostIP, nowMs } = input;
  const statuses = containers.map((snapshot) => containerStatus(snapshot, input));
  const init = statuses.filter((_, index) => containers[index]?.role !== 'main');
  const main = statuses.filter((_, index) => containers[index]?.role === 'main');
  const phase = podPhase(input);
  return {
    phase,
    ...(input.isNodeStopping ? { reason: 'Terminated', message: nodeStopping } : {}),
    // Sidecars count for the readiness of a pod as its containers do.
    conditions: conditions(
      input,
      phase,
      statuses.filter((_, index) => containers[index]?.role !== 'init'),
    ),
    hostIP,
    ...(podIP === undefined ? {} : { podIP, podIPs: [{ ip: podIP }] }),
    startTime: previous?.startTime ?? timestamp(nowMs),
    ...(init.length > 0 ? { initContainerStatuses: init } : {}),
    containerStatuses: main,
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
  };
}

/** `containerID` as Kubernetes writes it; the scheme keeps it from being mistaken for the engine's bare id. */
function containerID(id: string): string {
  return `gse://${id}`;
}

/** The runtime's id in a {@link containerID}. */
export function parseContainerID(text: string | undefined): string | undefined {
  return text?.startsWith('gse://') ? text.slice('gse://'.length) : undefined;
}

function podPhase({ containers, decision, isStopping, isNodeStopping, previous }: PodStatusInput): PodStatus['phase'] {
  if (isNodeStopping && decision.outcome === 'stopped') return 'Failed';
  if (decision.outcome === 'succeeded') return 'Succeeded';
  if (decision.outcome === 'failed') return 'Failed';
  if (isStopping) return previous?.phase ?? 'Pending';
  const isPending = ({ role, stage, lastTermination }: ContainerSnapshot) =>
    role === 'main' && (stage.is === 'waiting' || stage.is === 'starting') && !lastTermination;
  return !decision.isInitialized || containers.some(isPending) ? 'Pending' : 'Running';
}

function containerStatus(snapshot: ContainerSnapshot, input: PodStatusInput): ContainerStatus {
  const { container, role, stage, probes, attempt, id, previousId, lastTermination, termination } = snapshot;
  const state = containerState(snapshot, input);
  const isRunning = stage.is === 'running' || stage.is === 'stopping';
  // A terminated run that waits for its restart is the last state already.
  const isBetweenRuns = state.waiting !== undefined && termination !== undefined;
  const last = isBetweenRuns ? termination : lastTermination;
  const lastId = isBetweenRuns ? id : previousId;
  return {
    name: container.name,
    ready: role === 'init' ? stage.is === 'exited' && stage.exitCode === 0 : isRunning && probes.isReady,
    started: isRunning && probes.isStarted,
    restartCount: attempt,
    image: container.image ?? '',
    imageID: '',
    ...(id ? { containerID: containerID(id) } : {}),
    state,
    ...(last ? { lastState: terminatedState(last, lastId && containerID(lastId)) } : {}),
  };
}

function containerState(snapshot: ContainerSnapshot, input: PodStatusInput): ContainerState {
  const { container, role, stage, waiting, startedAtMs, termination, id } = snapshot;
  if (termination && stage.is === 'exited') {
    const delayMs = stage.restartAtMs - termination.finishedAtMs;
    const waits =
      delayMs > 0 && !input.isStopping && input.decision.outcome === 'active' && restartsAfter(role, stage.exitCode, input.restartPolicy);
    if (!waits) return terminatedState(termination, id && containerID(id));
    const message = `back-off ${Math.round(delayMs / 1000)}s restarting failed container=${container.name} pod=${input.pod.metadata.name}`;
    return { waiting: { reason: 'CrashLoopBackOff', message } };
  }
  if (startedAtMs !== undefined) return { running: { startedAt: timestamp(startedAtMs) } };
  const isHeldUp = role === 'main' && !input.decision.isInitialized && waiting?.reason === 'ContainerCreating';
  const reason = isHeldUp ? 'PodInitializing' : (waiting?.reason ?? 'ContainerCreating');
  return { waiting: { reason, ...(waiting?.message ? { message: waiting.message } : {}) } };
}

/** The conditions that nodes write. */
export const ownConditions: ReadonlySet<string> = new Set(['PodScheduled', 'Initialized', 'ContainersReady', 'Ready']);

/** The conditions this node owns; whatever others have set stays. */
function conditions(input: PodStatusInput, phase: PodStatus['phase'], lasting: readonly ContainerStatus[]): PodCondition[] {
  const { pod, containers, decision, previous, nowMs } = input;
  const isOver = phase === 'Succeeded' || phase === 'Failed';
  const unready = lasting.filter((status) => !status.ready).map((status) => status.name);
  const uninitialized = containers
    .filter(({ role, stage }) => role !== 'main' && !(stage.is === 'exited' && stage.exitCode === 0))
    .map(({ container }) => container.name);
  const notReady: Partial<PodCondition> = isOver
    ? { reason: 'PodCompleted' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const isReady = unready.length === 0 && decision.isInitialized && !isOver;
  const wanted: Omit<PodCondition, 'lastTransitionTime'>[] = [
    { type: 'PodScheduled', status: 'True' },
    decision.isInitialized || isOver
      ? { type: 'Initialized', status: 'True' }
      : {
          type: 'Initialized',
          status: 'False',
          reason: 'ContainersNotInitialized',
          message: `containers with incomplete status: [${uninitialized.join(' ')}]`,
        },
    isReady ? { type: 'ContainersReady', status: 'True' } : { type: 'ContainersReady', status: 'False', ...notReady },
    isReady ? { type: 'Ready', status: 'True' } : { type: 'Ready', status: 'False', ...notReady },
    ...(input.isNodeStopping
      ? [{ type: 'DisruptionTarget', status: 'True' as const, reason: 'TerminationByKubelet', message: nodeStopping }]
      : []),
  ];
  const before = previous?.conditions ?? [];
  const foreign = (pod.status?.conditions ?? []).filter(
    ({ type }) => !ownConditions.has(type) && !wanted.some((condition) => condition.type === type),
  );
  return [
    ...wanted.map((condition) => {
      const same = before.find(({ type, status }) => type === condition.type && status === condition.status);
      return { ...condition, lastTransitionTime: same?.lastTransitionTime ?? timestamp(nowMs) };
    }),
    ...foreign,
  ];
}
