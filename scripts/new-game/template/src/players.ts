import type { PlayersResult } from '@gse/sdk';
import { command } from './console.ts';
import type { MyGameContext } from './context.ts';

/** Who is on. Only an answer of the game makes zero: whatever cannot be read is unknown. */
export async function players(context: MyGameContext): Promise<PlayersResult> {
  return parsePlayers(await command(context, 'players'));
}

/** Reads `Players (2/16): Ada, Grace`. FILL IN: what this game answers, with its real answers in players.test.ts. */
export function parsePlayers(answer: string): PlayersResult {
  const [, online, max, names] = /^Players \((\d{1,4})\/(\d{1,4})\):(.{0,8000})$/.exec(answer) ?? [];
  if (online === undefined || max === undefined || names === undefined)
    return { known: false, reason: 'The game answered, but not with a list of players.' };
  const listed = names.split(',').flatMap((name) => (name.trim() === '' ? [] : [{ name: name.trim() }]));
  // A list that is cut off must not look like fewer people than there are.
  const isWhole = listed.length === Number(online);
  return { known: true, online: Number(online), max: Number(max), ...(isWhole && { names: listed }) };
}
