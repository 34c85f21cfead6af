import type { ConnectionErrorKind, ProbeResult } from '@gse/sdk';
import type { FactorioContext } from './context.ts';
import { readStage } from './log.ts';

/**
 * Asks the game for its version over RCON, which listens only once the map is loaded. A game that saves answers nothing
 * until it is done, for seconds on a large map, and is not dead: the log tells the one silence from the other.
 */
export async function probe({ rcon, log, signal }: FactorioContext): Promise<ProbeResult> {
  try {
    return healthy(await rcon.command('/version', { signal }));
  } catch (error) {
    if (!signal.aborted && !SILENCE.has((error as { kind?: ConnectionErrorKind }).kind)) throw error;
    const now = readStage(log.recent(500));
    if (now.stage === 'starting') return { state: 'starting', ...(now.progress === undefined ? {} : { progress: now.progress }) };
    if (now.stage === 'saving') return { state: 'healthy', degraded: 'The game is saving and answers nothing meanwhile.' };
    throw error;
  }
}

/** Failures that mean no more than that nobody answered; a rejected password or nonsense is an answer. */
const SILENCE: ReadonlySet<ConnectionErrorKind | undefined> = new Set<ConnectionErrorKind>(['refused', 'timeout', 'closed', 'aborted']);

function healthy(reply: string): ProbeResult {
  const version = /(?:^|\s|v)(\d{1,3}\.\d{1,3}\.\d{1,5})(?:\s|$)/.exec(reply)?.[1];
  return version === undefined
    ? { state: 'healthy', degraded: 'The game answers, but does not tell its version.' }
    : { state: 'healthy', version };
}
