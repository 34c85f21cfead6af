/** Options of one command. */
export interface RconCommandOptions {
  /** Gives the command up. One that was already sent may still be carried out by the game. */
  readonly signal: AbortSignal;
  /** Longest wait for the whole reply, queueing included. Default: what is normal for the dialect. */
  readonly timeoutMs?: number;
}

/** A game's remote console. Commands run in the order they were given. */
export interface RconClient {
  /**
   * Runs one console command and returns the game's whole reply as it was sent: colour codes and line breaks included,
   * an empty string when the command prints nothing.
   *
   * Rejects with `RconError` (see its `kind`, and `sent` for whether the game may have run it) when the connection
   * could not answer, and with `RconCommandError` when the line itself cannot be sent.
   */
  command(line: string, options: RconCommandOptions): Promise<string>;
}
