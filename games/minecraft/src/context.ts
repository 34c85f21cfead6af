import type { MinecraftStatusClient, RconClient } from '@gse/protocols';
import { stripFormatting } from '@gse/protocols';
import type { ConnectionFailure, GameLog } from '@gse/sdk';
import type { Flavour, MinecraftSettings } from './settings/index.ts';

/** A healthy main thread answers within a tick or two; a save of everything or a long garbage collection stalls it for seconds. */
export const MAIN_THREAD_MS = 6_000;

/** What the talking functions of this adapter use. */
export interface MinecraftContext {
  readonly rcon: RconClient;
  readonly status: MinecraftStatusClient;
  readonly settings: MinecraftSettings;
  readonly log: GameLog;
  readonly signal: AbortSignal;
}

/** Runs a console command; the answer comes without colours. */
export async function run({ rcon, signal }: Pick<MinecraftContext, 'rcon' | 'signal'>, line: string, timeoutMs?: number): Promise<string> {
  return stripFormatting(await rcon.command(line, timeoutMs === undefined ? { signal } : { signal, timeoutMs })).trim();
}

/**
 * The game's own command by that name. Plugins replace `list`, `kick` and others with their own, whose answers nobody can
 * know; on Paper the original is still there under its full name. Vanilla does not know full names of commands.
 */
export function original(flavour: Flavour, command: string): string {
  return hasPlugins(flavour) ? `minecraft:${command}` : command;
}

/** True for software that runs Bukkit plugins and has Paper's own commands. */
export function hasPlugins(flavour: Flavour): boolean {
  return flavour === 'paper' || flavour === 'purpur';
}

/** True when the game did not understand a command. The answer points at the place: `…<--[HERE]`. */
export function isMisunderstood(answer: string): boolean {
  return answer.includes('<--[HERE]') || /^Unknown (?:or incomplete )?command/.test(answer);
}

/** The connection failure an error is; undefined for any other error. */
export function failureOf(error: unknown): ConnectionFailure | undefined {
  return error instanceof Error && 'kind' in error && 'code' in error ? (error as ConnectionFailure) : undefined;
}
