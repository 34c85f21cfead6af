import type { AnyGame, GameSimulator } from '@gse/sdk';

/** An adapter and the simulator it is proven against. */
export interface Subject {
  readonly game: AnyGame;
  readonly simulator: GameSimulator;
  /** Folder of its sources, for findings that say where to look. */
  readonly sources?: string;
}
