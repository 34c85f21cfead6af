import type { Moderation, ModerationResult } from '@gse/sdk';
import { hasPlugins, original, run } from './context.ts';
import type { MinecraftContext } from './context.ts';
import { nameProblem, plainText, textComponent } from './text.ts';

/**
 * Answers that mean that it is so now: the act happened, or there was nothing left to do, as when it is asked for a
 * second time. Everything else, such as `No player was found`, is the game's reason why not.
 */
const KICKED = /^Kicked /;
const BANNED = /^Banned |^Nothing changed\. The player is already banned/;
const UNBANNED = /^Unbanned |^Nothing changed\. The player isn't banned/;
const ALLOWED = /^Added .* to the whitelist|^Player is already whitelisted/;
const DISALLOWED = /^Removed .* from the whitelist|^Player is not whitelisted/;
const PROMOTED = /^Made .* a server operator|^Nothing changed\. The player already is an operator/;
const DEMOTED = /^Made .* no longer a server operator|^Nothing changed\. The player is not an operator/;
const SILENCE = /^$/;

async function act(
  context: MinecraftContext,
  words: readonly [command: string, player: string, rest?: string],
  done: RegExp,
  said?: string,
): Promise<ModerationResult> {
  const [command, player, rest = ''] = words;
  const problem = nameProblem(player);
  if (problem !== undefined) return { done: false, message: problem };
  const answer = await run(context, `${original(context.settings.flavour, command)} ${player}${rest === '' ? '' : ` ${rest}`}`);
  return { done: done.test(answer), message: answer === '' ? (said ?? '') : answer };
}

/** Where the ban list is one line, a reason that ends in a word runs together with the next name; a full stop keeps them apart. */
function separable({ settings }: MinecraftContext, reason: string): string {
  return hasPlugins(settings.flavour) || !/[A-Za-z0-9_]$/.test(reason) ? reason : `${reason}.`;
}

/** Acts on players, by the game's own commands. Bans and lists are kept by the game, by identity and not by name. */
export const moderation: Moderation<MinecraftContext> = {
  kick: (context, { player, reason = '' }) => act(context, ['kick', player, plainText(reason)], KICKED),
  ban: (context, { player, reason = '' }) => act(context, ['ban', player, separable(context, plainText(reason))], BANNED),
  unban: (context, { player }) => act(context, ['pardon', player], UNBANNED),
  allow: (context, { player }) => act(context, ['whitelist add', player], ALLOWED),
  disallow: (context, { player }) => act(context, ['whitelist remove', player], DISALLOWED),
  promote: (context, { player }) => act(context, ['op', player], PROMOTED),
  demote: (context, { player }) => act(context, ['deop', player], DEMOTED),
  message: (context, { player, text }) =>
    act(context, ['tellraw', player, textComponent(text, { color: 'yellow' })], SILENCE, `Told ${player}.`),
};
