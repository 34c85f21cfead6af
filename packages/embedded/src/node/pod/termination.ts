import { timestamp, type ContainerState } from '@gse/kube';
import type { ContainerExit } from '../runtime/container-runtime.ts';

/** How one run of a container ended, as the pod's status tells it. */
export interface Termination {
  exitCode: number;
  /** `Completed`, `Error`, `OOMKilled`, `ContainerCannotRun` or `NodeRestarted`. */
  reason: string;
  message: string | undefined;
  startedAtMs: number | undefined;
  finishedAtMs: number;
}

/** What a runtime reported, with its reason; `reason` overrules. */
export function toTermination(exit: ContainerExit, reason: string | undefined): Termination {
  const { exitCode, startedAtMs, finishedAtMs, message } = exit;
  const derived = exit.oomKilled ? 'OOMKilled' : exitCode === 0 ? 'Completed' : 'Error';
  return { exitCode, reason: reason ?? derived, message, startedAtMs, finishedAtMs };
}

/** Reads the termination in a container state that was written earlier. */
export function readTermination(state: ContainerState | undefined): Termination | undefined {
  if (!state?.terminated) return undefined;
  const { exitCode, reason, message, startedAt, finishedAt } = state.terminated;
  return {
    exitCode,
    reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    message,
    startedAtMs: Date.parse(startedAt ?? '') || undefined,
    finishedAtMs: Date.parse(finishedAt ?? '') || 0,
  };
}

/** The `terminated` state. */
export function terminatedState(termination: Termination, containerId: string | undefined): ContainerState {
  const { exitCode, reason, message, startedAtMs, finishedAtMs } = termination;
  return {
    terminated: {
      exitCode,
      reason,
      ...(message ? { message } : {}),
      ...(startedAtMs === undefined ? {} : { startedAt: timestamp(startedAtMs) }),
      finishedAt: timestamp(finishedAtMs),
      ...(containerId ? { containerID: containerId } : {}),
    },
  };
}
