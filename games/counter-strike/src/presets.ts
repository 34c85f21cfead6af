import type { Preset } from '@gse/sdk';

/**
 * Sizes. One thread does nearly all of the work 64 times a second, so a fast core counts for more than many. The game is 60 GB
 * of files, and an update needs room for old and new at once.
 */
export const PRESETS = {
  duel: {
    title: 'Duel',
    cpu: '2',
    memory: '3Gi',
    storage: '80Gi',
    reason: 'Matches of up to 5 against 5 with spectators: one core for the game, one for network and updates.',
  },
  club: {
    title: 'Club',
    cpu: '3',
    memory: '4Gi',
    storage: '90Gi',
    reason: 'Up to 24 players in casual or deathmatch, with a few plugins.',
  },
  crowd: {
    title: 'Crowd',
    cpu: '4',
    memory: '6Gi',
    storage: '100Gi',
    reason: 'Up to 64 players, workshop maps and recorded matches, of which each takes 100 to 300 MB.',
  },
} as const satisfies Readonly<Record<string, Preset>>;

/** Used when nothing is asked for. */
export const DEFAULT_PRESET = 'duel';
