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
 * Some lists come in one line instead, and an empty one as a sentence:
 * ```
 * Whitelisted players: Alice, Bob and Carl
 * Whitelist is empty.
 * ```
 *
 * @returns undefined where the reply is something else, or shorter than its head says.
 */
export function parseNames(reply: string): readonly ListedPlayer[] | undefined {
  const lines = reply
    .replaceAll('\r', '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const [only = ''] = lines;
  if (lines.length === 1) {
    if (NOBODY.test(only.trim())) return [];
    const names = namesInLine(only.trim());
    if (names !== undefined) return names;
  }
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

/** The names behind a head of several words; undefined where it is none, or something else than names stands there. */
function namesInLine(line: string): readonly ListedPlayer[] | undefined {
  const head = LINE_HEAD.exec(line)?.[0];
  if (head === undefined) return undefined;
  const names = line.slice(head.length).split(/, ?/);
  // The word between the last two is translated, too.
  names.push(...(names.pop() ?? '').split(/ \p{L}{1,10} /u));
  return names.every((name) => NAME.test(name)) ? names.map((name) => ({ name })) : undefined;
}

const NAME = /^[A-Za-z0-9._-]{1,60}$/;
const LINE_HEAD = /^\p{L}{1,40}(?: \p{L}{1,40}){1,4}(?: \(\d{1,6}\))?: /u;
const NOBODY = /^(?:[A-Za-z ]{1,40} is empty|No (?:banned|whitelisted) players|No admins)\.?$/;
const HEAD = /^[^[\]()\n]{1,60}(?:\((\d{1,6})\))?:\s*$/u;
const ENTRY = /^\s*([A-Za-z0-9._-]{1,60})(?:\s+\([^()]{1,40}\))?(?::\s*(.{0,400}))?$/u;
