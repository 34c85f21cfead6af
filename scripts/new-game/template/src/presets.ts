import type { Preset } from '@gse/sdk';

/** Sizes. FILL IN: figures the game really needs, and for how many people each of them is enough. */
export const PRESETS = {
  small: { title: 'Small', cpu: '2', memory: '4Gi', storage: '10Gi', reason: 'A few friends, up to 8 players.' },
  medium: { title: 'Medium', cpu: '3', memory: '8Gi', storage: '20Gi', reason: 'Up to 24 players and a grown world.' },
  large: { title: 'Large', cpu: '4', memory: '16Gi', storage: '40Gi', reason: 'Up to 64 players.' },
} as const satisfies Readonly<Record<string, Preset>>;

/** Used when nothing is asked for. */
export const DEFAULT_PRESET = 'small';
