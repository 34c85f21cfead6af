import type { ListedPlayer, PlayerListResult, PlayerLists } from '@gse/sdk';
import { isUnknown, run } from './context.ts';
import type { RustContext } from './context.ts';
import type { RustPlayer } from './players.ts';
import { isSteamId, STEAM_ID } from './steam-id.ts';

const MAX_ENTRIES = 100_000;
const LINE = new RegExp(String.raw`^\s*(?:\d{1,6}\s+)?(${STEAM_ID})(?:\s+"([^"]{0,64})")?(?:\s+"([^"]{0,400})")?`);

/** Somebody on a list of the game, with why they are there. */
export type Entry = RustPlayer & { readonly reason?: string };

/** Who is banned, and who has rights. A whitelist Rust does not have. */
export const playerLists: PlayerLists<RustContext> = {
  banned: async (context) => result(await run(context, 'banlistex')),
  admins: async (context) => {
    const owners = result(await run(context, 'global.ownerids'));
    const moderators = result(await run(context, 'global.moderatorids'));
    if (!owners.known || !moderators.known) return owners.known ? moderators : owners;
    const unreadable = (owners.unreadable ?? 0) + (moderators.unreadable ?? 0);
    return { known: true, players: [...owners.players, ...moderators.players], ...(unreadable > 0 && { unreadable }) };
  },
};

/** Everybody on the ban list. */
export async function bans(context: RustContext): Promise<readonly Entry[]> {
  return readEntries(await run(context, 'banlistex')).entries;
}

/**
 * Reads a list of the game, a line for everybody: a number perhaps, the SteamID, then name and reason in quotes. Builds
 * differ; some print the same as JSON.
 */
export function readEntries(answer: string): { readonly entries: readonly Entry[]; readonly unreadable: number } {
  const found = (
    readJson(answer) ??
    answer
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(readLine)
  ).slice(0, MAX_ENTRIES);
  const entries = found.filter((entry) => entry !== undefined);
  return { entries, unreadable: found.length - entries.length };
}

function readLine(line: string): Entry | undefined {
  const [, id, name, reason] = LINE.exec(line) ?? [];
  return id === undefined ? undefined : entryOf(id, name, reason);
}

function readJson(answer: string): readonly (Entry | undefined)[] | undefined {
  if (!answer.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(answer);
    return Array.isArray(list) ? list.map(readObject) : undefined;
  } catch {
    return undefined;
  }
}

function readObject(value: unknown): Entry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { steamid, username, notes } = value as Record<string, unknown>;
  const id = String(steamid);
  return isSteamId(id) ? entryOf(id, username, notes) : undefined;
}

/** People without a name are called by their SteamID. */
function entryOf(id: string, name: unknown, reason: unknown): Entry {
  return {
    id,
    name: typeof name === 'string' && name !== '' && name !== 'unnamed' ? name.slice(0, 64) : id,
    ...(typeof reason === 'string' && reason !== '' && { reason: reason.slice(0, 400) }),
  };
}

function result(answer: string): PlayerListResult {
  if (isUnknown(answer)) return { known: false, reason: `The game answered, but not with a list: ${answer.slice(0, 200)}` };
  const { entries, unreadable } = readEntries(answer);
  const players = entries.map(({ name, reason }): ListedPlayer => ({ name, ...(reason !== undefined && { reason }) }));
  return { known: true, players, ...(unreadable > 0 && { unreadable }) };
}
