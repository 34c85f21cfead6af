import { run, type CounterStrikeContext } from './context.ts';
import { CounterStrikeError } from './errors.ts';
import { chatLines } from './text.ts';

/** Runs what a person typed. Many commands answer nothing; the log tells more. */
export async function command(context: CounterStrikeContext, line: string): Promise<string> {
  return run(context, line.trim());
}

/** Says something to everybody, as chat of the server. */
export async function announce(context: CounterStrikeContext, message: string): Promise<void> {
  const lines = chatLines(message);
  if (lines.length === 0) throw new CounterStrikeError('GSE_CS_NOTHING_TO_SAY', 'There is nothing to say: the message has no text.');
  for (const line of lines) await run(context, `say "${line}"`);
}
