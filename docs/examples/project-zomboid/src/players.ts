import type { PlayersResult } from '@gse/sdk';
import { command } from './console.ts';
import type { ProjectZomboidContext } from './context.ts';

/** Who is on. Only an answer of the game makes zero: whatever cannot be read is unknown. */
export async function players(context: ProjectZomboidContext): Promise<PlayersResult> {
  return parsePlayers(await command(context, 'players'), context.settings.maxPlayers);
}

/** Reads `Players connected (2):` and a line `-Ada` for each of them. */
export function parsePlayers(answer: string, max: number): PlayersResult {
  const [head = '', ...lines] = answer.split('\n');
  const online = /^Players connected \((\d{1,4})\):\s*$/.exec(head)?.[1];
  if (online === undefined) return { known: false, reason: 'The game answered, but not with a list of players.' };
  const names = lines.flatMap((line) => (line.startsWith('-') ? [{ name: line.slice(1).trim() }] : []));
  // A list that is cut off must not look like fewer people than there are.
  const isWhole = names.length === Number(online);
  return { known: true, online: Number(online), max, ...(isWhole && { names }) };
}
