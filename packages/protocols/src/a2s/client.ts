import type { A2sInfo } from './info.ts';
import type { A2sPlayers } from './players.ts';

/** Options of one question. */
export interface A2sOptions {
  /** Gives the question up. */
  readonly signal: AbortSignal;
  /** Longest wait for the whole answer. Default 3000. */
  readonly timeoutMs?: number;
  /**
   * How old an earlier answer may be to stand for a new one. Default 1000: servers count queries and stop answering those who
   * ask too often.
   */
  readonly maxAgeMs?: number;
}

/**
 * Asks a game server what server browsers ask (Valve's server queries). Questions run one after the other.
 *
 * Rejects with `A2sError`; see its `kind`.
 */
export interface A2sClient {
  info(options: A2sOptions): Promise<A2sInfo>;
  /** Who plays. Some games leave names out, list bots, or never answer: no proof that nobody is there. */
  players(options: A2sOptions): Promise<A2sPlayers>;
  /** Public variables of the server by name. Many games never answer. */
  rules(options: A2sOptions): Promise<ReadonlyMap<string, string>>;
}
