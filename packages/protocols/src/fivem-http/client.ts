import type { FiveMDynamic, FiveMInfo, FiveMPlayers, FiveMTicks } from './documents.ts';

/** Options of one request. */
export interface FiveMHttpOptions {
  /** Gives the request up. */
  readonly signal: AbortSignal;
  /** Longest time for the whole exchange, connecting included. Default 5000. */
  readonly timeoutMs?: number;
}

/**
 * Reads what a FiveM server shows on the TCP side of its port. It answers there before it is ready, and goes on to answer while
 * its main thread is stuck: an answer proves that the process is there, no more. Every method rejects with `FiveMHttpError`.
 */
export interface FiveMHttpClient {
  info(options: FiveMHttpOptions): Promise<FiveMInfo>;
  dynamic(options: FiveMHttpOptions): Promise<FiveMDynamic>;
  /** With identifiers where the token of the connection is the server's `sv_playersToken`. */
  players(options: FiveMHttpOptions): Promise<FiveMPlayers>;
  perf(options: FiveMHttpOptions): Promise<readonly FiveMTicks[]>;
}
