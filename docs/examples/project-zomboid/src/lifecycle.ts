import type { ConnectionFailure } from '@gse/sdk';
import { command } from './console.ts';
import type { ProjectZomboidContext } from './context.ts';
import { ProjectZomboidError } from './errors.ts';

/** Returns when the world is on disk; the game answers after it wrote. */
export async function save(context: ProjectZomboidContext): Promise<void> {
  const answer = await command(context, 'save');
  if (!answer.startsWith('World saved'))
    throw new ProjectZomboidError('GSE_PROJECT_ZOMBOID_SAVE_FAILED', `The world could not be saved: ${answer}`);
}

/** Asks the game to leave, which saves first. Waiting and, in the end, signals are the platform's. */
export async function stop(context: ProjectZomboidContext): Promise<void> {
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
    throw new ProjectZomboidError('GSE_PROJECT_ZOMBOID_REFUSED', `The game did not take the stop command: ${answer}`);
}
