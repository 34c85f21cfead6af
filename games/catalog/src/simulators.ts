import type { GameSimulator } from '@gse/sdk';
import { packageReferences } from './catalog.ts';
import { openGamePackage, simulatorAmong } from './game-package.ts';
import { games } from './games.ts';

/**
 * The stand-in of a game, for machines without a container engine and for tests; undefined when there is none. Not for
 * production bundles. A game of this edition keeps it in `src/simulator/index.ts`, a package as its entry `./simulator`.
 *
 * @param references packages of games from outside, as in `openCatalog`
 */
export async function simulatorOf(id: string, references?: string, from = process.cwd()): Promise<GameSimulator | undefined> {
  // By the name of the folder, so that nothing but the one list names a game. Bundlers know this kind of import, too.
  if (games.some((game) => game.id === id)) return simulatorAmong((await import(`../../${id}/src/simulator/index.ts`)) as object, id);
  for (const reference of packageReferences(references)) {
    const found = await openGamePackage(reference, from);
    if (found.game.id === id) return await found.simulator();
  }
  return undefined;
}
