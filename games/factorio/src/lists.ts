import type { ListedPlayer, PlayerListResult, PlayerLists } from '@gse/sdk';
import type { FactorioContext } from './context.ts';

/** The lists the game keeps; it changes them by its own commands and tells them by these. */
export const playerLists: PlayerLists<FactorioContext> = {
  banned: (context) => list(context, '/banlist get'),
  allowed: (context) => list(context, '/whitelist get'),
  admins: (context) => list(context, '/admins'),
};

async function list({ rcon, signal }: FactorioContext, command: string): Promise<PlayerListResult> {
  const players = parseNames(await rcon.command(command, { signal }));
  return players === undefined ? { known: false, reason: 'The game answered, but not with a list.' } : { known: true, players };
}

/**
 * Reads a list of names: one on each line, indented, with a remark in brackets or a reason behind a colon, under a head that
 * may tell how many there are:
 * ```
 * Banned players (2):
 *   Alice
 *   Bob: griefing
 * ```
 * The words of the head are translated, so only the shape is relied on. Nothing at all is a list of nobody.
 *
 * @returns undefined where the reply is something else, or shorter than its head says.
 */
export function parseNames(reply: string): readonly ListedPlayer[] | undefined {
  const lines = reply
    .replaceAll('\r', '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const head = lines.findIndex((line) => HEAD.test(line));
  const count = HEAD.exec(lines[head] ?? '')?.[1];
  const players: ListedPlayer[] = [];
  for (const line of lines.slice(head + 1)) {
    const [, name, reason] = ENTRY.exec(line) ?? [];
    if (name === undefined) return undefined;
    players.push({ name, ...(reason !== undefined && reason.trim() !== '' && { reason: reason.trim() }) });
  }
  return count === undefined || Number(count) === players.length ? players : undefined;
}

const HEAD = /^[^[\]()\n]{1,60}(?:\((\d{1,6})\))?:\s*$/u;
const ENTRY = /^\s*([A-Za-z0-9._-]{1,60})(?:\s+\([^()]{1,40}\))?(?::\s*(.{0,400}))?$/u;
