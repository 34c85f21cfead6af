import type { ContainerState, ContainerStatus, KubeEvent, Pod, StatefulSet } from '@gse/kube';
import type { Applied, End, ObservedPod } from '@gse/sdk';
import { z } from 'zod';
import { GAME_CONTAINER } from '@gse/server-objects';
import { appliedText } from '../workload/stateful-set.ts';

const appliedSchema = z.object({
  generation: z.number(),
  version: z.string(),
  cpu: z.string(),
  memory: z.string(),
  settings: z.record(z.string(), z.unknown()),
  agentImage: z.string().optional(),
  placement: z.string().optional(),
  hostPorts: z.string().optional(),
  notice: z.number().optional(),
  game: z.string().optional(),
  platform: z.string().optional(),
});

/** Waiting reasons that mean trouble rather than the ordinary way up. */
const TROUBLES: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
  'ContainerCannotRun',
]);

/** How nodes mark containers that ended because the node itself did. */
const NODE_REASONS: ReadonlySet<string> = new Set(['NodeRestarted', 'ContainerStatusUnknown']);

/** How nodes mark containers that never got to run. */
const START_FAILURES: ReadonlySet<string> = new Set(['ContainerCannotRun', 'StartError']);

/** What else is known of a pod. */
export interface PodSurroundings {
  /** What makes the pods of the server. */
  readonly set?: StatefulSet | undefined;
  /** What the storage driver complains of while there is no volume. */
  readonly claimWarning?: KubeEvent | undefined;
}

/** Reduces a pod to what decisions need. */
export function observePod(pod: Pod, { set, claimWarning }: PodSurroundings = {}): ObservedPod {
  const game = pod.status?.containerStatuses?.find((status) => status.name === GAME_CONTAINER);
  const prepare = pod.status?.initContainerStatuses?.find((status) => status.name === 'prepare');
  const lastEnd = endOf(game?.state?.terminated) ?? endOf(game?.lastState?.terminated);
  const isScheduled = pod.spec.nodeName !== undefined && pod.spec.nodeName !== '';
  // That a pod cannot be scheduled without its volume says less than why there is no volume.
  const trouble =
    !isScheduled && claimWarning?.message !== undefined
      ? { code: claimWarning.reason ?? 'VolumeMissing', message: `The world volume cannot be made: ${claimWarning.message}` }
      : troubleOf(pod);
  const preparing = preparingOf(game, prepare);
  const applied = appliedOf(appliedText(pod));
  const wanted = appliedOf(set && appliedText(set.spec.template));
  return {
    uid: pod.metadata.uid ?? '',
    // A pod that its node shuts down or evicts is as good as gone: its successor follows.
    deleting: pod.metadata.deletionTimestamp !== undefined || pod.status?.phase === 'Failed' || isDisrupted(pod),
    // With the grace period in it already.
    ...(pod.metadata.deletionTimestamp !== undefined && { goneBy: Date.parse(pod.metadata.deletionTimestamp) }),
    ...(pod.spec.nodeName && { node: pod.spec.nodeName }),
    scheduled: isScheduled,
    game: gameState(game?.state),
    ends: game === undefined ? 0 : game.restartCount + (isRunOver(game) ? 1 : 0),
    ...(lastEnd && { lastEnd }),
    ...(trouble && { trouble }),
    ...(preparing !== undefined && { preparing }),
    ...(applied && { applied }),
    ...(wanted && { wanted }),
  };
}

/** Somebody ends the pod from outside, so its game does not leave by itself. */
function isDisrupted({ status }: Pod): boolean {
  return status?.conditions?.some((condition) => condition.type === 'DisruptionTarget' && condition.status === 'True') ?? false;
}

function gameState(state: ContainerState | undefined): ObservedPod['game'] {
  if (state?.running) return { state: 'running', startedAt: time(state.running.startedAt) };
  return { state: state?.terminated ? 'ended' : 'waiting' };
}

/**
 * True when the latest run of a container is over. Nodes count a restart only when the next run is made; while that waits, for a
 * back-off or its image, the end of the latest run stands in `lastState` already and `state` says nothing of it.
 */
function isRunOver({ state, lastState, containerID }: ContainerStatus): boolean {
  if (state?.terminated !== undefined) return true;
  const last = lastState?.terminated;
  if (state?.running !== undefined || last === undefined) return false;
  return last.containerID === undefined ? state?.waiting?.reason === 'CrashLoopBackOff' : last.containerID === containerID;
}

function endOf(terminated: ContainerState['terminated']): End | undefined {
  return (
    terminated && {
      exitCode: terminated.exitCode,
      oomKilled: terminated.reason === 'OOMKilled',
      byNode: NODE_REASONS.has(terminated.reason ?? '') || isLostByNode(terminated),
      ...(START_FAILURES.has(terminated.reason ?? '') && { problem: terminated.message ?? terminated.reason ?? '' }),
      finishedAt: time(terminated.finishedAt),
    }
  );
}

/** As containerd tells of what it had left running when the machine went down. */
function isLostByNode({ reason, exitCode }: NonNullable<ContainerState['terminated']>): boolean {
  return reason === 'Unknown' && exitCode === 255;
}

function troubleOf(pod: Pod): ObservedPod['trouble'] {
  const unscheduled = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled' && condition.status === 'False');
  if (unscheduled)
    return { code: unscheduled.reason ?? 'Unschedulable', message: unscheduled.message ?? 'No node has room for the server.' };
  for (const status of [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]) {
    const waiting = status.state?.waiting;
    if (waiting?.reason !== undefined && TROUBLES.has(waiting.reason))
      return { code: waiting.reason, message: waiting.message ?? `The container ${status.name} cannot be started.` };
    const failed = status.name === 'prepare' ? (status.state?.terminated ?? status.lastState?.terminated) : undefined;
    if (failed && failed.exitCode !== 0)
      return {
        code: 'PrepareFailed',
        message: failed.message ?? 'The files of the game could not be prepared; the log of the container prepare says why.',
      };
  }
  return undefined;
}

function preparingOf(game: ContainerStatus | undefined, prepare: ContainerStatus | undefined): string | undefined {
  if (prepare?.state?.running) return 'The configuration of the game is written.';
  return game?.state?.waiting?.message;
}

function appliedOf(text: string | undefined): Applied | undefined {
  if (text === undefined) return undefined;
  try {
    return appliedSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // edited by hand; what is staged cannot be told then
  }
}

function time(text: string | undefined): number {
  const parsed = Date.parse(text ?? '');
  return Number.isNaN(parsed) ? 0 : parsed;
}
