/** What `kubectl logs` can ask for. */
export interface PodLogOptions {
  container?: string;
  follow?: boolean;
  /** The run before the current one. */
  previous?: boolean;
  tailLines?: number;
  sinceSeconds?: number;
  /** RFC 3339. */
  sinceTime?: string;
  timestamps?: boolean;
  limitBytes?: number;
}

/**
 * Reads the log of a pod's container; the node registers it. The stream ends with the log, or when the signal fires.
 * Rejects with a message for people when there is no log.
 */
export type PodLogProvider = (
  namespace: string,
  pod: string,
  options: PodLogOptions,
  signal: AbortSignal,
) => ReadableStream<Uint8Array> | Promise<ReadableStream<Uint8Array>>;
