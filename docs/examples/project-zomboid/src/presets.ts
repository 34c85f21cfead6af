import type { Preset } from '@gse/sdk';

/** Sizes. Zombies are simulated around every player, so memory grows with how far people spread out. */
export const PRESETS = {
  small: { title: 'Small', cpu: '2', memory: '4Gi', storage: '10Gi', reason: 'A few friends, up to 6 players who stay together.' },
  medium: { title: 'Medium', cpu: '3', memory: '8Gi', storage: '20Gi', reason: 'Up to 16 players, or common mods.' },
  large: { title: 'Large', cpu: '4', memory: '16Gi', storage: '40Gi', reason: 'Up to 32 players all over the map.' },
} as const satisfies Readonly<Record<string, Preset>>;

/** Used when nothing is asked for. */
export const DEFAULT_PRESET = 'small';
