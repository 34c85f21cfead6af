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

/** True when trying again cannot help, or has not helped often enough. A crash that the game got over by itself is neither. */
export function shouldGiveUp(input: DecideInput, record: CrashRecord): boolean {
  if (record.count === 0) return false;
  return record.count >= CRASH_POLICY.giveUpAfter || crashFinding(input, record)?.diagnosis.fatal === true;
}

/** True when the game, as it runs now, has answered for a stable period without a break. */
function isStable(input: DecideInput): boolean {
  const { pod } = input.observed;
  const healthySince = isSilent(input) ? undefined : agentOf(input)?.healthySince;
  if (pod?.game.state !== 'running' || healthySince === undefined) return false;
  return healthySince >= pod.game.startedAt && input.now - healthySince >= CRASH_POLICY.stableMs;
}

/**
 * The record after a look at how long the game has been well. After a stable period it is forgotten; where the node had started
 * the game again in the same pod, that this end was counted stays known.
 */
export function forgetWhenStable(record: CrashRecord | undefined, input: DecideInput): CrashRecord | undefined {
  const { pod } = input.observed;
  if (record === undefined || pod === undefined || !isStable(input)) return record;
  if (input.now - (ms(record.at) ?? 0) < CRASH_POLICY.stableMs) return record;
  return hasEnded(pod) ? overcome(record) : undefined;
}

/** A crash that the game got over by itself: it counts for nothing, and nothing is to be learned from it any more. */
function overcome({ lines: _lines, diagnosis: _diagnosis, givenUp: _givenUp, ...record }: CrashRecord): CrashRecord {
  return { ...record, count: 0 };
}
