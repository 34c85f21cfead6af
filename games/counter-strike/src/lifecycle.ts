import { convarsOf } from './convars.ts';
import { failureOf, isUnknown, run, type CounterStrikeContext } from './context.ts';
import { CounterStrikeError } from './errors.ts';
import { SERVER_FILE, type CounterStrikeSettings } from './settings/index.ts';
import { consoleText } from './text.ts';

const NOT_WRITTEN = /couldn'?t|could not|cannot|unable|failed|no space/i;

/**
 * Puts bans on disk, which the game before has and Counter-Strike 2 has not: it answers that it does not know the commands. There
 * is no world: what players do ends with the match, and recordings write themselves. Hence no `quiesce` either.
 */
export async function save(context: CounterStrikeContext): Promise<void> {
  for (const line of ['writeid', 'writeip']) {
    const answer = await run(context, line);
    if (!isUnknown(answer) && NOT_WRITTEN.test(answer))
      throw new CounterStrikeError('GSE_CS_SAVE_FAILED', `The game could not write its bans: ${answer}`);
  }
}

/**
 * Asks the game to leave, after it has finished what it records: a demo that is cut off cannot be played. The game hangs up
 * instead of answering.
 */
export async function stop(context: CounterStrikeContext): Promise<void> {
  if (context.settings.tvEnabled) await run(context, 'tv_stoprecord');
  try {
    await run(context, 'quit');
  } catch (error) {
    if (failureOf(error)?.kind === 'closed' && (error as { sent?: boolean }).sent === true) return;
    throw error;
  }
}

/** Tells the running game; what stands in gse_server.cfg then is executed at the next start only, so it stays as it is told. */
export async function applyLive(context: CounterStrikeContext, changes: Partial<CounterStrikeSettings>): Promise<void> {
  for (const line of liveCommands(changes)) {
    const answer = await run(context, line);
    if (isUnknown(answer)) throw new CounterStrikeError('GSE_CS_REFUSED', `The game did not take "${line}": ${answer}`);
  }
}

/** The commands that make the running game take on changed settings; none for those that wait for a restart. */
export function liveCommands(changes: Partial<CounterStrikeSettings>): readonly string[] {
  return [...convarsOf(SERVER_FILE, changes)].map(([convar, value]) => {
    const plain = typeof value === 'boolean' ? (value ? 1 : 0) : value;
    return `${convar} ${typeof plain === 'string' ? `"${consoleText(plain)}"` : plain}`;
  });
}
