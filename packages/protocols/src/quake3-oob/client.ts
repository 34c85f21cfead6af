import type { OobInfo, OobStatus } from './replies.ts';

/** Options of one question. */
export interface OobOptions {
  /** Gives the question up. A command that was sent may still be carried out by the game. */
  readonly signal: AbortSignal;
  /** Longest wait for the answer. Default 5000. */
  readonly timeoutMs?: number;
}

/** Talks to a game over single datagrams. There is no connection: nobody is told when the game goes. */
export interface OobClient {
  /** Asks what the server list shows. Asked again while nothing comes, because datagrams get lost. */
  info(options: OobOptions): Promise<OobInfo>;
  /** The same with the players, where the server tells them; many have it switched off and answer nothing. */
  status(options: OobOptions): Promise<OobStatus>;
  /**
   * Runs one console command and returns what it printed while it ran, colours included; an empty string when that is
   * nothing. Commands run one after the other. Sent once only: a lost answer is a timeout, for the command may have run.
   *
   * The answer is one datagram; what does not fit into it is lost. Rejects with `OobError`, and with `RconCommandError`
   * when the line itself cannot be sent.
   */
  command(line: string, options: OobOptions): Promise<string>;
}
