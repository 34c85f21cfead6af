import { isNodeError, NodeError } from '../errors.ts';

/** There is no such container or image (any more). */
export function isGone(error: unknown): boolean {
  if (!isNodeError(error, 'GSE_ENGINE_API')) return false;
  // Podman answers 500 when the container goes while it is being looked at.
  return error.status === 404 || (error.status === 500 && /no such container/i.test(error.message));
}

/** A signal came too late. Docker answers 409; Podman 4 answers 500 and says so. */
export function isNotRunning(error: unknown): boolean {
  return (
    isNodeError(error, 'GSE_ENGINE_API') &&
    (error.status === 409 || /is not running|can only kill running|container state improper/i.test(error.message))
  );
}

/** A container of this name exists. */
export function isNameTaken(error: unknown): boolean {
  return isNodeError(error, 'GSE_ENGINE_API') && /already in use by/i.test(error.message);
}

/** Why a container could not be created or started; what is not the engine's answer is passed on as it is. */
export function startError(error: unknown): unknown {
  if (!isNodeError(error, 'GSE_ENGINE_API')) return error;
  const isPort = /address already in use|port is already allocated|ports are not available/i.test(error.message);
  return new NodeError(isPort ? 'GSE_PORT_TAKEN' : 'GSE_CONTAINER_START_FAILED', error.message, { cause: error, status: error.status });
}
