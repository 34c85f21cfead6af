import type { PortSpec } from '@gse/sdk';

/** Ports inside the pod. FILL IN: the numbers and transports; exactly one is the one players type. */
export const PORTS = {
  game: { protocols: ['UDP'], number: 27015, exposed: true, primary: true, title: 'Game' },
  // Where server browsers ask. FILL IN: games that answer them at their own port need no second one.
  query: { protocols: ['UDP'], number: 27016, exposed: true, title: 'Server browser (A2S)' },
  // Plain text, so it never leaves the pod.
  rcon: { protocols: ['TCP'], number: 27017, exposed: false, title: 'Remote console (RCON)' },
} as const satisfies Readonly<Record<string, PortSpec>>;
