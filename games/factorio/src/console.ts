import type { FactorioContext } from './context.ts';
import { FactorioError } from './errors.ts';

const MAX_MESSAGE = 500;

/**
 * Runs one console line. Whatever does not begin with `/` is chat. Replies of the game may be empty, also to commands
 * that failed: the log tells more.
 */
export async function command({ rcon, signal }: FactorioContext, line: string): Promise<string> {
  const wanted = oneLine(line);
  // The game never answers an empty command; whoever sends one waits for ever.
  if (wanted === '') return '';
  return rcon.command(wanted, { signal });
}

/** Says something to everybody, as chat of the server. */
export async function announce({ rcon, signal }: FactorioContext, message: string): Promise<void> {
  const said = chatText(message);
  if (said === '') throw new FactorioError('GSE_FACTORIO_NOTHING_TO_SAY', 'There is nothing to say: the message has no text.');
  await rcon.command(said, { signal });
}

/** Text that the console takes for chat: one line, and never a command. */
export function chatText(message: string): string {
  const text = oneLine(message).slice(0, MAX_MESSAGE).toWellFormed();
  return text.startsWith('/') ? `- ${text}` : text;
}

/** A line without line breaks and control characters, without blanks around it. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
