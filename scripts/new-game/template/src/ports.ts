import type { PortSpec } from '@gse/sdk';

/** Ports inside the pod. FILL IN: the numbers and transports; exactly one is the one players type. */
export const PORTS = {
  game: { protocols: ['UDP'], number: 7777, exposed: true, primary: true, title: 'Game' },
  // Plain text, so it never leaves the pod.
  rcon: { protocols: ['TCP'], number: 7780, exposed: false, title: 'Remote console (RCON)' },
} as const satisfies Readonly<Record<string, PortSpec>>;
