import type { A2sClient, RustWebRconClient } from '@gse/protocols';
import type { ConnectionFailure, GameLog } from '@gse/sdk';
import type { RustSettings } from './settings/index.ts';

/** A save stalls the game for seconds. How many silences in a row are trouble is the health policy's affair. */
export const MAIN_THREAD_MS = 6_000;

/** What the talking functions of this adapter use. */
export interface RustContext {
  readonly rcon: RustWebRconClient;
  readonly query: A2sClient;
  readonly settings: RustSettings;
  readonly log: GameLog;
  readonly signal: AbortSignal;
}

/** Runs a console command and gives what it printed. */
export async function run({ rcon, signal }: Pick<RustContext, 'rcon' | 'signal'>, line: string, timeoutMs?: number): Promise<string> {
  return (await rcon.command(line, timeoutMs === undefined ? { signal } : { signal, timeoutMs })).trim();
}

/** True when the game does not know a command or variable. */
export function isUnknown(answer: string): boolean {
  return /^Command '.{0,200}' not found/.test(answer) || /^(?:Unknown|Invalid) command\b/i.test(answer);
}

/** The connection failure an error is; undefined for any other error. */
export function failureOf(error: unknown): ConnectionFailure | undefined {
  return error instanceof Error && 'kind' in error && 'code' in error ? (error as ConnectionFailure) : undefined;
}

/** The first to settle wins, and the rest are given up. */
export async function firstOf<T>(signal: AbortSignal, begin: (either: AbortSignal) => readonly Promise<T>[]): Promise<T> {
  const done = new AbortController();
  const running = begin(AbortSignal.any([signal, done.signal]));
  try {
    return await Promise.race(running);
  } finally {
    done.abort();
    await Promise.allSettled(running);
  }
}
