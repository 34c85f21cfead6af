import type { Moderation, ModerationResult } from '@gse/sdk';
import { ask, type FiveMContext } from './context.ts';
import { oneLine, playerProblem } from './text.ts';

const KICKED = 'You were removed by an administrator.';

/**
 * Acts on players, by their name, the number of their session (`#12`) or their licence. The server itself has no bans and no
 * allowlist: frameworks and txAdmin bring their own, and a second list beside theirs would only contradict them.
 */
export const moderation: Moderation<FiveMContext> = {
  kick: (context, { player, reason = '' }) => act(context, 'gse_kick', player, oneLine(reason) || KICKED),
  message: async (context, { player, text }) => {
    const words = oneLine(text);
    if (words === '') return { done: false, message: 'There is nothing to say: the message has no text.' };
    return act(context, 'gse_message', player, words);
  },
};

async function act(context: FiveMContext, command: string, player: string, words: string): Promise<ModerationResult> {
  const problem = playerProblem(player);
  return problem === undefined ? ask(context, command, player, words) : { done: false, message: problem };
}
