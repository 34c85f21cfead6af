import type { ConnectionFailure, GameLog, ProbeResult } from '@gse/sdk';
import { ANSWER_MS, failureOf, type CounterStrikeContext } from './context.ts';
import { isUp, log as patterns, RECENT_LINES } from './log.ts';
import { askReport } from './report.ts';
import type { ServerReport } from './status-json.ts';

/** Server queries are answered at once or not at all. */
const QUERY_MS = 3_000;

/**
 * Asks over the remote console, then as a server browser does: the console opens before the map is loaded, and players get in
 * only then. Whether Steam knows the server plays no part in being healthy: without a token, or without the Internet, the game
 * runs all the same.
 */
export async function probe(context: CounterStrikeContext): Promise<ProbeResult> {
  let report: ServerReport | undefined;
  try {
    report = await askReport(context);
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    switch (failure.kind) {
      case 'aborted':
      // The platform knows what a rejected password means. Trying again would have the game ban its address.
      case 'auth':
        throw error;
      case 'timeout':
        return {
          state: 'unresponsive',
          reason: `The console of the game has not answered for ${ANSWER_MS / 1000} seconds. It may be changing its map or downloading one.`,
        };
      default:
        return withoutConsole(context, failure);
    }
  }
  const trouble = await browserTrouble(context);
  if (trouble === undefined) return health(context, report);
  if (!isUp(context.log.recent(RECENT_LINES))) return starting(context.log);
  return { state: 'healthy', degraded: `The game does not answer server browsers: ${trouble}` };
}

/** The console cannot be used, which is so while the game starts, and when the game has shut the platform out. */
async function withoutConsole(context: CounterStrikeContext, failure: ConnectionFailure): Promise<ProbeResult> {
  const trouble = await browserTrouble(context, 0);
  if (trouble === undefined) return { state: 'healthy', degraded: `The remote console cannot be used: ${failure.message}` };
  if (!isUp(context.log.recent(RECENT_LINES))) return starting(context.log);
  return { state: 'unresponsive', reason: `The game answers neither over its console nor to server browsers: ${failure.message}` };
}

/** Why the game does not answer server browsers; undefined where it does. */
async function browserTrouble({ query, signal }: CounterStrikeContext, maxAgeMs?: number): Promise<string | undefined> {
  try {
    await query.info({ signal, timeoutMs: QUERY_MS, ...(maxAgeMs !== undefined && { maxAgeMs }) });
    return undefined;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    return failure.message;
  }
}

function health({ settings }: CounterStrikeContext, report: ServerReport | undefined): ProbeResult {
  if (report === undefined) return { state: 'healthy', degraded: 'The game answers, but does not tell who plays.' };
  if (report.updatePending)
    return { state: 'healthy', degraded: 'An update of the game is out: nobody can join until the server was restarted.' };
  // Anonymous is a choice, and the diagnosis TokenMissing tells what it means; being turned away by Steam is none.
  if (report.onSteam === 'offline' && !settings.lan)
    return { state: 'healthy', degraded: 'The server is not logged in to Steam, so it is not in the server browser.' };
  return { state: 'healthy' };
}

function starting(log: GameLog): ProbeResult {
  const progress = log
    .recent(RECENT_LINES)
    .map((line) => patterns.progress?.exec(line)?.groups?.['progress'])
    .findLast((found) => found !== undefined);
  return { state: 'starting', ...(progress !== undefined && { progress }) };
}
