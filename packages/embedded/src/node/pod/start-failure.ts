import { isNodeError } from '../errors.ts';

/** How a failed start is told, in the words of Kubernetes. */
export interface StartFailure {
  /** The container's waiting or termination reason. */
  reason: string;
  /** The event's reason. */
  event: string;
  /** It counts as a run that ended (and backs off like a crash) instead of a wait for something missing. */
  isRunFailure: boolean;
  /** Asking again costs somebody else: a registry. */
  isSlow: boolean;
}

/** Classifies a failed start; `failures` counts those in a row, this one included. */
export function explainStartFailure(error: unknown, failures: number): StartFailure {
  const waiting = { isRunFailure: false, isSlow: false };
  if (isNodeError(error, 'GSE_IMAGE_PULL_FAILED')) {
    return { reason: failures > 1 ? 'ImagePullBackOff' : 'ErrImagePull', event: 'Failed', isRunFailure: false, isSlow: true };
  }
  if (isNodeError(error, 'GSE_IMAGE_MISSING')) return { reason: 'ErrImageNeverPull', event: 'Failed', isRunFailure: false, isSlow: true };
  if (isNodeError(error, 'GSE_CONTAINER_CONFIG_INVALID')) return { reason: 'CreateContainerConfigError', event: 'Failed', ...waiting };
  if (isNodeError(error, 'GSE_VOLUME_UNAVAILABLE')) return { reason: 'ContainerCreating', event: 'FailedMount', ...waiting };
  if (isNodeError(error, 'GSE_CONTAINER_START_FAILED', 'GSE_PORT_TAKEN', 'GSE_PROGRAM_UNKNOWN')) {
    return { reason: 'ContainerCannotRun', event: 'Failed', isRunFailure: true, isSlow: false };
  }
  return { reason: 'CreateContainerError', event: 'Failed', ...waiting };
}
