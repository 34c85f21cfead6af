import type { ProjectZomboidContext } from './context.ts';

const MAX_WORDS = 400;

/** Runs one line of the console and answers what the game printed. */
export async function command({ rcon, signal }: Pick<ProjectZomboidContext, 'rcon' | 'signal'>, line: string): Promise<string> {
  return (await rcon.command(line, { signal })).trim();
}

/** Tells everybody, in large letters in the middle of the screen. */
export async function announce(context: ProjectZomboidContext, message: string): Promise<void> {
  await command(context, `servermsg ${quoted(message)}`);
}

/** Words of a person as one argument. The console knows no way to write a quote inside of quotes. */
export function quoted(words: string): string {
  const oneLine = words.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll('"', "'");
  return `"${oneLine.slice(0, MAX_WORDS).trim()}"`;
}
