import type { Moderation, ModerationResult } from '@gse/sdk';
import { isUnknown, run } from './context.ts';
import type { RustContext } from './context.ts';
import { RustError } from './errors.ts';
import { bans } from './lists.ts';
import { LEFT } from './log.ts';
import { parsePlayerList, type RustPlayer } from './players.ts';
import { isSteamId, STEAM_ID } from './steam-id.ts';
import { quoted } from './text.ts';

/** Bans and rights live in memory until this is run; without it they are gone after a restart. */
const REMEMBER = 'server.writecfg';

/**
 * Acts on players by SteamID, the only identity that is theirs alone. A name will do where it belongs to somebody online,
 * or on the ban list. Each act is confirmed by the list it changes, for the game's own words differ from build to build.
 */
export const moderation: Moderation<RustContext> = {
  kick: async (context, { player, reason = '' }) => {
    const online = await onlinePlayers(context);
    const found = find(online, player);
    if ('problem' in found) return no(found.problem);
    const { id, name } = found.player;
    if (!online.some((other) => other.id === id)) return no(`${name} is not online.`);
    const after = context.log.mark();
    await run(context, `kick ${id} ${quoted(reason || 'Kicked')}`);
    await untilGone(context, id, after);
    return yes(`${name} was kicked.`);
  },
  ban: async (context, { player, reason = '' }) => {
    const online = await onlinePlayers(context);
    const found = find(online, player);
    if ('problem' in found) return no(found.problem);
    const { id, name } = found.player;
    await run(context, `banid ${id} ${quoted(name)} ${quoted(reason || 'Banned')}`);
    if (online.some((other) => other.id === id)) {
      const after = context.log.mark();
      await run(context, `kick ${id} ${quoted(reason || 'Banned')}`);
      await untilGone(context, id, after);
    }
    await run(context, REMEMBER);
    const isBanned = (await bans(context)).some((ban) => ban.id === id);
    return isBanned ? yes(`${name} is banned.`) : no(`The game does not have ${name} on its ban list.`);
  },
  unban: async (context, { player }) => {
    const banned = await bans(context);
    const found = find(banned, player, 'on the ban list');
    if ('problem' in found) return isSteamId(player) ? yes(`${player} is not banned.`) : no(found.problem);
    const { id, name } = found.player;
    await run(context, `unban ${id}`);
    await run(context, REMEMBER);
    const isBanned = (await bans(context)).some((ban) => ban.id === id);
    return isBanned ? no(`${name} is still on the ban list.`) : yes(`${name} is not banned any more.`);
  },
  /** Makes a moderator. Owners, who may do everything, are a setting. */
  promote: async (context, { player }) => {
    const found = find(await onlinePlayers(context), player);
    if ('problem' in found) return no(found.problem);
    const { id, name } = found.player;
    const answer = await run(context, `moderatorid ${id} ${quoted(name)} "by the platform"`);
    if (isUnknown(answer)) return no(answer);
    await run(context, REMEMBER);
    return (await listed(context, 'global.moderatorids', id)) ? yes(`${name} is a moderator.`) : no(answer || `${name} is no moderator.`);
  },
  demote: async (context, { player }) => {
    const found = find(await onlinePlayers(context), player);
    if ('problem' in found) return no(found.problem);
    const { id, name } = found.player;
    const answers = [await run(context, `removemoderator ${id}`), await run(context, `removeowner ${id}`)];
    await run(context, REMEMBER);
    const keeps = (await listed(context, 'global.moderatorids', id)) || (await listed(context, 'global.ownerids', id));
    return keeps
      ? no(answers.find((answer) => answer !== '') ?? `${name} still has rights.`)
      : yes(`${name} has no rights of an owner or moderator.`);
  },
};

const yes = (message: string): ModerationResult => ({ done: true, message });
const no = (message: string): ModerationResult => ({ done: false, message });

async function onlinePlayers(context: RustContext): Promise<readonly RustPlayer[]> {
  const list = parsePlayerList(await run(context, 'playerlist'));
  if (list === undefined) throw new RustError('GSE_RUST_REFUSED', 'The game does not tell who is online, so nobody can be told apart.');
  return list.named;
}

/** Who is meant. A SteamID needs to be on no list. */
function find(
  list: readonly RustPlayer[],
  wanted: string,
  where = 'online',
): { readonly player: RustPlayer } | { readonly problem: string } {
  const byId = list.find(({ id }) => id === wanted);
  if (byId !== undefined) return { player: byId };
  if (isSteamId(wanted)) return where === 'online' ? { player: { id: wanted, name: wanted } } : { problem: `${wanted} is not ${where}.` };
  const shown = JSON.stringify(wanted.slice(0, 40));
  const exact = list.filter(({ name }) => name === wanted);
  const named = exact.length > 0 ? exact : list.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const [first, second] = named;
  if (first === undefined) return { problem: `Nobody ${where} is called ${shown}. Give the SteamID (17 digits) of somebody who is not.` };
  if (second !== undefined) return { problem: `${named.length} players are called ${shown}; give the SteamID of the one you mean.` };
  return { player: first };
}

/** Who is kicked leaves with one of the next frames; the log tells when. */
async function untilGone(context: RustContext, id: string, after: ReturnType<RustContext['log']['mark']>): Promise<void> {
  const { log, signal } = context;
  if (!(await onlinePlayers(context)).some((player) => player.id === id)) return;
  await log.waitFor(new RegExp(LEFT.source.replace(STEAM_ID, id)), { after, signal });
}

async function listed(context: RustContext, list: string, id: string): Promise<boolean> {
  return (await run(context, list)).includes(id);
}
