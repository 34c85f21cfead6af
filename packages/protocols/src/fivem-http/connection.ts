import type { ConnectionSpec } from '@gse/sdk';
import type { FiveMHttpClient } from './client.ts';
import { openFiveMHttp } from './open.ts';

/** Declares a connection to the documents on a FiveM server's TCP port. Nothing is sent before the first request. */
export function fivemHttp<Port extends string, Secret extends string = never>(options: {
  /** Name of the adapter's TCP port. */
  readonly port: Port;
  /** Id of the adapter's secret that is the server's `sv_playersToken`; without it players have no identifiers. */
  readonly secret?: Secret;
}): ConnectionSpec<FiveMHttpClient, Port, Secret> {
  const { port, secret } = options;
  return { protocol: 'FiveM HTTP', port, ...(secret !== undefined && { secret }), open: async (target) => openFiveMHttp(target) };
}
