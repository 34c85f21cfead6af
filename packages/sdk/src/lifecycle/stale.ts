import { isSameOrder, podDifferences } from '../plan/staged.ts';
import type { DecideInput, Effect, ObservedPod } from './input.ts';
import { obstacle } from './obstacle.ts';

/**
 * The pod, where its game never ran and it would be made otherwise today. Nobody can be on it, and what was changed may be what
 * keeps it from starting, such as a version that does not exist.
 */
export function stalePod(input: DecideInput): ObservedPod | undefined {
  const { pod } = input.observed;
  if (pod?.applied === undefined || pod.wanted === undefined || pod.game.state !== 'waiting' || pod.ends > 0) return undefined;
  const isStale = !isSameOrder(pod.wanted, pod.applied) || podDifferences(pod.wanted, pod.applied).length > 0;
  return isStale && obstacle(input) === undefined ? pod : undefined;
}

/** Takes a stale pod away: the workload follows with one from the present order. */
export function replaceStale(input: DecideInput): Effect[] {
  const pod = stalePod(input);
  if (pod === undefined || pod.deleting || input.game === undefined) return [];
  return [{ kind: 'hurry', key: `hurry/${pod.uid}`, podUid: pod.uid, graceSeconds: input.game.budgets.stopSeconds }];
}
