import type { PortSpec } from '@gse/sdk';

/** Ports inside the pod. There is no public query protocol: the game answers unknown datagrams with silence. */
export const ports = {
  game: { protocols: ['UDP'], number: 34_197, exposed: true, primary: true, title: 'Game' },
  rcon: { protocols: ['TCP'], number: 27_015, exposed: false, title: 'Remote console' },
} as const satisfies Record<string, PortSpec>;
