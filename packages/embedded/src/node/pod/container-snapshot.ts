import type { Container } from '@gse/kube';
import type { ProbeState } from '../probes/prober.ts';
import type { ContainerRole, ContainerStage } from './lifecycle.ts';
import type { Termination } from './termination.ts';

/** A container as it is now: what the pod's status is computed from. */
export interface ContainerSnapshot {
  container: Container;
  role: ContainerRole;
  stage: ContainerStage;
  /** Why it waits; for the stages `waiting` and `starting`. */
  waiting: { reason: string; message: string | undefined } | undefined;
  startedAtMs: number | undefined;
  probes: ProbeState;
  attempt: number;
  id: string | undefined;
  previousId: string | undefined;
  /** How this run ended, or the one before when it has not. */
  termination: Termination | undefined;
  lastTermination: Termination | undefined;
}
