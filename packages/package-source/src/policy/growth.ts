import type { AnyGame } from '@gse/sdk';
import { celText } from '../rule/cel.ts';

interface Fields {
  /** CEL of what is asked for now, and of what was before; `""` where nobody said anything. */
  readonly after: string;
  readonly before: string;
  /** CEL of the size preset before. */
  readonly sizeBefore: string;
}

/** CEL that is true unless a volume is asked to be smaller than it was. What the size preset said counts, too. */
export function growth({ presets, defaultPreset }: AnyGame, { after, before, sizeBefore }: Fields): string {
  const volumes = `{${Object.entries(presets)
    .map(([name, { storage }]) => `${celText(name)}: ${celText(storage)}`)
    .join(', ')}}`;
  const preset = `(${sizeBefore} in ${volumes} ? ${volumes}[${sizeBefore}] : ${celText(presets[defaultPreset]?.storage ?? '')})`;
  const was = `(${before} != "" ? string(${before}) : ${preset})`;
  const areAmounts = `isQuantity(string(${after})) && isQuantity(${was})`;
  return `oldObject == null || !(${areAmounts}) || quantity(string(${after})).compareTo(quantity(${was})) >= 0`;
}
