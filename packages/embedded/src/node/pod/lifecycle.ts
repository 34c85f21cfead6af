/** Where a container is in its life, as far as decisions need to know. */
export type ContainerStage =
  /** Not started yet, or due to be started anew. */
  | { is: 'waiting'; retryAtMs: number }
  | { is: 'starting' }
  /** `isStarted`: the startup probe, where there is one, has passed. */
  | { is: 'running'; isStarted: boolean; isFailing: boolean }
  | { is: 'stopping' }
  | { is: 'exited'; exitCode: number; restartAtMs: number };

export type ContainerRole =
  /** Runs to its end before the next one starts. */
  | 'init'
  /** An init container with `restartPolicy: Always`: the next one starts when it has started, and it runs as long as the pod. */
  | 'sidecar'
  | 'main';

/** One container of a pod; a pod's containers are given in the order of its spec, init containers first. */
export interface ContainerView {
  name: string;
  role: ContainerRole;
  stage: ContainerStage;
}

export interface PodView {
  containers: readonly ContainerView[];
  restartPolicy: 'Always' | 'OnFailure' | 'Never';
  /** The pod is being deleted, or the node is closing: everything is to end. */
  isStopping: boolean;
  nowMs: number;
}

export interface PodDecision {
  start: string[];
  stop: { name: string; because: 'podStopping' | 'probeFailed' | 'podFinished' }[];
  /** When something is due that no event announces. */
  wakeAtMs: number | undefined;
  /** Every init container has done its part. */
  isInitialized: boolean;
  /** `finished`: nothing runs and nothing will. */
  outcome: 'active' | 'succeeded' | 'failed' | 'stopped';
}

/**
 * What to do next for a pod: one pure function of what its containers do now. The kubelet's rules:
 * init containers one after the other, then all main containers; restarts by policy; sidecars outlive the main containers.
 */
export function decidePod(pod: PodView): PodDecision {
  const decision: PodDecision = { start: [], stop: [], wakeAtMs: undefined, isInitialized: false, outcome: 'active' };
  const init = pod.containers.filter((container) => container.role !== 'main');
  const main = pod.containers.filter((container) => container.role === 'main');
  // Once a main container has been started the init sequence is over, also while a sidecar is down for a moment.
  decision.isInitialized = main.some(({ stage }) => stage.is !== 'waiting') || init.every(isPast);
  if (pod.isStopping) return stopAll(pod, decision, 'podStopping', 'stopped');

  const failedInit = init.find((container) => container.role === 'init' && hasFailedForGood(container, pod));
  if (failedInit) return stopAll(pod, decision, 'podFinished', 'failed');
  if (main.every((container) => hasEndedForGood(container, pod))) {
    const hasFailed = main.some((container) => container.stage.is === 'exited' && container.stage.exitCode !== 0);
    return stopAll(pod, decision, 'podFinished', hasFailed ? 'failed' : 'succeeded');
  }

  for (const container of init) {
    if (container.role === 'sidecar' || !decision.isInitialized) keepRunning(container, pod, decision);
    if (!decision.isInitialized && !isPast(container)) return decision;
  }
  for (const container of main) keepRunning(container, pod, decision);
  return decision;
}

/** Whether the container after this one in the init sequence may start. */
function isPast({ role, stage }: ContainerView): boolean {
  if (role === 'sidecar') return stage.is === 'running' && stage.isStarted;
  return stage.is === 'exited' && stage.exitCode === 0;
}

/** Whether a container is started again after it ended with this code. */
export function restartsAfter(role: ContainerRole, exitCode: number, policy: PodView['restartPolicy']): boolean {
  if (role === 'sidecar') return true;
  if (role === 'init') return exitCode !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

function hasEndedForGood(container: ContainerView, pod: PodView): boolean {
  return container.stage.is === 'exited' && !restartsAfter(container.role, container.stage.exitCode, pod.restartPolicy);
}

function hasFailedForGood(container: ContainerView, pod: PodView): boolean {
  return container.stage.is === 'exited' && container.stage.exitCode !== 0 && hasEndedForGood(container, pod);
}

function keepRunning(container: ContainerView, pod: PodView, decision: PodDecision): void {
  const { stage, name } = container;
  switch (stage.is) {
    case 'waiting':
      return startAt(stage.retryAtMs);
    case 'exited':
      if (restartsAfter(container.role, stage.exitCode, pod.restartPolicy)) startAt(stage.restartAtMs);
      return;
    case 'running':
      if (stage.isFailing) decision.stop.push({ name, because: 'probeFailed' });
      return;
    case 'starting':
    case 'stopping':
      return;
  }

  function startAt(atMs: number): void {
    if (atMs <= pod.nowMs) decision.start.push(name);
    else decision.wakeAtMs = Math.min(decision.wakeAtMs ?? Infinity, atMs);
  }
}

/** Main and init containers first, all at once; when they are gone the sidecars, last one first. */
function stopAll(
  pod: PodView,
  decision: PodDecision,
  because: 'podStopping' | 'podFinished',
  outcome: PodDecision['outcome'],
): PodDecision {
  const isAlive = ({ stage }: ContainerView) => stage.is === 'starting' || stage.is === 'running' || stage.is === 'stopping';
  const alive = pod.containers.filter(isAlive);
  const first = alive.filter((container) => container.role !== 'sidecar');
  const now = first.length > 0 ? first : alive.slice(-1);
  for (const { name, stage } of now) {
    if (stage.is !== 'stopping') decision.stop.push({ name, because });
  }
  if (alive.length === 0) decision.outcome = outcome;
  return decision;
}
