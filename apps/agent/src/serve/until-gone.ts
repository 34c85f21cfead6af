import type { AnyGame } from '@gse/sdk';
import { delay, type LogBuffer } from '@gse/session';
import type { AgentClock } from '../clock.ts';
import type { Address } from '../environment.ts';
import { anyListens } from './listening.ts';

/** Where the end of a game shows. */
export interface UntilGoneOptions {
  readonly game: Pick<AnyGame, 'budgets'>;
  readonly addresses: readonly Address[];
  readonly buffer: LogBuffer;
  readonly clock: AgentClock;
}

const pollMs = 150;
/** Games close their ports before they have written everything; a log that has been quiet this long says that they are done. */
const quietMs = 1_000;

/** Waits for a game that was asked to leave, for as long as it may take; false where it is still there. */
export async function untilGone({ game, addresses, buffer, clock }: UntilGoneOptions, signal: AbortSignal): Promise<boolean> {
  const until = clock.elapsed() + game.budgets.stopSeconds * 1000;
  let lastLine = buffer.lastNumber;
  let quietSince: number | undefined;
  while (!signal.aborted && clock.elapsed() < until) {
    if (await anyListens(addresses, signal)) quietSince = undefined;
    else if (buffer.lastNumber !== lastLine || quietSince === undefined) quietSince = clock.elapsed();
    else if (clock.elapsed() - quietSince >= quietMs) return true;
    lastLine = buffer.lastNumber;
    await delay(clock, pollMs, signal);
  }
  return quietSince !== undefined;
}
