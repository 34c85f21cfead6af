import type { ConnectionSpec } from '@gse/sdk';
import type { MinecraftStatusClient } from './client.ts';
import { openMinecraftStatus } from './open.ts';

/** Declares a connection to the status of a Minecraft (Java) server. Nothing is sent before the first request. */
export function minecraftStatus<Port extends string>(options: {
  /** Name of the adapter's port that players join. */
  readonly port: Port;
}): ConnectionSpec<MinecraftStatusClient, Port, never> {
  return {
    protocol: 'Minecraft status',
    port: options.port,
    open: async (target) => openMinecraftStatus(target),
  };
}
