import { agentOf, isSilent } from './agent.ts';
import type { CrashRecord, DecideInput, ObservedPod } from './input.ts';
import { diagnose, type Finding } from './diagnose.ts';
import { CRASH_POLICY } from './policy.ts';
import { cut } from './reason.ts';
import { iso, ms } from './time.ts';

/** Identifies one end of one pod's game, so that no crash is counted twice or missed. */
export function crashKey(pod: ObservedPod): string {
  return `${pod.uid}/${pod.ends}`;
}

/** True when the game of this pod has ended by its own doing. */
export function hasEnded(pod: ObservedPod): boolean {
  return pod.ends > 0 && pod.lastEnd?.byNode !== true;
}

/** True when the game has ended since it was last counted. */
export function hasCrashed(input: DecideInput, previous: CrashRecord | undefined): boolean {
  const { pod } = input.observed;
  return pod !== undefined && hasEnded(pod) && crashKey(pod) !== previous?.key;
}

/** The record of a fresh crash, without log lines yet. */
export function recordCrash(pod: ObservedPod, previous: CrashRecord | undefined, now: number): CrashRecord {
  return {
    key: crashKey(pod),
    count: (previous?.count ?? 0) + 1,
    // By the node's clock, which may be ahead of ours: nobody is to wait for the difference.
    at: iso(Math.min(pod.lastEnd?.finishedAt ?? now, now)),
    ...(pod.lastEnd && { exitCode: pod.lastEnd.exitCode, oomKilled: pod.lastEnd.oomKilled }),
    ...(pod.lastEnd?.problem !== undefined && { problem: cut(pod.lastEnd.problem, 1000) }),
  };
}

/** The record completed with the last log lines and what the game's diagnoses make of them. */
export function explainCrash(input: DecideInput, record: CrashRecord, lines: readonly string[]): CrashRecord {
  const finding = crashFinding(input, record, lines);
  return { ...record, lines: lines.slice(-40).map((line) => cut(line, 1000)), ...(finding && { diagnosis: finding.diagnosis.id }) };
}

/** What the game's diagnoses make of a recorded crash. */
export function crashFinding(input: DecideInput, record: CrashRecord, lines: readonly string[] = record.lines ?? []): Finding | undefined {
  if (input.game === undefined) return undefined;
  const exit = record.exitCode === undefined ? undefined : { exitCode: record.exitCode, oomKilled: record.oomKilled ?? false };
  return diagnose(input.game.diagnoses, { lines, ...(exit && { exit }) }, input.spec);
}

/** True when trying again cannot help, or has not helped often enough. */
export function shouldGiveUp(input: DecideInput, record: CrashRecord): boolean {
  return record.count >= CRASH_POLICY.giveUpAfter || crashFinding(input, record)?.diagnosis.fatal === true;
}

/** The record after a look at how long the game has been well: forgotten after a stable period in a pod that never crashed. */
export function forgetWhenStable(record: CrashRecord | undefined, input: DecideInput): CrashRecord | undefined {
  const { now, observed } = input;
  const healthySince = isSilent(input) ? undefined : agentOf(input)?.healthySince;
  if (record === undefined || healthySince === undefined || observed.pod === undefined || hasEnded(observed.pod)) return record;
  const since = Math.max(healthySince, ms(record.at) ?? 0);
  return now - since >= CRASH_POLICY.stableMs ? undefined : record;
}
