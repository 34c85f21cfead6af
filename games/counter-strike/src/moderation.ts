import type { Moderation, ModerationResult } from '@gse/sdk';
import { run, type CounterStrikeContext } from './context.ts';
import { askReport } from './report.ts';
import type { Seat } from './status-json.ts';
import { steamId64 } from './steam-id.ts';
import { consoleText } from './text.ts';

const MAX_REASON = 100;

/**
 * Acts on players. Names are chosen freely, change, and may be anything: the console is only ever told the number of a seat. A
 * kick is confirmed by who is left, for the game prints nothing, or what it always prints.
 *
 * There are no bans: Counter-Strike 2 still has the commands (`banid`, `removeid`, `listid`, `writeid`), but only for its makers
 * (`developmentonly`), and answers everybody else that it does not know them. What keeps somebody out is a password to join, or
 * a plugin. Nor is there a list of those who may join, a role of an administrator, or a word to one player alone: those come with
 * plugins, too. The game before has bans on its console; which acts are offered cannot depend on a setting.
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
};

async function findSeat(context: CounterStrikeContext, player: string): Promise<Seat | undefined> {
  const report = await askReport(context);
  const id = steamId64(player);
  return report?.people.find((seat) => (id === undefined ? seat.name === player : seat.id === id));
}

function notOnline(player: string): ModerationResult {
  return { done: false, message: `${shown(player)} is not online.` };
}

function shown(player: string): string {
  return consoleText(player).slice(0, 40) || 'Nobody';
}
