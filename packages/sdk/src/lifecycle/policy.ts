/** How crashes are met. */
interface CrashPolicy {
  /** Wait after the first crash; doubled with each further one. */
  readonly baseMs: number;
  readonly maxMs: number;
  /** Crashes without a stable period in between after which the platform stops trying. */
  readonly giveUpAfter: number;
  /** Healthy for this long: the count starts anew. */
  readonly stableMs: number;
}

/** The figures every server's crashes are met with. */
export const CRASH_POLICY: CrashPolicy = { baseMs: 5_000, maxMs: 300_000, giveUpAfter: 6, stableMs: 600_000 };

/** An agent that was silent for longer is not believed any more: health and players are unknown. */
export const AGENT_SILENCE_MS = 120_000;
/** Longest time for reading a crashed game's log: a successor of an operator that was lost meanwhile has to get its turn. */
export const EVIDENCE_DEADLINE_MS = 30_000;
/** A pod that is still there this long after its grace period is reported, not waited for silently. */
export const STOP_OVERDUE_MS = 60_000;

/**
 * Back-off before crash number `count` is recovered from: exponential, within ±20 % so that a thousand servers that fell
 * together do not rise together. The same server and count give the same figure, so a restarted operator agrees with itself.
 */
export function crashBackoffMs(serverUid: string, count: number): number {
  const plain = Math.min(CRASH_POLICY.maxMs, CRASH_POLICY.baseMs * 2 ** Math.min(Math.max(0, count - 1), 30));
  return Math.round(plain * (0.8 + 0.4 * spread(`${serverUid}/${count}`)));
}

/** A figure in [0, 1) that depends on the text alone (FNV-1a). */
function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0) / 2 ** 32;
}
