import type { PortSpec } from '@gse/sdk';

/** Ports inside the pod. FILL IN: the numbers; exactly one is the one players type. */
export const PORTS = {
  // The server list is asked at the same port as the game.
  game: { protocols: ['TCP'], number: 25565, exposed: true, primary: true, title: 'Game and server list' },
  // Plain text, so it never leaves the pod.
  rcon: { protocols: ['TCP'], number: 25575, exposed: false, title: 'Remote console (RCON)' },
} as const satisfies Readonly<Record<string, PortSpec>>;
