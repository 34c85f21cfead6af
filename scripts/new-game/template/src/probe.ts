import type { ProbeResult } from '@gse/sdk';
import { command } from './console.ts';
import type { MyGameContext } from './context.ts';

/**
 * Asks for something that only a running world answers. What goes wrong is thrown on: the platform knows what a refused
 * connection, a silence or a wrong password means. FILL IN: the question, and where the answer has the version.
 */
export async function probe(context: MyGameContext): Promise<ProbeResult> {
  const answer = await command(context, 'version');
  const version = /\b(\d{1,3}\.\d{1,3}\.\d{1,3})\b/.exec(answer)?.[1];
  return version === undefined
    ? { state: 'healthy', degraded: 'The game answers, but does not tell its version.' }
    : { state: 'healthy', version };
}
