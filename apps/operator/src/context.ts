import type { AroundReconcile, Clock, EventRecorder, Fetch, KubeClient, Log, MetricsRegistry } from '@gse/kube';
import type { AnyGame } from '@gse/sdk';

/** What the controllers share. */
export interface OperatorContext {
  readonly client: KubeClient;
  gameById(this: void, id: string): AnyGame | undefined;
  /** Image of the agent container, by tag and digest on a cluster. */
  readonly agentImage: string;
  /** Packages of further games, as agents must be told them; they have to be in the agent's image. */
  readonly games?: string | undefined;
  /** Whether each server gets a NetworkPolicy of its own. */
  readonly networkPolicies: boolean;
  /** Namespaces whose collectors of metrics may reach agents; all where there is none. */
  readonly metricsNamespaces?: readonly string[] | undefined;
  /** How often the processors of a node are handed out; 2 where absent. */
  readonly cpuAllocationRatio?: number | undefined;
  /** Namespace of the operator's and the API's own pods. */
  readonly systemNamespace: string;
  /** Longest warning of players whose pod is taken away from outside; the SDK's own when absent. */
  readonly mostEvictionNoticeSeconds?: number | undefined;
  /** Unpredictable bytes, for credentials. */
  randomBytes(this: void, size: number): Uint8Array;
  readonly events: EventRecorder;
  /** Transport towards agents; the machine's own where absent. */
  readonly agentFetch?: Fetch;
  readonly runtime: {
    readonly clock: Clock;
    readonly log: Log;
    readonly metrics: MetricsRegistry;
    readonly around?: AroundReconcile | undefined;
  };
}
