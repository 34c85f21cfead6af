import type { Clock, Log } from '@gse/kube';
import type { PodLogProvider } from './logs/provider.ts';
import type { PodMetricsProvider } from './measured/provider.ts';
import type { ResourceDefinition } from './resources/definition.ts';
import type { Registry } from './resources/registry.ts';
import type { Store } from './store/store.ts';
import type { WatchHub } from './watch/hub.ts';

/** What every verb works on: one of these exists for each server. */
export interface Api {
  readonly store: Store;
  readonly registry: Registry;
  readonly hub: WatchHub;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Fires when the server closes; streams end with it. */
  readonly closing: AbortSignal;
  /** Set by the node that runs the pods. */
  podLogs: PodLogProvider | undefined;
  /** Set by the node that runs the pods. */
  podMetrics: PodMetricsProvider | undefined;
}

/** One request for a resource, with what has been found out about it. */
export interface ResourceRequest {
  api: Api;
  request: Request;
  query: URLSearchParams;
  user: string;
  definition: ResourceDefinition;
  namespace: string;
  /** Empty for collections. */
  name: string;
  subresource: string | undefined;
  /** Becomes `Warning` headers of the answer. */
  warnings: Set<string>;
}

/** The definition objects of this request are stored in. */
export function storedDefinition(request: { definition: ResourceDefinition }): ResourceDefinition {
  return request.definition.stored?.definition ?? request.definition;
}
