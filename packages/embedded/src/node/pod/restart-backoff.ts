/** When containers that ended are started again. */
export interface RestartBackoffOptions {
  /** Delay before the second restart in a row; the first is immediate. 10 s in Kubernetes. */
  baseMs: number;
  maxMs: number;
  /** A container that ran this long counts as healthy again. */
  resetAfterMs: number;
}

/** As the kubelet does it. */
export const kubernetesBackoff: RestartBackoffOptions = { baseMs: 10_000, maxMs: 300_000, resetAfterMs: 600_000 };

/** How long to wait before the restart after `endsInARow` ends, the latest included: 0, base, 2·base, 4·base … up to the maximum. */
export function restartDelayMs(endsInARow: number, options: RestartBackoffOptions): number {
  if (endsInARow <= 1) return 0;
  return Math.min(options.maxMs, options.baseMs * 2 ** Math.min(endsInARow - 2, 30));
}

/** The length of the row of ends with one more end in it. */
export function countEnd(endsInARow: number, ranMs: number, options: RestartBackoffOptions): number {
  return ranMs >= options.resetAfterMs ? 1 : endsInARow + 1;
}
