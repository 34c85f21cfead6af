import type { FiveMHttpClient, OobClient } from '@gse/protocols';
import { stripConsoleColours } from '@gse/protocols';
import type { ConnectionFailure, GameLog } from '@gse/sdk';
import { FiveMError } from './errors.ts';
import type { FiveMSettings } from './settings/index.ts';
import { escapeWord } from './text.ts';

/** The main thread runs twenty times a second; scripts that block it for seconds are common, more than this is a freeze. */
export const MAIN_THREAD_MS = 5_000;

/** What the talking functions of this adapter use. */
export interface FiveMContext {
  readonly http: FiveMHttpClient;
  readonly console: OobClient;
  readonly settings: FiveMSettings;
  readonly log: GameLog;
  readonly signal: AbortSignal;
}

/** Runs a console command; what it printed comes without colours. */
export async function run(
  { console, signal }: Pick<FiveMContext, 'console' | 'signal'>,
  line: string,
  timeoutMs?: number,
): Promise<string> {
  return stripConsoleColours(await console.command(line, timeoutMs === undefined ? { signal } : { signal, timeoutMs })).trim();
}

/** True when the console does not know a command. */
export function isUnknown(answer: string): boolean {
  return /^(?:\[[^\]]*\] *)?No such command\b/im.test(answer);
}

/**
 * Whether everything had been started when the resource `gse` was stopped: the server does not know its commands then, and it
 * does not before they are there. A variable of the server tells the two apart; a start has more lines than any log keeps.
 */
export async function hasBeenReady(context: Pick<FiveMContext, 'console' | 'signal'>): Promise<boolean> {
  return /"gse_ready" is "1"/.test(await run(context, 'gse_ready', MAIN_THREAD_MS));
}

/** What the resource `gse` answered: whether it was done, and in which words. */
export interface Answer {
  readonly done: boolean;
  readonly message: string;
}

/** What one message holds, words and blanks together. */
const LINE_BYTES = 1_100;

/** Runs one of the commands of the resource `gse`, with texts as its words; the last one is cut where there is no room for it. */
export async function ask(context: FiveMContext, command: string, ...words: readonly string[]): Promise<Answer> {
  const line = words.reduce((sofar, word) => `${sofar} ${escapeWord(word, LINE_BYTES - sofar.length)}`, command);
  const printed = await run(context, line);
  const [, outcome, message = ''] = /^(?:\[[^\]]*\] *)?(done|refused): (.*)$/m.exec(printed) ?? [];
  if (outcome !== undefined) return { done: outcome === 'done', message };
  if (isUnknown(printed))
    throw new FiveMError(
      'GSE_FIVEM_REFUSED',
      'The resource gse does not run on this server, which the platform speaks through. Restart the server: it is put back then.',
    );
  return { done: false, message: printed === '' ? 'The game answered nothing.' : printed };
}

/** The connection failure an error is; undefined for any other error. */
export function failureOf(error: unknown): ConnectionFailure | undefined {
  return error instanceof Error && 'kind' in error && 'code' in error ? (error as ConnectionFailure) : undefined;
}
