import type { Moderation, ModerationResult } from '@gse/sdk';
import { chatText, oneLine } from './console.ts';
import type { FactorioContext } from './context.ts';
import { parseNames } from './lists.ts';
import { players } from './players.ts';
import { PLAYER_NAME } from './settings/index.ts';

/**
 * Acts on players. The game prints the outcome to its log in words that differ from act to act and may answer the
 * command with nothing, whether it worked or not; so each act is confirmed by the list it changes.
 */
export const moderation: Moderation<FactorioContext> = {
  kick: (context, { player, reason }) =>
    onPlayer(player, async () => {
      if ((await isOnline(context, player)) === false) return { done: false, message: `${player} is not online.` };
      const after = context.log.mark();
      const reply = await run(context, `/kick ${player} ${reasonText(reason)}`);
      if (await isOnline(context, player)) {
        if (reply !== '') return { done: false, message: reply };
        // Who is kicked leaves with the next tick, so the list may still name them.
        await context.log.waitFor(departure(player), { after, signal: context.signal });
      }
      return { done: true, message: reply || `${player} was kicked.` };
    }),
  ban: (context, { player, reason }) =>
    confirmed(context, player, `/ban ${player} ${reasonText(reason)}`, {
      list: '/banlist get',
      listed: true,
      done: 'was banned',
      not: 'is not on the ban list',
    }),
  unban: (context, { player }) =>
    confirmed(context, player, `/unban ${player}`, {
      list: '/banlist get',
      listed: false,
      done: 'is not banned any more',
      not: 'is still on the ban list',
    }),
  allow: (context, { player }) =>
    confirmed(context, player, `/whitelist add ${player}`, {
      list: '/whitelist get',
      listed: true,
      done: 'is on the whitelist',
      not: 'is not on the whitelist',
    }),
  disallow: (context, { player }) =>
    confirmed(context, player, `/whitelist remove ${player}`, {
      list: '/whitelist get',
      listed: false,
      done: 'is not on the whitelist any more',
      not: 'is still on the whitelist',
    }),
  promote: (context, { player }) =>
    confirmed(context, player, `/promote ${player}`, { list: '/admins', listed: true, done: 'is an admin', not: 'is not an admin' }),
  demote: (context, { player }) =>
    confirmed(context, player, `/demote ${player}`, {
      list: '/admins',
      listed: false,
      done: 'is not an admin any more',
      not: 'is still an admin',
    }),
  message: (context, { player, text }) =>
    onPlayer(player, async () => {
      const words = chatText(text);
      if (words === '') return { done: false, message: 'There is nothing to say: the message has no text.' };
      if ((await isOnline(context, player)) === false) return { done: false, message: `${player} is not online.` };
      const reply = await run(context, `/whisper ${player} ${words}`);
      return { done: true, message: reply || `Told ${player}.` };
    }),
};

interface Confirmation {
  /** Command that prints the list. */
  readonly list: string;
  /** Whether the player must stand in it afterwards. */
  readonly listed: boolean;
  readonly done: string;
  readonly not: string;
}

function confirmed(
  context: FactorioContext,
  player: string,
  command: string,
  { list, listed, done, not }: Confirmation,
): Promise<ModerationResult> {
  return onPlayer(player, async () => {
    const reply = await run(context, command);
    const answer = await run(context, list);
    const isListed = parseNames(answer)?.some(({ name }) => same(name, player)) ?? mentions(answer, player);
    const agrees = isListed === listed;
    return { done: agrees, message: agrees ? `${player} ${done}.` : reply || `${player} ${not}.` };
  });
}

/** Names are put into commands, so nothing but a name may pass. */
async function onPlayer(player: string, act: () => Promise<ModerationResult>): Promise<ModerationResult> {
  if (!PLAYER_NAME.test(player))
    return { done: false, message: 'That is no Factorio name: letters, digits, dot, dash and underscore only.' };
  return act();
}

async function run({ rcon, signal }: FactorioContext, command: string): Promise<string> {
  return (await rcon.command(command.trimEnd(), { signal })).trim();
}

/** Undefined when the game does not tell names. */
async function isOnline(context: FactorioContext, player: string): Promise<boolean | undefined> {
  const answer = await players(context);
  if (!answer.known) return undefined;
  if (answer.names === undefined) return answer.online === 0 ? false : undefined;
  return answer.names.some(({ name }) => same(name, player));
}

/** True when a list that nobody can read has this name in it, whatever stands around it; a head such as `Banned players (1):` does not count. */
function mentions(list: string, player: string): boolean {
  const entries = list.split('\n').filter((line) => !line.trimEnd().endsWith(':'));
  return entries.some((line) => line.split(/[^A-Za-z0-9._-]+/).some((word) => same(word, player)));
}

/** The game takes `alice` for `Alice`. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function departure(player: string): RegExp {
  const name = player.replaceAll('.', '\\.');
  return new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\[(?:KICK|LEAVE)\\] ${name}(?: |$)`, 'i');
}

function reasonText(reason: string | undefined): string {
  return oneLine(reason ?? '')
    .slice(0, 200)
    .toWellFormed();
}
