import type { Player, PlayersResult } from '@gse/sdk';
import { MAIN_THREAD_MS, failureOf, run } from './context.ts';
import type { RustContext } from './context.ts';
import { parseServerInfo } from './server-info.ts';
import { listedPlayers } from './server-list.ts';
import { isSteamId } from './steam-id.ts';

const LONGEST = 16 * 1024 * 1024;
const MAX_PLAYERS = 10_000;
const LONGEST_NAME = 64;

/** One player as the game identifies them. */
export type RustPlayer = Player & { readonly id: string };

/** What the game says of who is online. */
export interface PlayerList {
  readonly online: number;
  /** Those whom it names by SteamID. */
  readonly named: readonly RustPlayer[];
}

/**
 * Who is online: everybody by SteamID and name from the console, else the number from the server list, else unknown.
 * Addresses, which the game tells along with every player, go no further.
 */
export async function players(context: RustContext): Promise<PlayersResult> {
  try {
    const [list, infoText] = await Promise.all([run(context, 'playerlist', MAIN_THREAD_MS), run(context, 'serverinfo', MAIN_THREAD_MS)]);
    const found = parsePlayerList(list);
    const info = parseServerInfo(infoText);
    const online = found?.online ?? info?.Players;
    const max = info?.MaxPlayers ?? context.settings.maxPlayers;
    // Whom the game does not name by SteamID counts, and is missing among the names.
    if (online !== undefined) return { known: true, online, max, ...(found !== undefined && { names: found.named }) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    // Whoever rejects a password is there. Otherwise the number in the server list may be of a game that hangs or is gone.
    if (failure.kind !== 'auth') return { known: false, reason: failure.message };
  }
  return countFromServerList(context);
}

async function countFromServerList({ query, signal }: RustContext): Promise<PlayersResult> {
  try {
    return { known: true, ...listedPlayers(await query.info({ signal })) };
  } catch (error) {
    const failure = failureOf(error);
    if (failure === undefined || failure.kind === 'aborted') throw error;
    return { known: false, reason: failure.message };
  }
}

/** Reads the answer to `playerlist`; undefined when it is no such list. Whoever has no SteamID in it counts, and is not named. */
export function parsePlayerList(answer: string): PlayerList | undefined {
  if (answer.length > LONGEST) return undefined;
  let list: unknown;
  try {
    list = JSON.parse(answer);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list) || list.length > MAX_PLAYERS) return undefined;
  const named = list.flatMap((entry: unknown) => {
    const { SteamID, DisplayName } = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>;
    if (typeof SteamID !== 'string' || !isSteamId(SteamID)) return [];
    return [{ id: SteamID, name: shownName(DisplayName, SteamID) }];
  });
  return { online: list.length, named };
}

/** A name on one line, without characters that are not seen or turn the line around. */
function shownName(name: unknown, id: string): string {
  const clean =
    typeof name === 'string'
      ? name
          .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
          .trim()
          .slice(0, LONGEST_NAME)
          .toWellFormed()
      : '';
  return clean === '' ? id : clean;
}
