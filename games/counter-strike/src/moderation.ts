import type { Moderation, ModerationResult } from '@gse/sdk';
import { isUnknown, run, type CounterStrikeContext } from './context.ts';
import { RECENT_LINES, SEEN } from './log.ts';
import { askReport } from './report.ts';
import type { Seat } from './status-json.ts';
import { steamId2, steamId3, steamId64 } from './steam-id.ts';
import { consoleText } from './text.ts';

const MAX_REASON = 100;

/**
 * Acts on players. Names are chosen freely, change, and may be anything: the console is only ever told the number of a seat or
 * a SteamID. Each act is confirmed by the list it changes, for the game prints nothing, or what it always prints. There is no
 * list of those who may join, no role of an administrator, and no word to one player alone: those come with plugins.
 */
export const moderation: Moderation<CounterStrikeContext> = {
  async kick(context, { player, reason = '' }) {
    const seat = await findSeat(context, player);
    if (seat === undefined) return notOnline(player);
    const because = consoleText(reason).slice(0, MAX_REASON);
    const answer = await run(context, `kickid ${seat.slot}${because === '' ? '' : ` "${because}"`}`);
    const isGone = (await findSeat(context, seat.id ?? seat.name)) === undefined;
    return { done: isGone, message: isGone ? `${seat.name} was kicked.` : answer || `${seat.name} is still online.` };
  },

  async ban(context, { player }) {
    const found = await findPerson(context, player);
    if (found === undefined) return noSuchPerson(player);
    await run(context, `banid 0 ${idFor(context, found.id)} kick`);
    await run(context, 'writeid');
    const banned = await isBanned(context, found.id);
    if (banned === undefined) return cannotBan(found.name);
    return { done: banned, message: banned ? `${found.name} is banned.` : `${found.name} is not on the list of the banned.` };
  },

  async unban(context, { player }) {
    const found = await findPerson(context, player);
    if (found === undefined) return noSuchPerson(player);
    await run(context, `removeid ${idFor(context, found.id)}`);
    await run(context, 'writeid');
    const banned = await isBanned(context, found.id);
    if (banned === undefined) return cannotBan(found.name);
    return { done: !banned, message: banned ? `${found.name} is still banned.` : `${found.name} is not banned.` };
  },
};

/** Somebody whose SteamID is known. */
interface Person {
  readonly name: string;
  readonly id: string;
}

async function findSeat(context: CounterStrikeContext, player: string): Promise<Seat | undefined> {
  const report = await askReport(context);
  const id = steamId64(player);
  return report?.people.find((seat) => (id === undefined ? seat.name === player : seat.id === id));
}

/** By SteamID, else by the name of somebody who is online, else of somebody who was: the log tells who had which name. */
async function findPerson(context: CounterStrikeContext, player: string): Promise<Person | undefined> {
  const id = steamId64(player);
  if (id !== undefined) return { name: player, id };
  const seat = await findSeat(context, player);
  if (seat?.id !== undefined) return { name: seat.name, id: seat.id };
  // So that what was written a moment ago is among the lines.
  context.log.mark();
  const groups = context.log
    .recent(RECENT_LINES)
    .map((line) => SEEN.exec(line)?.groups)
    .findLast((found) => found?.['name'] === player);
  const seen = steamId64(groups?.['id'] ?? '');
  return seen === undefined ? undefined : { name: player, id: seen };
}

/** Undefined where this build of the game has no bans of its own. */
async function isBanned(context: CounterStrikeContext, id: string): Promise<boolean | undefined> {
  const list = await run(context, 'listid');
  if (isUnknown(list) || !/^ID filter list: /m.test(list)) return undefined;
  return [...list.matchAll(/\[U:1:\d{1,10}\]|STEAM_[0-5]:[01]:\d{1,10}|\b7656\d{13}\b/g)].some(([found]) => steamId64(found) === id);
}

function idFor({ settings }: CounterStrikeContext, id: string): string {
  return settings.edition === 'cs2' ? steamId3(id) : steamId2(id);
}

function notOnline(player: string): ModerationResult {
  return { done: false, message: `${shown(player)} is not online.` };
}

function noSuchPerson(player: string): ModerationResult {
  return { done: false, message: `${shown(player)} has not been here lately. Give the SteamID, which is 17 digits.` };
}

function cannotBan(name: string): ModerationResult {
  return {
    done: false,
    message: `This build of the game does not keep bans. Kick ${shown(name)}, set a password to join, or use a plugin for bans.`,
  };
}

function shown(player: string): string {
  return consoleText(player).slice(0, 40) || 'Nobody';
}
