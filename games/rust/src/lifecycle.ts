import { failureOf, firstOf, isUnknown, run } from './context.ts';
import type { RustContext } from './context.ts';
import { CONVARS, convarValue } from './convars.ts';
import { RustError } from './errors.ts';
import { SAVED, SAVE_FAILED } from './log.ts';
import type { RustSettings } from './settings/index.ts';
import { BUDGETS } from './workload.ts';

const SAVE_MS = BUDGETS.saveSeconds * 1000;
const RELEASE_MS = 10_000;
/** Longer than any copy of the files takes. */
const HELD_INTERVAL_SECONDS = 3600;

/**
 * Writes the world to disk and waits until it is there. Everything happens on the game's main thread, so the answer comes
 * after the save; whether it worked stands in the answer, in the log, or in what the console tells everybody unasked.
 */
export async function save(context: RustContext): Promise<void> {
  const { rcon, log, signal } = context;
  await forgetMessages(context);
  const after = log.mark();
  const reason = await firstOf(signal, (either) => {
    const told = toldUnasked(rcon, either);
    const saved = log.waitFor(SAVED, { after, signal: either }).then(() => undefined);
    const failed = log.waitFor(SAVE_FAILED, { after, signal: either }).then((match) => match.groups?.['reason'] ?? match[0]);
    const answered = rcon.command('server.save', { signal: either, timeoutMs: SAVE_MS }).then((answer) => {
      const lines = answer.split('\n').map((line) => line.trim());
      const trouble = lines.find((line) => SAVE_FAILED.test(line) || isUnknown(line));
      if (trouble !== undefined) return trouble;
      return lines.some((line) => SAVED.test(line)) ? undefined : Promise.race([told, saved, failed]);
    });
    return [told, saved, failed, answered];
  });
  if (reason !== undefined) throw new RustError('GSE_RUST_SAVE_FAILED', `Rust could not save the world: ${reason}`);
}

/** Throws away what the console told unasked until now: an earlier save is not this one. */
async function forgetMessages({ rcon, signal }: RustContext): Promise<void> {
  // Everything comes in order: with an answer, whatever was told before the question is here.
  await rcon.command('server.saveinterval', { signal, timeoutMs: SAVE_MS });
  // Given up beforehand, so that it takes what is there and waits for nothing.
  await rcon.messages({ signal: AbortSignal.abort() }).catch((error: unknown) => {
    if (failureOf(error)?.kind !== 'aborted') throw error;
  });
}

/** Waits until the console tells everybody that a save is over; undefined, or why it did not work. */
async function toldUnasked(rcon: RustContext['rcon'], signal: AbortSignal): Promise<string | undefined> {
  for (;;) {
    const { messages } = await rcon.messages({ signal });
    for (const { identifier, text } of messages) {
      if (identifier !== 0) continue;
      // Not line by line: what players say stands behind other words, and may have any lines in it.
      const line = text.trim();
      if (SAVED.test(line)) return undefined;
      const failed = SAVE_FAILED.exec(line);
      if (failed !== null) return failed.groups?.['reason'] ?? line;
    }
  }
}

/**
 * Puts everything on disk and keeps the game from saving by itself until it is disposed of: Rust cannot switch saving
 * off, but wait an hour between saves. Its databases of blueprints and names are written on; they survive a copy together
 * with their `-wal` files.
 */
export async function quiesce(context: RustContext): Promise<AsyncDisposable> {
  const { rcon, settings } = context;
  const release = async (): Promise<void> => {
    // Must happen even when the call that quiesced was given up.
    await setConvar({ rcon, signal: AbortSignal.timeout(RELEASE_MS) }, 'server.saveinterval', settings.saveIntervalSeconds);
  };
  // Before the save, so that no other one begins right behind it.
  await setConvar(context, 'server.saveinterval', HELD_INTERVAL_SECONDS);
  try {
    await save(context);
  } catch (error) {
    await release();
    throw error;
  }
  return { [Symbol.asyncDispose]: release };
}

/** Asks the game to leave. It saves once more by itself and hangs up, mostly without an answer. */
export async function stop(context: RustContext): Promise<void> {
  const { rcon, log, signal } = context;
  const after = log.mark();
  await firstOf(signal, (either) => [
    rcon.command('quit', { signal: either }).then(
      (answer) => {
        if (isUnknown(answer)) throw new RustError('GSE_RUST_REFUSED', `Rust did not take the command to quit: ${answer}`);
      },
      (error: unknown) => {
        if (failureOf(error)?.kind !== 'closed' || (error as { sent?: boolean }).sent !== true) throw error;
      },
    ),
    // A large world is saved for longer than a command may take.
    log.waitFor(SAVED, { after, signal: either }).then(() => undefined),
  ]);
}

/** Tells the running game; at the next start server.cfg and users.cfg say the same. */
export async function applyLive(context: RustContext, changes: Partial<RustSettings>): Promise<void> {
  for (const line of liveCommands(changes)) {
    const answer = await run(context, line);
    if (isUnknown(answer)) throw new RustError('GSE_RUST_REFUSED', `Rust did not take "${line}": ${answer}`);
  }
}

/** The commands that make the running game take on changed settings; none for those that wait for a restart. */
export function liveCommands(changes: Partial<RustSettings>): readonly string[] {
  const variables = [...CONVARS].flatMap(([name, convar]) => {
    const value = changes[name];
    return value === undefined ? [] : [`${convar} ${written(convarValue(name, value))}`];
  });
  const rights = [
    ...(changes.owners ?? []).map((id) => `ownerid ${id} "unnamed" "by setting"`),
    ...(changes.moderators ?? []).map((id) => `moderatorid ${id} "unnamed" "by setting"`),
  ];
  return [...variables, ...rights, ...(rights.length > 0 ? ['server.writecfg'] : [])];
}

async function setConvar(context: Pick<RustContext, 'rcon' | 'signal'>, convar: string, value: number): Promise<void> {
  const answer = await run(context, `${convar} ${value}`);
  if (isUnknown(answer)) throw new RustError('GSE_RUST_REFUSED', `Rust did not take ${convar}: ${answer}`);
}

/** Settings have no quotes in them, so nothing can end the word. */
function written(value: string | number | boolean): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
