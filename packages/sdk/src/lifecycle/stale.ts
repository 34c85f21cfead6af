import { agentOf } from './agent.ts';
import { isSameOrder, podDifferences } from '../plan/staged.ts';
import type { DecideInput, Effect, ObservedPod } from './input.ts';
import { obstacle } from './obstacle.ts';

/** What a person orders of a pod besides its game. */
const ORDERED: ReadonlySet<string> = new Set(['placement', 'network']);

/**
 * The pod, where its game never ran and another was ordered meanwhile. Nobody can be on it, and what was changed may be what keeps
 * it from starting, such as a version that does not exist. What the platform would make otherwise counts only where a container
 * cannot be started: another edition of the operator, with other defaults, is no reason to begin a long installation again.
 */
export function stalePod(input: DecideInput): ObservedPod | undefined {
  const { pod } = input.observed;
  if (pod?.applied === undefined || pod.wanted === undefined || pod.game.state !== 'waiting' || pod.ends > 0) return undefined;
  // The agent may know better than a pod status that came late.
  if (agentOf(input)?.everHealthy === true) return undefined;
  const isStuck = pod.scheduled && pod.trouble !== undefined;
  const isOrderedAnew = pod.wanted.generation !== pod.applied.generation && !isSameOrder(pod.wanted, pod.applied);
  const isStale = isOrderedAnew || podDifferences(pod.wanted, pod.applied).some(({ path }) => isStuck || ORDERED.has(path));
  return isStale && obstacle(input) === undefined ? pod : undefined;
}

/** Takes a stale pod away: the workload follows with one from the present order. */
export function replaceStale(input: DecideInput): Effect[] {
  const pod = stalePod(input);
  if (pod === undefined || pod.deleting || input.game === undefined) return [];
  return [{ kind: 'hurry', key: `hurry/${pod.uid}`, podUid: pod.uid, graceSeconds: input.game.budgets.stopSeconds }];
}
