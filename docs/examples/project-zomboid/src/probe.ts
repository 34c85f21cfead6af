import type { ProbeResult } from '@gse/sdk';
import { command } from './console.ts';
import type { ProjectZomboidContext } from './context.ts';

/**
 * Asks what server browsers ask, then the console: queries are answered while the world stands still. The version in the
 * answer is the same for every release, so it is not told.
 */
export async function probe(context: ProjectZomboidContext): Promise<ProbeResult> {
  const { query, signal } = context;
  await query.info({ signal });
  await command(context, 'players');
  return { state: 'healthy' };
}
