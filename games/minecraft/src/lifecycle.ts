import { failureOf, isMisunderstood, original, run } from './context.ts';
import type { MinecraftContext } from './context.ts';
import { MinecraftError } from './errors.ts';
import { PREFIX } from './log.ts';
import type { MinecraftSettings } from './settings/index.ts';
import { BUDGETS } from './workload.ts';

const SAVED = /Saved the game/;
const NOT_SAVED = /Unable to save the game/;
/** The same in the log, where every act of the console is told. */
const SAVE_ENDED = new RegExp(String.raw`${PREFIX}(?:\[Rcon: )?(?:(?<saved>Saved the game)|Unable to save the game)`);
/** Answers once everything is on disk, which takes as long as it takes. */
const SAVE_MS = BUDGETS.saveSeconds * 1000;
const SAVE_ON_MS = 30_000;

/** Writes the whole world to disk and waits until it is there. */
export async function save(context: MinecraftContext): Promise<void> {
  const { log, signal, settings } = context;
  const before = log.mark();
  const answer = await run(context, original(settings.flavour, 'save-all flush'), SAVE_MS);
  if (SAVED.test(answer)) return;
  if (NOT_SAVED.test(answer) || isMisunderstood(answer))
    throw new MinecraftError('GSE_MINECRAFT_SAVE_FAILED', `Minecraft could not save the world: ${answer}`);
  // Some software answers before it is done, and tells the end in the log only.
  const ended = await log.waitFor(SAVE_ENDED, { after: before, signal });
  if (ended.groups?.['saved'] === undefined)
    throw new MinecraftError('GSE_MINECRAFT_SAVE_FAILED', `Minecraft could not save the world: ${ended[0]}`);
}

/**
 * Puts everything on disk and keeps the game from writing chunks until it is disposed of. Plugins with databases of
 * their own write on.
 */
export async function quiesce(context: MinecraftContext): Promise<AsyncDisposable> {
  const { rcon, settings } = context;
  const release = async (): Promise<void> => {
    // Must happen even when the call that quiesced was given up: a server left without saving loses everything.
    const answer = await run({ rcon, signal: AbortSignal.timeout(SAVE_ON_MS) }, original(settings.flavour, 'save-on'));
    if (!/Automatic saving is now enabled|Saving is already turned on/.test(answer)) {
      throw new MinecraftError('GSE_MINECRAFT_STUCK_SAVE_OFF', `Automatic saving could not be switched on again: ${answer}`);
    }
  };
  const answer = await run(context, original(settings.flavour, 'save-off'));
  if (!/Automatic saving is now disabled|Saving is already turned off/.test(answer)) {
    throw new MinecraftError('GSE_MINECRAFT_REFUSED', `Automatic saving could not be switched off: ${answer}`);
  }
  try {
    await save(context);
  } catch (error) {
    await release();
    throw error;
  }
  return { [Symbol.asyncDispose]: release };
}

/** Asks the game to leave. It saves by itself and hangs up, often before its answer is out. */
export async function stop(context: MinecraftContext): Promise<void> {
  let answer: string;
  try {
    answer = await run(context, original(context.settings.flavour, 'stop'));
  } catch (error) {
    if (failureOf(error)?.kind === 'closed' && (error as { sent?: boolean }).sent === true) return;
    throw error;
  }
  if (isMisunderstood(answer)) throw new MinecraftError('GSE_MINECRAFT_REFUSED', `Minecraft did not take the stop command: ${answer}`);
}

/** Tells the running game; at the next start server.properties says the same. */
export async function applyLive(context: MinecraftContext, changes: Partial<MinecraftSettings>): Promise<void> {
  for (const line of liveCommands(changes)) {
    const answer = await run(context, original(context.settings.flavour, line));
    if (isMisunderstood(answer)) throw new MinecraftError('GSE_MINECRAFT_REFUSED', `Minecraft did not take "${line}": ${answer}`);
  }
}

/** The commands that make the running game take on changed settings; none for those that wait for a restart. */
export function liveCommands({ difficulty, gamemode, whitelist, playerIdleTimeout }: Partial<MinecraftSettings>): readonly string[] {
  return [
    ...(difficulty === undefined ? [] : [`difficulty ${difficulty}`]),
    ...(gamemode === undefined ? [] : [`defaultgamemode ${gamemode}`]),
    ...(whitelist === undefined ? [] : [`whitelist ${whitelist ? 'on' : 'off'}`]),
    ...(playerIdleTimeout === undefined ? [] : [`setidletimeout ${playerIdleTimeout}`]),
  ];
}
