import type { MyGameContext } from './context.ts';

const MAX_WORDS = 400;

/** Runs one line of the console and answers what the game printed. */
export async function command({ rcon, signal }: Pick<MyGameContext, 'rcon' | 'signal'>, line: string): Promise<string> {
  return (await rcon.command(line, { signal })).trim();
}

/** Tells everybody. FILL IN: the game's command for it. */
export async function announce(context: MyGameContext, message: string): Promise<void> {
  await command(context, `say ${quoted(message)}`);
}

/**
 * Words of a person as one argument, which can neither end the line nor begin another command. FILL IN: how this console
 * quotes. Most consoles that are like Source know no way to write a quote inside of quotes.
 */
export function quoted(words: string): string {
  const oneLine = words.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('"', "'");
  return `"${oneLine.slice(0, MAX_WORDS).trim()}"`;
}
