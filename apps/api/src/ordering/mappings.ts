import { orderMapping, type OrderMapping } from '@gse/package-source';
import type { AnyGame } from '@gse/sdk';

/** How the orders of a game and its servers become each other; undefined for a game with settings that no order can say. */
export type MappingOf = (game: AnyGame) => OrderMapping | undefined;

/** Makes the mapping of each game once: it takes milliseconds, and every change of a server is checked with it. */
export function rememberMappings(): MappingOf {
  const known = new Map<AnyGame, OrderMapping | undefined>();
  return (game) => {
    if (!known.has(game)) known.set(game, mappingOf(game));
    return known.get(game);
  };
}

/** The mapping of a game; undefined as in {@link MappingOf}. */
export function mappingOf(game: AnyGame): OrderMapping | undefined {
  try {
    return orderMapping(game);
  } catch (error) {
    // Games of others may have settings of any shape; those are ordered as GameServers only.
    if (error instanceof Error && 'code' in error && error.code === 'GSE_EDITION') return undefined;
    throw error;
  }
}
