import type { Clock, EventRecorder, Fetch, KubeClient, Log, MetricsRegistry } from '@gse/kube';
import type { AnyGame } from '@gse/sdk';

/** What the controllers share. */
export interface OperatorContext {
  readonly client: KubeClient;
  gameById(this: void, id: string): AnyGame | undefined;
  /** Image of the agent container, by tag and digest on a cluster. */
  readonly agentImage: string;
  /** Unpredictable bytes, for credentials. */
  randomBytes(this: void, size: number): Uint8Array;
  readonly events: EventRecorder;
  /** Transport towards agents; the machine's own where absent. */
  readonly agentFetch?: Fetch;
  readonly runtime: { readonly clock: Clock; readonly log: Log; readonly metrics: MetricsRegistry };
}
