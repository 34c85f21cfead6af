import type { Player, PlayersResult } from '@gse/sdk';
import type { FactorioContext } from './context.ts';

const MAX_COUNT = 65_535;

/** What a reply to `/players online` says: how many, and who where the list is whole. */
export interface PlayerList {
  readonly online: number;
  readonly names?: readonly Player[];
}

/**
 * Reads the reply to `/players online` or `/players online count`:
 * ```
 * Online players (2):
 *   Alice (online)
 *   Bob (online)
 * ```
 * Only the number in brackets and the shape of the list are relied on, for the words are translated. The list is given
 * only where it is as long as the number says.
 *
 * @returns undefined where the reply is not such a list.
 */
export function parsePlayers(reply: string): PlayerList | undefined {
  const lines = reply.replaceAll('\r', '').split('\n');
  // Console lines may stand before the reply; the head is the first line that ends in a number in brackets.
  const head = lines.findIndex((line) => HEAD.test(line));
  if (head < 0) return undefined;
  const online = Number(HEAD.exec(lines[head] ?? '')?.[1]);
  if (online > MAX_COUNT) return undefined;
  const names: Player[] = [];
  for (const line of lines.slice(head + 1)) {
    const name = ENTRY.exec(line)?.[1];
    if (name === undefined) break;
    names.push({ name });
  }
  return names.length === online ? { online, names } : { online };
}

const HEAD = /^[^[\]()\n]{1,60}\((\d{1,6})\):?\s*$/u;
const ENTRY = /^\s+([A-Za-z0-9._-]{1,60})(?:\s+\([^()]{1,40}\))?\s*$/u;

/**
 * Who is online, asked in a way that leaves achievements alone: the answer with more in it would need Lua, which turns
 * them off for the save for good.
 */
export async function players({ rcon, settings, signal }: FactorioContext): Promise<PlayersResult> {
  const list =
    parsePlayers(await rcon.command('/players online', { signal })) ??
    parsePlayers(await rcon.command('/players online count', { signal }));
  if (list === undefined) return { known: false, reason: 'The game answered, but not with a player list.' };
  return { known: true, max: settings.maxPlayers, ...list };
}
