import type { Preset } from '@gse/sdk';

/**
 * Sizes. One or two threads carry the world, so the speed of a core decides, not their number; memory is for the map, and
 * peaks while it is made. Storage: 15 GB of game, as much again while it is updated, and the world with its older saves.
 */
export const PRESETS = {
  small: {
    title: 'Small',
    cpu: '2',
    memory: '8Gi',
    storage: '40Gi',
    reason: 'Up to 10 players on a world of up to 3500; 8 GiB is the least with which a map is made reliably.',
  },
  medium: {
    title: 'Medium',
    cpu: '3',
    memory: '12Gi',
    storage: '40Gi',
    reason: 'Up to 50 players on a world of 3500, with plugins or with a map of up to 4500.',
  },
  large: {
    title: 'Large',
    cpu: '4',
    memory: '20Gi',
    storage: '60Gi',
    reason: 'Up to 150 players on a world of 4250 with plugins; memory grows over the weeks of a wipe.',
  },
  huge: {
    title: 'Huge',
    cpu: '6',
    memory: '32Gi',
    storage: '80Gi',
    reason: 'Up to 300 players, or the largest world of 6000 with many plugins.',
  },
} as const satisfies Readonly<Record<string, Preset>>;

/** Used when nothing is asked for. */
export const DEFAULT_PRESET = 'medium';
