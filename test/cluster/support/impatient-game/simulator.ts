import { factorioSimulator } from '@gse/factorio/simulator';
import type { GameSimulator } from '@gse/sdk';

export const impatientSimulator: GameSimulator = { ...factorioSimulator, game: 'impatient' };
