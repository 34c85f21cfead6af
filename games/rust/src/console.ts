import { run } from './context.ts';
import type { RustContext } from './context.ts';
import { RustError } from './errors.ts';
import { oneLine } from './text.ts';

/** Runs what a person typed. */
export async function command(context: RustContext, line: string): Promise<string> {
  const wanted = line.trim();
  return wanted === '' ? '' : run(context, wanted);
}

/** Tells everybody in chat. `say` takes the rest of the line as it is, so quotes in it are only quotes. */
export async function announce(context: RustContext, message: string): Promise<void> {
  const words = oneLine(message);
  if (words === '') throw new RustError('GSE_RUST_NOTHING_TO_SAY', 'There is nothing to say: the message has no text.');
  await run(context, `say ${words}`);
}
