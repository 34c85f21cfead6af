/** What one container uses. */
export interface MeasuredContainer {
  name: string;
  cpuMillis: number;
  memoryBytes: number;
}

/** What the containers of one pod used within a window of time. */
export interface MeasuredPod {
  namespace: string;
  name: string;
  /** End of the window. */
  atMs: number;
  windowMs: number;
  containers: MeasuredContainer[];
}

/** Measures the running pods of one namespace, or of all; the node registers it. */
export type PodMetricsProvider = (namespace: string | undefined, signal: AbortSignal) => Promise<MeasuredPod[]>;
