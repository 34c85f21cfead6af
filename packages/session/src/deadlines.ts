import type { AnyGame } from '@gse/sdk';

/** How long the platform lets the game take for each kind of call, in milliseconds. */
export interface Deadlines {
  readonly probe: number;
  readonly players: number;
  readonly command: number;
  readonly announce: number;
  readonly moderate: number;
  readonly save: number;
  readonly quiesce: number;
  readonly release: number;
  /** Asking the game to leave; the leaving itself has the stop budget. */
  readonly stop: number;
  readonly applyLive: number;
  readonly metrics: number;
}

/** Deadlines derived from what is normal for the game. */
export function deadlinesOf(game: Pick<AnyGame, 'budgets' | 'health'>): Deadlines {
  const probe = Math.min(Math.max(game.health.intervalSeconds * 1000, 2_000), 10_000);
  return {
    probe,
    players: probe,
    command: 20_000,
    announce: 10_000,
    moderate: 20_000,
    save: game.budgets.saveSeconds * 1000,
    quiesce: game.budgets.saveSeconds * 1000,
    release: 10_000,
    stop: Math.min(game.budgets.stopSeconds * 1000, 15_000),
    applyLive: 20_000,
    metrics: 10_000,
  };
}
