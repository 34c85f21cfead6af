import { timestamp } from '../clock.ts';
import type { Condition } from '../object.ts';

/** A condition to set; its transition time is worked out. */
export type ConditionUpdate = Omit<Condition, 'lastTransitionTime'>;

/** Finds a condition by type. */
export function findCondition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

/**
 * The conditions with one of them set; the order stays, a new one comes last.
 * `lastTransitionTime` moves only when `status` changes, so it says since when.
 */
export function setCondition(conditions: readonly Condition[] | undefined, update: ConditionUpdate, now: number): Condition[] {
  const previous = findCondition(conditions, update.type);
  const lastTransitionTime = previous?.status === update.status ? previous.lastTransitionTime : timestamp(now);
  const next: Condition = {
    type: update.type,
    status: update.status,
    reason: update.reason,
    message: update.message,
    lastTransitionTime,
    ...(update.observedGeneration === undefined ? {} : { observedGeneration: update.observedGeneration }),
  };
  if (!previous) return [...(conditions ?? []), next];
  return (conditions ?? []).map((condition) => (condition === previous ? next : condition));
}
