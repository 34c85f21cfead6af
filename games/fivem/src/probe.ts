import type { GameLog, ProbeResult } from '@gse/sdk';
import { failureOf, hasBeenReady, isUnknown, MAIN_THREAD_MS, run, type FiveMContext } from './context.ts';
import { isUp, lastProgress } from './log.ts';

/** The HTTP side answers at once or not at all. */
const HTTP_MS = 2_000;

/**
 * Asks the HTTP side first, which answers from the first seconds on and also while the main thread is stuck, then the console,
 * which the main thread answers. That the platform's own resource says nothing is the sign that all is well: scripts run only
 * on a server whose licence key was accepted, and it speaks up until all resources have been started.
 */
export async function probe(context: FiveMContext): Promise<ProbeResult> {
  const { http, signal, log } = context;
  try {
    await http.dynamic({ signal, timeoutMs: HTTP_MS });
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    return isUp(log) ? { state: 'unresponsive', reason: `The server does not answer any more: ${failure.message}` } : starting(log);
  }

  let ping: string;
  let isStopped: boolean;
  try {
    ping = await run(context, 'gse_ping', MAIN_THREAD_MS);
    isStopped = isUnknown(ping) && (await hasBeenReady(context));
  } catch (error) {
    const failure = failureOf(error);
    // The platform knows what a rejected password means, and how to put it right.
    if (failure === undefined || failure.kind === 'aborted' || failure.kind === 'auth') throw error;
    if (!isUp(log)) return starting(log);
    return {
      state: 'unresponsive',
      reason: `The scripts of the server have not run for ${MAIN_THREAD_MS / 1000} seconds, although it still shows itself. Players are frozen.`,
    };
  }
  if (isStopped) return { state: 'healthy', ...(await version(context)), degraded: DEGRADED };
  return ping === '' ? { state: 'healthy', ...(await version(context)) } : starting(log);
}

const DEGRADED = 'The resource gse was stopped. Without it players cannot be told, kicked or saved; restart the server to put it back.';

/** The number of the artifact; absent when the server does not say. */
async function version({ http, signal }: FiveMContext): Promise<{ version: string } | undefined> {
  try {
    const { build } = await http.info({ signal, timeoutMs: HTTP_MS });
    return build === undefined ? undefined : { version: String(build) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    return undefined;
  }
}

function starting(log: GameLog): ProbeResult {
  const progress = lastProgress(log);
  return { state: 'starting', ...(progress !== undefined && { progress }) };
}
