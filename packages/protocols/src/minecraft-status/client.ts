import type { MinecraftStatus } from './status.ts';

/** Options of one status request. */
export interface MinecraftStatusOptions {
  /** Gives the request up. */
  readonly signal: AbortSignal;
  /** Longest time for the whole exchange, connecting included. Default 5000. */
  readonly timeoutMs?: number;
}

/** Asks a Minecraft server what the server list would show. */
export interface MinecraftStatusClient {
  /** Opens a fresh connection, asks, and closes it. Rejects with `MinecraftStatusError`; see its `kind`. */
  status(options: MinecraftStatusOptions): Promise<MinecraftStatus>;
}
