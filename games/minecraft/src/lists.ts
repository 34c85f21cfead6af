import type { ListedPlayer, PlayerListResult, PlayerLists } from '@gse/sdk';
import { original, run } from './context.ts';
import type { MinecraftContext } from './context.ts';

const NAME = /^\.?[A-Za-z0-9_]{1,16}$/;
const NO_LIST = 'The game answered, but not with a list.';

/** Who is banned and who may come in. Who is an operator the game tells nobody: it only keeps a file. */
export const playerLists: PlayerLists<MinecraftContext> = {
  banned: async (context) => parseBans(await run(context, original(context.settings.flavour, 'banlist players'))),
  allowed: async (context) => parseWhitelist(await run(context, original(context.settings.flavour, 'whitelist list'))),
};

/** Reads the answer to `whitelist list`, in the words of today (`player(s)`) or of 1.16 (`players`). */
export function parseWhitelist(answer: string): PlayerListResult {
  if (answer.startsWith('There are no whitelisted players')) return { known: true, players: [] };
  const [, count, listed = ''] = /^There are (\d{1,9}) whitelisted player(?:\(s\)|s)?: ?(.*)$/s.exec(answer) ?? [];
  if (count === undefined) return { known: false, reason: NO_LIST };
  const names = listed.split(/[,\s]+/).filter((name) => NAME.test(name));
  return known(
    names.map((name) => ({ name })),
    Number(count),
  );
}

/**
 * Reads the answer to `banlist players`:
 * ```
 * There are 2 ban(s):Steve was banned by Rcon: Banned by an operator.Alex was banned by Server: rude
 * ```
 * Paper puts every entry on a line of its own; elsewhere a reason and the next name run together. Where the reason ends in a
 * word, nobody can tell where the name begins, and such an entry only counts. Version 1.16 writes `bans`.
 */
export function parseBans(answer: string): PlayerListResult {
  if (answer.startsWith('There are no bans')) return { known: true, players: [] };
  const [, count, listed = ''] = /^There are (\d{1,9}) ban(?:\(s\)|s)?:(.*)$/s.exec(answer) ?? [];
  if (count === undefined) return { known: false, reason: NO_LIST };
  const [first = '', ...rest] = listed.split(/ was banned by [^:\n]{1,40}: /);
  const players: ListedPlayer[] = [];
  let name = nameAtEnd(first, true);
  for (const [index, piece] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const next = isLast ? undefined : nameAtEnd(piece, false);
    // Without the next name, nobody knows where the reason ends either.
    const reason = isLast ? piece : next === undefined ? '' : piece.slice(0, -next.length);
    if (name !== undefined) players.push({ name, ...(reason.trim() !== '' && { reason: reason.trim() }) });
    name = next;
  }
  return known(players, Number(count));
}

/** The name a piece of the list ends with; undefined where what stands before it could be part of it. */
function nameAtEnd(piece: string, isFirst: boolean): string | undefined {
  const tail = piece.slice(-40);
  const name = /\.?[A-Za-z0-9_]{1,16}$/.exec(tail)?.[0];
  if (name === undefined) return undefined;
  const before = tail.slice(0, -name.length);
  if (isFirst || before.endsWith('\n')) return name;
  // A dot ends a sentence; only a second one belongs to the name, of somebody from the other edition of the game.
  if (name.startsWith('.')) return before.endsWith('.') ? name : name.slice(1);
  return /[^A-Za-z0-9_\s]$/.test(before) ? name : undefined;
}

function known(players: readonly ListedPlayer[], count: number): PlayerListResult {
  const unreadable = count - players.length;
  return { known: true, players, ...(unreadable > 0 && { unreadable }) };
}
