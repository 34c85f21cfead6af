import { factorio } from '@gse/factorio';
import { minecraft } from '@gse/minecraft';
import type { AnyGame } from '@gse/sdk';

/** Every game of this edition, in the order the marketplace shows them. */
export const games: readonly AnyGame[] = [minecraft, factorio];

/** The adapter of a game; undefined when this edition has none. */
export function gameById(id: string): AnyGame | undefined {
  return games.find((game) => game.id === id);
}
