import { factorioSimulator } from '@gse/factorio/simulator';
import { minecraftSimulator } from '@gse/minecraft/simulator';
import type { GameSimulator } from '@gse/sdk';

/** The stand-in of every game, for machines without a container engine and for tests. Not for production bundles. */
export const simulators: readonly GameSimulator[] = [minecraftSimulator, factorioSimulator];

/** The stand-in of a game; undefined when it has none. */
export function simulatorOf(game: string): GameSimulator | undefined {
  return simulators.find((simulator) => simulator.game === game);
}
