import type { A2sClient, RconClient } from '@gse/protocols';
import type { ConnectionFailure, GameLog } from '@gse/sdk';
import type { CounterStrikeSettings } from './settings/index.ts';

/** A healthy game answers within a tick or two; a change of the map silences it for half a minute, which the platform waits out. */
export const ANSWER_MS = 6_000;

/** What the talking functions of this adapter use. */
export interface CounterStrikeContext {
  /** The remote console in the manner of Counter-Strike 2. */
  readonly rcon: RconClient;
  /** The same in the manner of older games. Only the one of the chosen edition is ever used. */
  readonly oldRcon: RconClient;
  readonly query: A2sClient;
  readonly settings: CounterStrikeSettings;
  readonly log: GameLog;
  readonly signal: AbortSignal;
}

/** Runs a console command. */
export async function run({ rcon, oldRcon, settings, signal }: CounterStrikeContext, line: string, timeoutMs?: number): Promise<string> {
  const console = settings.edition === 'cs2' ? rcon : oldRcon;
  return (await console.command(line, { signal, ...(timeoutMs !== undefined && { timeoutMs }) })).trim();
}

/** True when the game does not know a command; it may have been taken out of it by an update. */
export function isUnknown(answer: string): boolean {
  return /^Unknown command\b/i.test(answer);
}

/** The connection failure an error is; undefined for any other error. */
export function failureOf(error: unknown): ConnectionFailure | undefined {
  return error instanceof Error && 'kind' in error && 'code' in error ? (error as ConnectionFailure) : undefined;
}
