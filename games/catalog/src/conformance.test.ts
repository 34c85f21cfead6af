import { describeConformance } from '@gse/conformance/vitest';
import { games } from './index.ts';
import { simulatorOf } from './simulators.ts';

for (const game of games) {
  const simulator = await simulatorOf(game.id);
  if (simulator !== undefined) describeConformance({ game, simulator });
}
