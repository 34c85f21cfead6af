import type { AnyGame } from '@gse/sdk';
import { counterStrike } from '../../counter-strike/src/index.ts';
import { factorio } from '../../factorio/src/index.ts';
import { fivem } from '../../fivem/src/index.ts';
import { minecraft } from '../../minecraft/src/index.ts';
import { rust } from '../../rust/src/index.ts';

/**
 * Every game of this edition, in the order the marketplace shows them. This is the one list: a new game is its folder
 * `games/<id>` and two lines here. Imported by path, so that package.json and what else names packages need no line.
 */
export const games: readonly AnyGame[] = [minecraft, factorio, rust, fivem, counterStrike];
