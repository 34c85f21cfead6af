import type { Moderation, ModerationResult } from '@gse/sdk';
import { command, quoted } from './console.ts';
import type { MyGameContext } from './context.ts';

/** FILL IN: what a name of this game may be. Everything else is refused before it reaches the console. */
const NAME = /^[\w-]{1,32}$/;

/**
 * Acts on players. FILL IN: the commands, what they answer, and what this game has: `packages/sdk/src/game/talk.ts` lists
 * them all. An act that is left out is not offered. `player` is what people click on or type: a name as `players()` tells
 * it, or its `id` where there is one. A console that only takes ids needs the name looked up.
 */
export const moderation: Moderation<MyGameContext> = {
  kick: (context, { player, reason = '' }) => act(context, player, `kick ${player} ${quoted(reason)}`),
  ban: (context, { player, reason = '' }) => act(context, player, `ban ${player} ${quoted(reason)}`),
  unban: (context, { player }) => act(context, player, `unban ${player}`),
  allow: (context, { player }) => act(context, player, `allow ${player}`),
  disallow: (context, { player }) => act(context, player, `disallow ${player}`),
};

/** `done: false` is an answer, not an error: two moderators may act at once. */
async function act(context: MyGameContext, player: string, line: string): Promise<ModerationResult> {
  if (!NAME.test(player)) return { done: false, message: 'That is no name of a player.' };
  const answer = await command(context, line);
  return { done: answer.startsWith('Done'), message: answer === '' ? 'The game said nothing.' : answer };
}
