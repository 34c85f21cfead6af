/** One figure that a game may tell, as a dashboard shows it. */
export interface MetricSpec {
  /** As {@link MetricSample} has it. The unit is the end of the name: `_seconds`, `_bytes`, `_ratio`, `_percent`, `_total`. */
  readonly name: string;
  /** Words for people, such as `Longest tick`. */
  readonly title: string;
}

/** Name under which a figure of a game is exported: its own, behind the game's. */
export function exportedMetricName(gameId: string, name: string): string {
  return `${gameId.replace(/[^a-zA-Z0-9_]/g, '_')}_${name}`;
}
