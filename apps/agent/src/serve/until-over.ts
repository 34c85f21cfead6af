import { once } from 'node:events';
import { delay } from '@gse/session';
import type { AgentClock } from '../clock.ts';
import type { Drain } from './drain.ts';
import type { Monitor } from './monitor.ts';

/** Asked to leave, the agent waits this long for the game container to be asked as well: where both are told at once, the agent may hear it first. */
const drainComesMs = { whileUp: 10_000, otherwise: 1_500 };

/** Resolves when the agent may leave: it was asked to and the game needs it no more, or it is killed. */
export async function untilOver(
  signal: AbortSignal,
  killed: AbortSignal,
  clock: AgentClock,
  monitor: Monitor,
  drain: Drain,
): Promise<void> {
  if (!signal.aborted && !killed.aborted) await Promise.race([once(signal, 'abort'), once(killed, 'abort')]);
  const since = clock.elapsed();
  while (!killed.aborted && !drain.isRequested) {
    const patience = monitor.observation.process === 'up' ? drainComesMs.whileUp : drainComesMs.otherwise;
    if (clock.elapsed() - since >= patience) return;
    await delay(clock, 100, killed);
  }
  if (!killed.aborted) await Promise.race([drain.over, once(killed, 'abort')]);
}
