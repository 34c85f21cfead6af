import type { ConnectionFailure } from '@gse/sdk';
import type { FactorioContext } from './context.ts';
import { FactorioError } from './errors.ts';
import { QUITTING, SAVED, SAVE_FAILED } from './log.ts';
import type { FactorioSettings } from './settings/index.ts';

/** Longest save of a large map, in seconds; the game answers nothing meanwhile. */
export const SAVE_SECONDS = 120;

/**
 * Saves and returns once the world is on disk: the reply to the command comes before or after, the log line last. The
 * file is written beside the old one and renamed, so what lies under the save's name is always whole.
 *
 * There is no way to hold saving back, hence no `quiesce`: a backup saves, and copies any save that is not `*.tmp.zip`.
 */
export async function save({ rcon, log, signal }: FactorioContext): Promise<void> {
  const after = log.mark();
  const reason = await firstOf(signal, (either) => {
    const saved = log.waitFor(SAVED, { after, signal: either }).then(() => undefined);
    const failed = log.waitFor(SAVE_FAILED, { after, signal: either }).then((match) => match.groups?.['reason'] ?? match[0]);
    // The reply decides nothing; that the command could not be sent does.
    const asked = rcon
      .command('/server-save', { signal: either, timeoutMs: SAVE_SECONDS * 1000 })
      .then(() => Promise.race([saved, failed]));
    return [saved, failed, asked];
  });
  if (reason !== undefined) throw new FactorioError('GSE_FACTORIO_SAVE_FAILED', `The game could not save: ${reason}`);
}

/** Asks the game to save and leave. It may hang up instead of answering, or say so in the log first. */
export async function stop({ rcon, log, signal }: FactorioContext): Promise<void> {
  const after = log.mark();
  await firstOf(signal, (either) => [
    rcon.command('/quit', { signal: either }).catch((error: unknown) => {
      if ((error as Partial<ConnectionFailure>).kind !== 'closed') throw error;
    }),
    log.waitFor(QUITTING, { after, signal: either }).then(() => undefined),
  ]);
}

/** The first to settle wins, and the rest are given up. */
async function firstOf<T>(signal: AbortSignal, begin: (either: AbortSignal) => readonly Promise<T>[]): Promise<T> {
  const done = new AbortController();
  const running = begin(AbortSignal.any([signal, done.signal]));
  try {
    return await Promise.race(running);
  } finally {
    done.abort();
    await Promise.allSettled(running);
  }
}

/** Options of `/config set` (https://wiki.factorio.com/Console) by setting; minutes and kB/s as in the settings. */
const CONFIG_OPTIONS: Partial<Record<keyof FactorioSettings, string>> = {
  visibilityLan: 'visibility-lan',
  maxPlayers: 'max-players',
  ignorePlayerLimitForReturningPlayers: 'ignore-player-limit-for-returning-players',
  requireUserVerification: 'require-user-verification',
  allowCommands: 'allow-commands',
  onlyAdminsCanPause: 'only-admins-can-pause',
  afkAutokickInterval: 'afk-auto-kick',
  autosaveInterval: 'autosave-interval',
  autosaveOnlyOnServer: 'autosave-only-on-server',
  maxUploadKilobytesPerSecond: 'max-upload-speed',
};

const REFUSED = /\b(?:unknown|invalid|cannot|can't|couldn't|not allowed|not a valid|error|usage|expected)\b/i;

/** Console commands that put a changed live setting into force. */
export function liveCommands(changes: Partial<FactorioSettings>): readonly string[] {
  const commands: string[] = [];
  for (const [name, value] of Object.entries(changes)) {
    const option = CONFIG_OPTIONS[name as keyof FactorioSettings];
    if (option !== undefined) commands.push(`/config set ${option} ${String(value)}`);
  }
  if (changes.whitelist !== undefined) commands.push(`/whitelist ${changes.whitelist ? 'enable' : 'disable'}`);
  for (const admin of changes.admins ?? []) commands.push(`/promote ${admin}`);
  return commands;
}

/** Tells the running game its changed live settings. Throws at the first one it refuses; those before it hold. */
export async function applyLive({ rcon, signal }: FactorioContext, changes: Partial<FactorioSettings>): Promise<void> {
  for (const command of liveCommands(changes)) {
    const reply = await rcon.command(command, { signal });
    if (REFUSED.test(reply)) throw new FactorioError('GSE_FACTORIO_SETTING_REFUSED', `The game refused ${command}: ${reply.trim()}`);
  }
}
