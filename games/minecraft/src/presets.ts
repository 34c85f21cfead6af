import type { Preset } from '@gse/sdk';

/**
 * Sizes. The world runs on one thread, so more processors help with chunks, not with ticks; memory is for players, their
 * view and plugins. Heap is what is left after the JVM's own needs.
 */
export const PRESETS = {
  tiny: {
    title: 'Tiny',
    cpu: '1',
    memory: '3Gi',
    storage: '10Gi',
    reason: 'A few friends, up to 5 players without many plugins; about 2 GB of heap.',
  },
  small: {
    title: 'Small',
    cpu: '2',
    memory: '5632Mi',
    storage: '20Gi',
    reason: 'Up to 10 players with common plugins; about 4 GB of heap.',
  },
  medium: { title: 'Medium', cpu: '3', memory: '10Gi', storage: '40Gi', reason: 'Up to 25 players and a grown world; about 7 GB of heap.' },
  large: {
    title: 'Large',
    cpu: '4',
    memory: '15Gi',
    storage: '80Gi',
    reason: 'Up to 60 players on a community server; about 11 GB of heap.',
  },
} as const satisfies Readonly<Record<string, Preset>>;

/** Used when nothing is asked for. */
export const DEFAULT_PRESET = 'tiny';
