import type { GameServerSpec } from '@gse/resources';
import type { AnyGame } from '../game/definition.ts';

/** Seconds between the end of the game's own stop and the kill, for the agent to let go and the node to notice. */
const STOP_MARGIN_SECONDS = 15;

/** Warnings before a disruptive act when neither server nor operation say otherwise, in seconds. */
export const DEFAULT_ANNOUNCE_SECONDS: readonly number[] = [300, 60, 10];

/**
 * Longest warning of players where somebody stands and waits: whoever drains a node, or deletes a server and all that goes with
 * it. They give little more: the autoscaler ten minutes in all, a reclaimed machine two, a Helm release five.
 */
const MOST_HURRIED_NOTICE_SECONDS = 60;

/**
 * How long players are warned when their pod is taken away and nobody has warned them before: as long as the server's own
 * longest warning, within limits. Where a server warns nobody, neither does this.
 */
export function evictionNoticeSeconds(policy: GameServerSpec['disruption']): number {
  return Math.min(MOST_HURRIED_NOTICE_SECONDS, announceSeconds(policy)[0] ?? 0);
}

/** Those of an act's warnings that are left where somebody waits for it: the ones that fit, or the longest that would. */
export function hurriedSeconds(warnings: readonly number[]): readonly number[] {
  const fitting = warnings.filter((seconds) => seconds <= MOST_HURRIED_NOTICE_SECONDS);
  return fitting.length > 0 || warnings.length === 0 ? fitting : [MOST_HURRIED_NOTICE_SECONDS];
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
