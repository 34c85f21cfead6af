import type { Moderation, ModerationResult } from '@gse/sdk';
import { command, quoted } from './console.ts';
import type { ProjectZomboidContext } from './context.ts';

/** Account names. Everything else is refused before it reaches the console. */
const NAME = /^[\w-]{1,20}$/;

/** Acts on players. There is no list of those who may join: accounts are made with a password each. */
export const moderation: Moderation<ProjectZomboidContext> = {
  kick: (context, { player, reason = '' }) => act(context, player, `kickuser "${player}" -r ${quoted(reason)}`),
  ban: (context, { player, reason = '' }) => act(context, player, `banuser "${player}" -r ${quoted(reason)}`),
  unban: (context, { player }) => act(context, player, `unbanuser "${player}"`),
  promote: (context, { player }) => act(context, player, `setaccesslevel "${player}" "admin"`),
  demote: (context, { player }) => act(context, player, `setaccesslevel "${player}" "none"`),
};

/** `done: false` is an answer, not an error: two moderators may act at once. */
async function act(context: ProjectZomboidContext, player: string, line: string): Promise<ModerationResult> {
  if (!NAME.test(player)) return { done: false, message: 'That is no name of an account.' };
  const answer = await command(context, line);
  const isDone = /^User \S+ (?:kicked|is now |is banned|no longer )/.test(answer);
  return { done: isDone, message: answer === '' ? 'The game said nothing.' : answer };
}
