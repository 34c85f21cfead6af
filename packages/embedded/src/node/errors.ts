/** Stable codes of everything the node throws. */
export type NodeErrorCode =
  /** The container engine answered with an error; `status` says which. */
  | 'GSE_ENGINE_API'
  /** The container engine's socket does not answer, or not in time. */
  | 'GSE_ENGINE_UNREACHABLE'
  /** The image could not be pulled; the message is the registry's own word. */
  | 'GSE_IMAGE_PULL_FAILED'
  /** The image is not there, and the policy forbids pulling it. */
  | 'GSE_IMAGE_MISSING'
  /** The container could not be created or started. */
  | 'GSE_CONTAINER_START_FAILED'
  /** A host port is taken by another program. */
  | 'GSE_PORT_TAKEN'
  /** No container, program or log of that name. */
  | 'GSE_CONTAINER_NOT_FOUND'
  /** No local program stands for this container. */
  | 'GSE_PROGRAM_UNKNOWN'
  /** A volume's source is missing or of a kind the node does not know. */
  | 'GSE_VOLUME_UNAVAILABLE'
  /** An environment variable refers to something that does not exist. */
  | 'GSE_CONTAINER_CONFIG_INVALID'
  /** The cluster does not say what the node needs to know to be its kubelet. */
  | 'GSE_CLUSTER_UNKNOWN';

/** Every failure of the node and its runtimes. */
export class NodeError extends Error {
  override readonly name = 'NodeError';
  readonly code: NodeErrorCode;
  /** The HTTP status of the engine's answer, 0 when there was none. */
  readonly status: number;

  constructor(code: NodeErrorCode, message: string, details: { cause?: unknown; status?: number } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.status = details.status ?? 0;
  }
}

/** Whether `error` is a {@link NodeError} of one of these codes. */
export function isNodeError(error: unknown, ...codes: NodeErrorCode[]): error is NodeError {
  return error instanceof NodeError && codes.includes(error.code);
}

/** What went wrong, as one sentence for an event or a log line. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
