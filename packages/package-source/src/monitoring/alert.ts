/** How soon somebody has to look: now, today, or when there is time. */
export type Severity = 'critical' | 'warning' | 'info';

/** One alert, the same for every cluster. */
export interface Alert {
  /** In CamelCase; the heading of its section in the runbooks. */
  readonly name: string;
  readonly severity: Severity;
  /** How long it must hold, as Prometheus writes durations. */
  readonly holds: string;
  /** PromQL. Figures that nobody reports make it silent: it compares what is there and never asks what is absent. */
  readonly expr: string;
  /** What is the matter, in a sentence; `{{ $labels.x }}` is all that it may fill in. */
  readonly summary: string;
}

/** Name of a server in a sentence of an alert. */
export const SERVER_WORDS = '{{ $labels.namespace }}/{{ $labels.server }}';

/** By what series of servers are told apart; whoever scraped them does not matter. */
export const BY_SERVER = 'by (namespace, server, game)';

/** Matches series of the same server. */
export const SAME_SERVER = 'on (namespace, server, game)';
