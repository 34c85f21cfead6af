import { ask, isUnknown, run, type FiveMContext } from './context.ts';
import { convars, ownConvars } from './convars.ts';
import { FiveMError } from './errors.ts';
import { handfuls } from './files.ts';
import { GSE } from './log.ts';
import type { FiveMSettings } from './settings/index.ts';
import { settings as schema } from './settings/index.ts';
import { quoted } from './text.ts';

/**
 * Lets the scripts save everybody and waits until the database has it. The server itself keeps nothing that would have to be
 * saved. There is no way to hold saving back, hence no `quiesce`: a backup saves, and dumps the database in one transaction.
 */
export async function save(context: FiveMContext): Promise<void> {
  const { log, signal } = context;
  const after = log.mark();
  const { done, message } = await ask(context, 'gse_save');
  const number = /\d{1,9}/.exec(message)?.[0];
  if (!done || number === undefined)
    throw new FiveMError('GSE_FIVEM_SAVE_FAILED', `The scripts of the server could not be asked to save: ${message}`);
  const ended = await log.waitFor(new RegExp(String.raw`${GSE}(?:saved ${number}$|save ${number} failed: (?<reason>.*)$)`), {
    after,
    signal,
  });
  const reason = ended.groups?.['reason'];
  if (reason !== undefined) throw new FiveMError('GSE_FIVEM_SAVE_FAILED', `Not everything could be saved: ${reason}`);
}

/** Asks the server to leave: its scripts are told, everybody is sent away with a reason, then it quits. */
export async function stop(context: FiveMContext): Promise<void> {
  const reason = 'The server stops. See you soon!';
  try {
    const { done, message } = await ask(context, 'gse_quit', reason);
    if (!done) throw new FiveMError('GSE_FIVEM_REFUSED', `The server did not take the stop command: ${message}`);
  } catch (error) {
    // Somebody stopped the platform's resource. The server can still quit, without its farewell.
    if (!(error instanceof FiveMError) || !/The resource gse does not run/.test(error.message)) throw error;
    const answer = await run(context, `quit ${quoted(reason)}`);
    if (isUnknown(answer)) throw error;
  }
}

/** Tells the running server; at the next start its files say the same. Throws at the first one it refuses. */
export async function applyLive(context: FiveMContext, changes: Partial<FiveMSettings>): Promise<void> {
  for (const line of liveCommands(changes)) {
    const answer = await run(context, line);
    if (isUnknown(answer) || /^(?:\[[^\]]*\] *)?refused: /m.test(answer) || /Argument count mismatch|Could not convert/i.test(answer))
      throw new FiveMError('GSE_FIVEM_REFUSED', `The server did not take "${line}": ${answer}`);
  }
}

/** The commands that make the running server take on changed settings; none for those that wait for a restart. */
export function liveCommands(changes: Partial<FiveMSettings>): readonly string[] {
  const wanted = { ...schema.parse({}), ...changes };
  const variables = { ...convars(wanted), ...ownConvars(wanted) };
  return (Object.keys(changes) as (keyof FiveMSettings)[]).flatMap((name) => {
    if (schema.shape[name]?.meta()?.['applies'] !== 'live') return [];
    if (name === 'admins')
      return ['gse_admins_begin', ...handfuls(wanted.admins).map((handful) => `gse_admins_add ${handful}`), 'gse_admins_end'];
    const variable = variables[name];
    if (variable === undefined) return [];
    const { setter, name: convar, value } = variable;
    return [`${setter === undefined ? '' : `${setter} `}${convar} ${quoted(value ?? '')}`];
  });
}
