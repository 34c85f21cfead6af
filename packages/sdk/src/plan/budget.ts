import type { GameServerSpec } from '@gse/resources';
import type { AnyGame } from '../game/definition.ts';

/** Seconds between the end of the game's own stop and the kill, for the agent to let go and the node to notice. */
const STOP_MARGIN_SECONDS = 15;

/** Warnings before a disruptive act when neither server nor operation say otherwise, in seconds. */
export const DEFAULT_ANNOUNCE_SECONDS: readonly number[] = [300, 60, 10];

/**
 * Longest warning of players whose pod is taken away from outside, such as by a node drain. Whoever drains waits for it, and
 * what takes nodes away gives little more: the autoscaler ten minutes in all, a reclaimed machine two.
 */
const MOST_EVICTION_NOTICE_SECONDS = 60;

/**
 * How long players are warned when their pod is taken away and nobody has warned them before: as long as the server's own
 * longest warning, within limits. Where a server warns nobody, neither does this.
 */
export function evictionNoticeSeconds(policy: GameServerSpec['disruption']): number {
  return Math.min(MOST_EVICTION_NOTICE_SECONDS, announceSeconds(policy)[0] ?? 0);
}

/**
 * The pod's `terminationGracePeriodSeconds`: notice + save + stop + margin. Derived here and nowhere else, so that no second knob
 * can disagree with it. Where the journal stops a server, it has warned before, and the part of the notice is not used.
 */
export function gracePeriodSeconds(game: Pick<AnyGame, 'budgets'>, noticeSeconds = 0): number {
  return noticeSeconds + game.budgets.saveSeconds + game.budgets.stopSeconds + STOP_MARGIN_SECONDS;
}

/** Warnings for an act, longest first, without doubles. */
export function announceSeconds(...policies: (GameServerSpec['disruption'] | undefined)[]): readonly number[] {
  const chosen = policies.find((policy) => policy?.announceSeconds !== undefined)?.announceSeconds ?? DEFAULT_ANNOUNCE_SECONDS;
  return [...new Set(chosen)].sort((a, b) => b - a);
}
