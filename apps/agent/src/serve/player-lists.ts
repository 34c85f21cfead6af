import type { ReportedList, ReportedLists } from '@gse/agent-client';
import type { AnyGame, PlayerListName, PlayerListResult } from '@gse/sdk';
import type { Session } from '@gse/session';

const maxPlayers = 1000;

/** The lists the game keeps, one after the other: its console takes one question at a time anyway. */
export async function readLists(game: AnyGame, session: Session, signal: AbortSignal): Promise<ReportedLists> {
  const lists: Partial<Record<PlayerListName, ReportedList>> = {};
  for (const list of Object.keys(game.playerLists ?? {}) as PlayerListName[]) {
    if (game.playerLists?.[list] !== undefined) lists[list] = reported(await session.playerList(list, signal));
  }
  return lists;
}

function reported(result: PlayerListResult): ReportedList {
  if (!result.known) return { known: false, reason: result.reason.slice(0, 2000) };
  const more = Math.max(0, result.players.length - maxPlayers) + (result.unreadable ?? 0);
  return {
    known: true,
    players: result.players.slice(0, maxPlayers).map(({ name, reason, since }) => ({
      name: name.slice(0, 128),
      ...(reason === undefined ? {} : { reason: reason.slice(0, 1000) }),
      ...(since === undefined ? {} : { since: since.toISOString() }),
    })),
    ...(more === 0 ? {} : { more }),
  };
}
