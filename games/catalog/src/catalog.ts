import type { AnyGame } from '@gse/sdk';
import { GamePackageError } from './errors.ts';
import { openGamePackage } from './game-package.ts';
import { games as own } from './games.ts';

/** The games that one process knows. */
export interface Catalog {
  /** In the order the marketplace shows them. */
  readonly games: readonly AnyGame[];
  /** The adapter of a game; undefined when there is none. */
  gameById(this: void, id: string): AnyGame | undefined;
}

/** Names or folders in one text, as they stand in the environment variable `GSE_GAMES`. */
export function packageReferences(text: string | undefined): readonly string[] {
  return [...new Set((text ?? '').split(/[\s,]+/).filter((reference) => reference !== ''))];
}

/**
 * The games of this edition and those of the packages that `GSE_GAMES` names: npm packages, or folders that begin with
 * `.` or `/`. Every process of one installation must get the same.
 *
 * @param from folder from which packages are looked for, such as the working directory
 * @throws GamePackageError
 */
export async function openCatalog(references: string | undefined, from: string): Promise<Catalog> {
  const games = [...own];
  for (const reference of packageReferences(references)) {
    const { game } = await openGamePackage(reference, from);
    if (games.some(({ id }) => id === game.id)) throw new GamePackageError(reference, `there is already a game with the id ${game.id}.`);
    games.push(game);
  }
  return { games, gameById: (id) => games.find((game) => game.id === id) };
}

/** The adapter of a game of this edition; undefined when it has none. */
export function gameById(id: string): AnyGame | undefined {
  return own.find((game) => game.id === id);
}
