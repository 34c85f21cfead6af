import { json, sourceCfg, text, type FilePatch, type PlanInput } from '@gse/sdk';
import { CONVARS, RUST_CFG, convarValue } from './convars.ts';
import { PORTS } from './ports.ts';
import { LEVELS, type RustSettings } from './settings/index.ts';
import { START_FILE, WORLD } from './folders.ts';

/** Literally this turns Rust+ off; 0 does not. */
const NO_APP_PORT = '1-';

/**
 * The variables and lists this adapter manages. Everything else in the cfg files belongs to people; the game only reads
 * server.cfg, and keeps serverauto.cfg, users.cfg and bans.cfg by itself.
 */
export function files({ settings }: Pick<PlanInput<RustSettings>, 'settings'>): readonly FilePatch[] {
  return [
    sourceCfg(
      `${WORLD}/cfg/server.cfg`,
      Object.fromEntries([...CONVARS].map(([name, convar]) => [convar, convarValue(name, settings[name])])),
      { dialect: RUST_CFG },
    ),
    // What the game once wrote there would win over server.cfg.
    sourceCfg(`${WORLD}/cfg/serverauto.cfg`, Object.fromEntries([...CONVARS.values()].map((convar) => [convar, null])), {
      dialect: RUST_CFG,
    }),
    sourceCfg(
      `${WORLD}/cfg/users.cfg`,
      Object.fromEntries([
        ...settings.owners.map((id) => [`ownerid ${id} "unnamed" "by setting"`, true] as const),
        ...settings.moderators.map((id) => [`moderatorid ${id} "unnamed" "by setting"`, true] as const),
      ]),
      { dialect: RUST_CFG },
    ),
    text(START_FILE, startOptions(settings)),
    // It would fetch another build of itself at the next start, whatever was tried out before.
    ...(settings.framework === 'carbon' ? [json('carbon/config.json', { SelfUpdating: { Enabled: false } })] : []),
  ];
}

/** What the start script puts on the command line: a name and a value on each line. */
function startOptions(settings: RustSettings): string {
  const options = {
    'server.level': LEVELS[settings.level],
    'server.seed': settings.seed,
    'server.worldsize': settings.worldSize,
    'server.levelurl': settings.levelUrl,
    'server.maxplayers': settings.maxPlayers,
    'server.gamemode': settings.gameMode,
    'server.tickrate': settings.tickRate,
    'server.secure': settings.antiCheat ? 1 : 0,
    'server.encryption': settings.encryption,
    'app.port': settings.rustPlus ? PORTS.app.number : NO_APP_PORT,
    'app.publicip': settings.rustPlusAddress,
  };
  return Object.entries(options)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');
}
