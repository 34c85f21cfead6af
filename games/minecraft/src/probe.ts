import type { GameLog, ProbeResult } from '@gse/sdk';
import { MAIN_THREAD_MS, failureOf, original, run } from './context.ts';
import type { MinecraftContext } from './context.ts';
import { STARTING, log as patterns } from './log.ts';

/** The network threads answer at once or not at all. */
const SERVER_LIST_MS = 3_000;
const RECENT_LINES = 500;

/**
 * Asks the server list first, then the remote console. The network threads answer the server list even while the main
 * thread is stuck, so only an answer of the console proves that the world is running.
 */
export async function probe(context: MinecraftContext): Promise<ProbeResult> {
  const { status, signal, log, settings } = context;
  let version: { version: string } | undefined;
  try {
    version = versionNumber((await status.status({ signal, timeoutMs: SERVER_LIST_MS })).versionName);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    if (!isUp(log)) return starting(log);
    return { state: 'unresponsive', reason: `The server list does not answer any more: ${failure.message}` };
  }

  try {
    await run(context, original(settings.flavour, 'list'), MAIN_THREAD_MS);
    return { state: 'healthy', ...version };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    switch (failure.kind) {
      case 'aborted':
      // The platform knows what a rejected password means, and how to put it right.
      case 'auth':
        throw error;
      case 'timeout':
        return {
          state: 'unresponsive',
          reason: `The main thread of the game has not answered for ${MAIN_THREAD_MS / 1000} seconds, although the server list still does. Players are frozen.`,
        };
      default:
        // The console is opened last, after the world is ready.
        if (!isUp(log)) return starting(log);
        return { state: 'healthy', ...version, degraded: `The remote console cannot be used: ${failure.message}` };
    }
  }
}

/** False while the log says that the game is starting; a log that tells neither is one of a game long up. */
function isUp(log: GameLog): boolean {
  const lines = log.recent(RECENT_LINES);
  const ready = lines.findLastIndex((line) => patterns.ready.test(line));
  const begun = lines.findLastIndex((line) => STARTING.test(line));
  return ready > begun || (ready === -1 && begun === -1 && lines.length === RECENT_LINES);
}

function starting(log: GameLog): ProbeResult {
  const progress = log
    .recent(RECENT_LINES)
    .map((line) => patterns.progress?.exec(line)?.groups?.['progress'])
    .findLast((found) => found !== undefined);
  return { state: 'starting', ...(progress !== undefined && { progress }) };
}

/** The number in what the server calls itself, such as `Paper 26.2`; plugins may say anything, which is then taken as it is. */
function versionNumber(name: string): { version: string } | undefined {
  if (name === '') return undefined;
  return { version: /^(?:[A-Za-z]+ )?(\d+\.\d+(?:\.\d+)?)$/.exec(name)?.[1] ?? name };
}
