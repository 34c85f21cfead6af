import type { ConnectionSpec } from '@gse/sdk';
import type { OobClient } from './client.ts';
import { openOob } from './open.ts';

/** Declares a connection to the out-of-band messages on a game's own UDP port. Nothing is sent before the first question. */
export function quake3Oob<Port extends string, Secret extends string>(options: {
  /** Name of the adapter's UDP port. */
  readonly port: Port;
  /** Id of the adapter's secret that is the remote console's password. */
  readonly secret: Secret;
}): ConnectionSpec<OobClient, Port, Secret> {
  const { port, secret } = options;
  return { protocol: 'Quake 3 out-of-band', port, secret, open: async (target) => openOob(target) };
}
