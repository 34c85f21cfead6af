import type { PortSpec } from '@gse/sdk';

/** Ports inside the pod. Nothing is advertised by the game, so any number may stand outside. */
export const PORTS = {
  game: { protocols: ['TCP'], number: 25565, exposed: true, primary: true, title: 'Game and server list' },
  // Plain text, so it never leaves the pod.
  rcon: { protocols: ['TCP'], number: 25575, exposed: false, title: 'Remote console (RCON)' },
} as const satisfies Readonly<Record<string, PortSpec>>;
