import { parseQuantity } from '@gse/resources';
import type { PlanInput } from '@gse/sdk';
import { PRESETS } from './presets.ts';
import type { RustSettings } from './settings/index.ts';

const GIB = 1024 ** 3;
/** Gibibytes that making a map of so many metres takes; what lies between is in proportion. */
const MAP: readonly (readonly [metres: number, gibibytes: number])[] = [
  [1000, 5],
  [2500, 6],
  [3500, 8],
  [4500, 12],
  [6000, 16],
];
/** From so many players on, 12 GiB are the least. */
const CROWD = 100;
const CROWD_GIB = 12;
const PER_PLAYER_BEYOND_GIB = 0.04;
const PLUGINS_GIB = 2;

/** What shapes the need for memory. */
export type MemoryShape = Pick<RustSettings, 'worldSize' | 'maxPlayers' | 'framework'>;

/**
 * The least memory with which a world of this shape comes up: making the map takes most, and what ends a process there
 * ends it again at every start. For a map of one's own, `worldSize` is its size.
 *
 * @returns bytes
 */
export function neededMemory({ worldSize, maxPlayers, framework }: MemoryShape): number {
  const crowd = maxPlayers >= CROWD ? CROWD_GIB + (maxPlayers - CROWD) * PER_PLAYER_BEYOND_GIB : 0;
  return Math.ceil((Math.max(forMap(worldSize), crowd) + (framework === 'vanilla' ? 0 : PLUGINS_GIB)) * GIB);
}

function forMap(metres: number): number {
  const at = MAP.findIndex(([size]) => metres <= size);
  const [fromSize, fromGib] = MAP[Math.max(0, at - 1)] ?? [0, 0];
  const [toSize, toGib] = MAP[at] ?? [6000, 16];
  return toSize === fromSize ? toGib : fromGib + ((metres - fromSize) / (toSize - fromSize)) * (toGib - fromGib);
}

/**
 * Refuses a world that the chosen size cannot make, before it is tried again and again. Memory that somebody set by hand
 * is taken as it is: they may know more of their map than a rule of thumb does.
 */
export function fits({
  spec,
  settings,
  memoryBytes,
}: PlanInput<RustSettings>): readonly { readonly path: string; readonly message: string }[] {
  const needed = neededMemory(settings);
  if (spec.resources?.memory !== undefined || memoryBytes >= needed) return [];
  const gibibytes = (bytes: number): string => `${Math.ceil((bytes / GIB) * 10) / 10} GiB`;
  const roomy = Object.values(PRESETS).find(({ memory }) => parseQuantity(memory) >= needed)?.title;
  const isMap = neededMemory({ ...settings, maxPlayers: 1, framework: 'vanilla' }) > memoryBytes;
  return [
    {
      path: isMap || settings.maxPlayers < CROWD ? 'worldSize' : 'maxPlayers',
      message: `a world of ${settings.worldSize} for ${settings.maxPlayers} players${settings.framework === 'vanilla' ? '' : ` with ${settings.framework}`} needs about ${gibibytes(needed)} of memory, and the chosen size has ${gibibytes(memoryBytes)}; ${roomy === undefined ? 'set the memory by hand' : `choose the size ${roomy}, or set the memory by hand`}`,
    },
  ];
}
