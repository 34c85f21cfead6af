import type { Preset } from '@gse/sdk';

/**
 * Sizes. All scripts of a server share one thread, so a second processor helps with network and synchronisation, the third
 * and fourth with downloads and voice. Memory is for scripts and what they keep of players; cars and maps are on disk.
 */
export const PRESETS = {
  tiny: {
    title: 'Tiny',
    cpu: '1',
    memory: '1536Mi',
    storage: '10Gi',
    reason: 'Up to 10 players with the base resources; enough to build and try out a server.',
  },
  small: {
    title: 'Small',
    cpu: '2',
    memory: '3Gi',
    storage: '20Gi',
    reason: 'Up to 32 players with some dozen resources; the second core carries the network.',
  },
  medium: {
    title: 'Medium',
    cpu: '3',
    memory: '6Gi',
    storage: '40Gi',
    reason: 'Up to 64 players of a role-play framework with a hundred resources and own cars; needs a database beside it.',
  },
  large: {
    title: 'Large',
    cpu: '4',
    memory: '10Gi',
    storage: '80Gi',
    reason: 'From 128 players on, with OneSync and a large collection of cars and maps; more cores than four are of no use.',
  },
} as const satisfies Readonly<Record<string, Preset>>;

/** Used when nothing is asked for. */
export const DEFAULT_PRESET = 'tiny';
