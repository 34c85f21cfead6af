import type { GameServerSpec } from '@gse/resources';
import type { AnyGame } from '../game/definition.ts';

/** Seconds between the end of the game's own stop and the kill, for the agent to let go and the node to notice. */
const STOP_MARGIN_SECONDS = 15;

/** Warnings before a disruptive act when neither server nor operation say otherwise, in seconds. */
export const DEFAULT_ANNOUNCE_SECONDS: readonly number[] = [300, 60, 10];

/**
 * The pod's `terminationGracePeriodSeconds`: save + stop + margin. Derived here and nowhere else, so that no second knob can
 * disagree with it. Announcing happens before the pod is asked to go, therefore it is no part of it.
 */
export function gracePeriodSeconds(game: Pick<AnyGame, 'budgets'>): number {
  return game.budgets.saveSeconds + game.budgets.stopSeconds + STOP_MARGIN_SECONDS;
}

/** Warnings for an act, longest first, without doubles. */
export function announceSeconds(...policies: (GameServerSpec['disruption'] | undefined)[]): readonly number[] {
  const chosen = policies.find((policy) => policy?.announceSeconds !== undefined)?.announceSeconds ?? DEFAULT_ANNOUNCE_SECONDS;
  return [...new Set(chosen)].sort((a, b) => b - a);
}
