import type { ProbeResult } from '@gse/sdk';
import { command } from './console.ts';
import type { MyGameContext } from './context.ts';

/**
 * Asks what server browsers ask, then the console for something that only a running world answers: queries are often
 * answered by a thread of their own while the world stands still. What goes wrong is thrown on: the platform knows what a
 * refused connection, a silence or a wrong password means. FILL IN: whether the version in the answer is the one people
 * order; many games tell another one there.
 */
export async function probe(context: MyGameContext): Promise<ProbeResult> {
  const { query, signal } = context;
  const { version } = await query.info({ signal });
  await command(context, 'version');
  return /^\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(version)
    ? { state: 'healthy', version }
    : { state: 'healthy', degraded: 'The game answers, but does not tell its version.' };
}
