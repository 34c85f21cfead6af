import { MinecraftError } from './errors.ts';
import { isMisunderstood, original, run } from './context.ts';
import type { MinecraftContext } from './context.ts';
import { textComponent } from './text.ts';

/** Runs what a person typed; a leading slash is a habit from the game's chat. */
export async function command(context: MinecraftContext, line: string): Promise<string> {
  return run(context, line.trim().replace(/^\//, ''));
}

/** Tells everybody online. With nobody online there is nobody to tell, which is no failure. */
export async function announce(context: MinecraftContext, message: string): Promise<void> {
  const answer = await run(context, `${original(context.settings.flavour, 'tellraw')} @a ${textComponent(message, { color: 'gold' })}`);
  if (isMisunderstood(answer)) throw new MinecraftError('GSE_MINECRAFT_REFUSED', `Minecraft did not take the announcement: ${answer}`);
}
