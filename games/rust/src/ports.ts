import type { PortSpec } from '@gse/sdk';

/**
 * Ports inside the pod. Steam lists the server under the numbers it knows from here, so outside they should be the same.
 * Game and query have to differ since February 2023, and players' favourites are kept by address and query port.
 */
export const PORTS = {
  game: { protocols: ['UDP'], number: 28_015, exposed: true, primary: true, title: 'Game' },
  query: { protocols: ['UDP'], number: 28_017, exposed: true, title: 'Server list (Steam query)' },
  // The password is in the address and nothing is encrypted, so it never leaves the pod.
  rcon: { protocols: ['TCP'], number: 28_016, exposed: false, title: 'Remote console (WebRCON)' },
  app: { protocols: ['TCP'], number: 28_082, exposed: true, title: 'Rust+ app' },
} as const satisfies Readonly<Record<string, PortSpec>>;
