import type { WebRconMessage } from './message.ts';

/** Options of one command. */
export interface WebRconCommandOptions {
  /** Gives the command up. One that was already sent may still be carried out by the game. */
  readonly signal: AbortSignal;
  /** Longest wait for the answer. Default 10 s: the game answers nothing while it saves or makes a map. */
  readonly timeoutMs?: number;
}

/** What the game said unasked since the last time. */
export interface WebRconBatch {
  /** Oldest first. */
  readonly messages: readonly WebRconMessage[];
  /** How many were thrown away before these, because nobody took them in time. */
  readonly dropped: number;
}

/** Rust's remote console. */
export interface RustWebRconClient {
  /**
   * Runs one console command and returns everything the game printed for it, lines joined; an empty string when it
   * printed nothing, as `say` does.
   *
   * Rejects with `WebRconError` (see its `kind`, and `sent` for whether the game may have run it) when the connection
   * could not answer, and with `RconCommandError` when the line itself cannot be sent.
   */
  command(line: string, options: WebRconCommandOptions): Promise<string>;
  /**
   * The stream of console lines and chat that nobody asked for, taken in batches: resolves as soon as there is something,
   * and rejects when the connection ends or the signal aborts. Kept in bounds: the oldest go first. For one reader.
   */
  messages(options: { readonly signal: AbortSignal }): Promise<WebRconBatch>;
}
