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
  /**
   * What it is about, filled in as a sentence is; two alerts of one name about the same are one. The platform's Alerta tells
   * alerts apart by the label `exported_instance` or `instance`, and what is counted over pods has neither.
   */
  readonly about: string;
  /** What is the matter, in a sentence; `{{ $labels.x }}` is all that it may fill in. */
  readonly summary: string;
}

/** Name of a server in an alert. */
export const SERVER_WORDS = '{{ $labels.namespace }}/{{ $labels.server }}';

/** By what series of servers are told apart; whoever scraped them does not matter. */
export const BY_SERVER = 'by (namespace, server, game)';

/** Matches series of the same server. */
export const SAME_SERVER = 'on (namespace, server, game)';
