import type { ConnectionSpec } from '@gse/sdk';
import type { A2sClient } from './client.ts';
import { openA2s } from './open.ts';

/** Declares a connection to the server queries of a game on Valve's or a friendly engine. Nothing is sent before the first question. */
export function a2s<Port extends string>(options: {
  /** Name of the adapter's UDP port that answers queries: the game's own, or a port for queries alone. */
  readonly port: Port;
}): ConnectionSpec<A2sClient, Port, never> {
  return { protocol: 'Steam server query', port: options.port, open: async (target) => openA2s(target) };
}
