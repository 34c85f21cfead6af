import { ask, run, type FiveMContext } from './context.ts';
import { FiveMError } from './errors.ts';
import { oneLine } from './text.ts';

/** Runs what a person typed, as on the console of the server. */
export async function command(context: FiveMContext, line: string): Promise<string> {
  const wanted = oneLine(line);
  // The server answers an empty command with nothing at all.
  return wanted === '' ? '' : run(context, wanted);
}

/** Tells everybody online, in chat and in the way in which scripts of this game expect to be told. */
export async function announce(context: FiveMContext, message: string): Promise<void> {
  const words = oneLine(message);
  if (words === '') throw new FiveMError('GSE_FIVEM_NOTHING_TO_SAY', 'There is nothing to say: the message has no text.');
  const seconds = secondsLeft(words);
  const { done, message: answer } = await ask(context, 'gse_announce', words, ...(seconds === undefined ? [] : [String(seconds)]));
  if (!done) throw new FiveMError('GSE_FIVEM_REFUSED', `The announcement was not made: ${answer}`);
}

const UNITS: Readonly<Record<string, number>> = { second: 1, minute: 60, hour: 3600 };

/**
 * The time that a countdown says is left (`Server restarts in 5 minutes`). Scripts are told of it as txAdmin would: many save
 * when a minute is left. Undefined for other announcements.
 */
export function secondsLeft(message: string): number | undefined {
  const [, amount, unit = ''] = /^Server (?:restarts|stops|updates)\b.* in (\d{1,5}) (second|minute|hour)s?\b/.exec(message) ?? [];
  const factor = UNITS[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}
