import type { GameLog, ProbeResult } from '@gse/sdk';
import { MAIN_THREAD_MS, failureOf, run } from './context.ts';
import type { RustContext } from './context.ts';
import { STARTING, log as patterns } from './log.ts';
import { parseServerInfo } from './server-info.ts';

const RECENT_LINES = 500;
const SERVER_LIST_MS = 2_000;
/** Below this players move as through mud. */
const SLUGGISH_FPS = 15;
/** Share of the frames that were allowed; a server whose limit is low on purpose is in trouble when it misses that one by far. */
const SLUGGISH_SHARE = 0.7;

/**
 * Asks for `serverinfo`. The console opens long before there is a map, so an open console proves nothing: the game is up
 * once it says so in its log and tells how many frames it makes.
 */
export async function probe(context: RustContext): Promise<ProbeResult> {
  const { log } = context;
  try {
    const info = parseServerInfo(await run(context, 'serverinfo', MAIN_THREAD_MS));
    // Nothing stands in the world while the map is made, whatever else the log has been flooded with by then.
    if (!isUp(log) || info?.EntityCount === 0) return starting(log);
    const fps = info?.Framerate;
    if (fps === undefined || fps === 0)
      return { state: 'unresponsive', reason: 'The console answers, but the world stands still: it makes no frames.' };
    if (fps < Math.min(SLUGGISH_FPS, SLUGGISH_SHARE * context.settings.fpsLimit))
      return { state: 'healthy', degraded: `The server makes only ${Math.round(fps)} frames a second; players feel it below 30.` };
    return (await isListed(context))
      ? { state: 'healthy' }
      : {
          state: 'healthy',
          degraded: 'The query port does not answer, so the server is missing in the server list; whoever knows the address can join.',
        };
  } catch (error) {
    const failure = failureOf(error);
    // What a rejected password means, and how to put it right, the platform knows.
    if (failure === undefined || failure.kind === 'aborted' || failure.kind === 'auth') throw error;
    if (!isUp(log)) return starting(log);
    if (failure.kind === 'timeout')
      return {
        state: 'unresponsive',
        reason: `The game has not answered for ${MAIN_THREAD_MS / 1000} seconds. It may be saving; if it stays so, it hangs and players are frozen.`,
      };
    throw error;
  }
}

/** True when the server list gets an answer: many a server runs well and is found by nobody. */
async function isListed({ query, signal }: RustContext): Promise<boolean> {
  try {
    await query.info({ signal, timeoutMs: SERVER_LIST_MS });
    return true;
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    return false;
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
