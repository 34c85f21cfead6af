import { sourceCfg, text, type FilePatch, type PlanInput } from '@gse/sdk';
import { convarsOf } from './convars.ts';
import { cfgFolder } from './editions.ts';
import { GAME_MODES } from './modes.ts';
import type { CounterStrikeSecrets } from './secrets.ts';
import { MAP_FILE, MODE_FILE, SERVER_FILE, type CounterStrikeSettings } from './settings/index.ts';

/** What the game reads its passwords and its Steam token from, before anything else. */
export const SECRETS_FILE = 'gse_secrets.cfg';

interface FilesInput extends Pick<PlanInput<CounterStrikeSettings>, 'settings'> {
  readonly secrets: CounterStrikeSecrets;
}

/**
 * The managed keys of the game's console files. Which file a variable stands in decides how long it holds: server.cfg and the
 * file of the mode are executed again at every change of the map, so they would take back what was changed in the running game;
 * `gse_server.cfg` is executed once.
 */
export function files({ settings, secrets }: FilesInput): readonly FilePatch[] {
  const folder = cfgFolder(settings.edition);
  const isOld = settings.edition === 'csgo-legacy';
  const modeFile = MODE_FILE.replace('*', GAME_MODES[settings.gameMode].cfg);
  return [
    // Not in the arguments of the game, where everybody in the container could read them. The token must come first.
    sourceCfg(
      `${folder}/${SECRETS_FILE}`,
      {
        sv_setsteamaccount: secrets.gameServerToken ?? null,
        rcon_password: secrets.rconPassword ?? null,
        sv_password: secrets.joinPassword ?? null,
        tv_password: secrets.tvPassword ?? null,
      },
      // A token that is given later stands first, too.
      { mode: 0o600, newKeys: 'first' },
    ),
    sourceCfg(`${folder}/${SERVER_FILE}`, {
      ...Object.fromEntries(convarsOf(SERVER_FILE, settings)),
      // These count for the next map only. What server.cfg says comes when the first map is there already.
      tv_enable: settings.tvEnabled,
      tv_autorecord: settings.tvAutoRecord,
    }),
    sourceCfg(`${folder}/${MAP_FILE}`, {
      // The log is what tells who comes and goes; it is the container's output, so no second copy on disk.
      log: 'on',
      sv_logecho: true,
      sv_logfile: false,
      // Otherwise every question of the platform is a line of the log. Counter-Strike 2 has this for its makers only.
      sv_rcon_log: isOld ? false : null,
      ...Object.fromEntries(convarsOf(MAP_FILE, settings)),
      'exec banned_user.cfg': isOld,
      'exec banned_ip.cfg': isOld,
    }),
    sourceCfg(`${folder}/${modeFile}`, Object.fromEntries(convarsOf(MODE_FILE, settings))),
    // The game writes its bans there, and complains where there is nothing to execute.
    ...(isOld ? ['banned_user.cfg', 'banned_ip.cfg'].map((file) => text(`${folder}/${file}`, '', { onlyIfAbsent: true })) : []),
  ];
}
