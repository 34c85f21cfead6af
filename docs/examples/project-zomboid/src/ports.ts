import type { PortSpec } from '@gse/sdk';

/** Ports inside the pod. */
export const PORTS = {
  game: { protocols: ['UDP'], number: 16261, exposed: true, primary: true, title: 'Game and server browser' },
  direct: { protocols: ['UDP'], number: 16262, exposed: true, title: 'Direct connections of players' },
  // Plain text, so it never leaves the pod.
  rcon: { protocols: ['TCP'], number: 27015, exposed: false, title: 'Remote console (RCON)' },
} as const satisfies Readonly<Record<string, PortSpec>>;
