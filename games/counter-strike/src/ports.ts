import type { PortSpec } from '@gse/sdk';

/**
 * Ports inside the pod. The remote console has the same number as the game and cannot be moved. Steam's server browser shows
 * the number the game knows, so outside it should be the same one; who types the address gets in with any.
 */
export const PORTS = {
  game: { protocols: ['UDP'], number: 27015, exposed: true, primary: true, title: 'Game and server browser' },
  // Plain text, so it never leaves the pod.
  rcon: { protocols: ['TCP'], number: 27015, exposed: false, title: 'Remote console (RCON)' },
  tv: { protocols: ['UDP'], number: 27020, exposed: true, title: 'Spectators (SourceTV)' },
} as const satisfies Readonly<Record<string, PortSpec>>;
