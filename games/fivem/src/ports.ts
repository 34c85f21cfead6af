import type { PortSpec } from '@gse/sdk';

/**
 * Ports inside the pod. FiveM has one number for two transports: players come to TCP first and are sent to UDP of the same
 * number, so both must stand outside under one number, too. They have two names here because each is spoken to by itself.
 */
export const PORTS = {
  game: { protocols: ['UDP'], number: 30120, exposed: true, primary: true, title: 'Game' },
  http: { protocols: ['TCP'], number: 30120, exposed: true, title: 'Joining and downloads (same number as the game)' },
  txadmin: { protocols: ['TCP'], number: 40120, exposed: true, title: 'txAdmin panel (only with that variant)' },
} as const satisfies Readonly<Record<string, PortSpec>>;
