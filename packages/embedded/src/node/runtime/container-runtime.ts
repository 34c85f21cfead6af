import type { Container, Pod } from '@gse/kube';

/** Which container of which pod; `attempt` counts its starts from 0 and is the pod status' `restartCount`. */
export interface ContainerIdentity {
  podNamespace: string;
  podName: string;
  podUid: string;
  container: string;
  attempt: number;
}

/** A folder (or one file) of the host inside the container. */
export interface Mount {
  hostPath: string;
  mountPath: string;
  readOnly: boolean;
}

/** One container port and where the host listens for it. */
export interface PortMapping {
  containerPort: number;
  protocol: 'TCP' | 'UDP';
  hostIP: string;
  hostPort: number;
}

/** Who the container's processes are. */
export interface ContainerUser {
  uid: number;
  gid: number;
}

/** Everything a runtime needs to start one container; references are already resolved. */
export interface ContainerSpec {
  identity: ContainerIdentity;
  /** The objects as ordered, for runtimes that choose by them. */
  pod: Pod;
  container: Container;
  image: string;
  /** Replaces the image's entrypoint. */
  command: string[] | undefined;
  /** Replaces the image's default arguments. */
  args: string[] | undefined;
  env: Record<string, string>;
  mounts: Mount[];
  /** Ports of this container. */
  ports: PortMapping[];
  user: ContainerUser | undefined;
  /** Who owns the pod's folders, where that is not this process' own user. */
  fileOwner: ContainerUser | undefined;
  limits: { cpuMillis: number | undefined; memoryBytes: number | undefined };
}

/** How a container ended. */
export interface ContainerExit {
  exitCode: number;
  oomKilled: boolean;
  startedAtMs: number | undefined;
  finishedAtMs: number;
  /** Why, where the exit code alone does not say it. */
  message?: string | undefined;
}

/** A container as the runtime knows it. */
export interface ListedContainer {
  id: string;
  identity: ContainerIdentity;
  /** `created`: made, but never started (the process that made it died in between). */
  state: 'created' | 'running' | 'exited';
  startedAtMs: number | undefined;
}

/** How far a pull is; totals grow while the engine learns about layers. */
export interface PullProgress {
  currentBytes: number;
  totalBytes: number;
}

export interface ExecResult {
  exitCode: number;
  /** Standard output and error together, cut at a cap. */
  output: string;
}

export interface RuntimeLogOptions {
  follow: boolean;
  timestamps: boolean;
  tailLines?: number | undefined;
  sinceMs?: number | undefined;
}

export interface ContainerUsage {
  /** Processor time since the container started. */
  cpuSeconds: number;
  memoryBytes: number;
  /** Processor use at the moment, where a simulation says it; then `cpuSeconds` means nothing. */
  cpuMillis?: number | undefined;
}

/**
 * What runs containers: the container engine, or local programs. The pod's life does not know which.
 * Containers outlive the node's process where the runtime can do that; `list` is how they are found again.
 */
export interface ContainerRuntime {
  /** For people: `Podman 4.3.1`, `simulated`. */
  readonly name: string;
  /** Processes listen on the mapped host ports themselves, and are told so by `GSE_PORT_MAP`; otherwise the runtime publishes them. */
  readonly usesHostNetwork: boolean;
  /** Whether `start` could run this image without a pull. */
  hasImage(image: string, signal: AbortSignal): Promise<boolean>;
  /** Fetches an image; fails with the registry's own words. */
  pull(image: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void>;
  /** Creates and starts; on failure nothing is left behind. Returns the container's id. */
  start(spec: ContainerSpec, signal: AbortSignal): Promise<string>;
  /** Every container this node ever started here and did not remove. */
  list(signal: AbortSignal): Promise<ListedContainer[]>;
  /** Resolves when the container has ended, at once when it already has. */
  wait(id: string, signal: AbortSignal): Promise<ContainerExit>;
  /** Sends a signal; a container that is gone is not an error. SIGKILL always ends it. */
  kill(id: string, signalName: 'SIGTERM' | 'SIGKILL', signal: AbortSignal): Promise<void>;
  /** Runs a command next to the container's process; killed when `signal` fires. */
  exec(id: string, command: string[], signal: AbortSignal): Promise<ExecResult>;
  /** The container's output. With `follow` it ends when the container does. */
  logs(id: string, options: RuntimeLogOptions, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  usage(id: string, signal: AbortSignal): Promise<ContainerUsage>;
  /** Removes an ended container and its output; killing it first if need be. A container that is gone is not an error. */
  remove(id: string, signal: AbortSignal): Promise<void>;
  /** Lets go of connections and child processes. Containers that can outlive the node are left running. */
  close(): Promise<void>;
}
