import type { Preset } from '@gse/sdk';

/** Sizes. Factorio runs on one fast core and on memory speed; more cores help little. */
export const presets = {
  tiny: {
    title: 'Tiny',
    cpu: '1',
    memory: '2Gi',
    storage: '5Gi',
    reason: '1 to 4 players on a young map without mods: about 1 GiB of game, and room to save.',
  },
  small: {
    title: 'Small',
    cpu: '2',
    memory: '3Gi',
    storage: '10Gi',
    reason: 'Up to 8 players past the first rocket; the second core takes network and saving off the main thread.',
  },
  medium: {
    title: 'Medium',
    cpu: '2',
    memory: '6Gi',
    storage: '20Gi',
    reason: 'Up to 20 players or an overhaul mod pack: mod data alone takes 1 to 3 GiB.',
  },
  large: {
    title: 'Large',
    cpu: '3',
    memory: '12Gi',
    storage: '40Gi',
    reason: 'Megabases: saves of several hundred MB, of which five autosaves are kept, and background saving may need the memory twice.',
  },
} as const satisfies Record<string, Preset>;

/** Used when nothing is asked for. */
export const defaultPreset = 'small';
