import type { ConnectionFailure } from '@gse/sdk';
import { command } from './console.ts';
import type { MyGameContext } from './context.ts';
import { MyGameError } from './errors.ts';

/**
 * Returns when the world is on disk. FILL IN: the command and its answer. Where the game answers before it is done, wait
 * for the line of the log: take `log.mark()` first, then `log.waitFor(pattern, { after, signal })`.
 */
export async function save(context: MyGameContext): Promise<void> {
  const answer = await command(context, 'save');
  if (!answer.startsWith('World saved')) throw new MyGameError('GSE_MY_GAME_SAVE_FAILED', `The world could not be saved: ${answer}`);
}

/**
 * Asks the game to leave. Waiting and, in the end, signals are the platform's. FILL IN: the command. Where it does not save
 * by itself, begin with `await save(context)`.
 */
export async function stop(context: MyGameContext): Promise<void> {
  let answer: string;
  try {
    answer = await command(context, 'quit');
  } catch (error) {
    // It hangs up while it leaves, often before its answer is out.
    const { kind, sent } = error as Partial<ConnectionFailure> & { readonly sent?: boolean };
    if (kind === 'closed' && sent === true) return;
    throw error;
  }
  if (answer.startsWith('Unknown command'))
    throw new MyGameError('GSE_MY_GAME_REFUSED', `The game did not take the stop command: ${answer}`);
}
