import { SECRETS_PATH, type Budgets, type PlanInput, type Workload } from '@gse/sdk';
import { EDITIONS } from './editions.ts';
import { GAME_MODES } from './modes.ts';
import { PORTS } from './ports.ts';
import type { CounterStrikeSettings } from './settings/index.ts';
import { START_SCRIPT } from './start-script.ts';

/**
 * Steam's runtime for games with SteamCMD in it; it holds no game. Named by what it holds, for its tags move. Its own entry
 * point is not used: it runs what stands in the server's name as shell code, and writes server.cfg anew at every start.
 */
const IMAGE = 'docker.io/joedwards32/cs2@sha256:41b826d6280d1aa9e41c866a6d88cc7f523e027f16c47a313b20c2d7a17f2680';
/** The image's own user, to whom its SteamCMD belongs. */
const IMAGE_USER = 1000;

/**
 * A first start downloads 60 GB, which takes an hour and a half at 100 Mbit/s; later ones take half a minute. There is no world
 * to save: bans and recordings are written in moments.
 */
export const BUDGETS: Budgets = { startSeconds: 5400, saveSeconds: 20, stopSeconds: 40 };

/** The game container. */
export function workload({ settings, version }: PlanInput<CounterStrikeSettings>): Workload {
  const { type, mode } = GAME_MODES[settings.gameMode];
  return {
    image: IMAGE,
    command: ['/bin/bash', '-c', START_SCRIPT],
    // Variables and not parts of the script, so that nothing in them is run.
    env: {
      STEAM_APP: String(EDITIONS[settings.edition].steamApp),
      STEAM_BRANCH: version,
      STEAM_API_KEY_FILE: `${SECRETS_PATH}/steamWebApiKey`,
      UPDATE_ON_START: String(settings.updateOnStart),
      VERIFY_FILES: String(settings.verifyFiles),
      LOAD_ADDONS: String(settings.loadAddons),
      ANTI_CHEAT: String(settings.antiCheat),
      LAN: settings.lan ? '1' : '0',
      PORT: String(PORTS.game.number),
      TV_PORT: String(PORTS.tv.number),
      MAX_PLAYERS: String(settings.maxPlayers),
      GAME_TYPE: String(type),
      GAME_MODE: String(mode),
      MAP: settings.map,
      MAP_GROUP: settings.mapGroup,
      WORKSHOP_MAP: settings.workshopMap,
      WORKSHOP_COLLECTION: settings.workshopCollection,
    },
    dataPath: '/home/steam/cs2-dedicated',
    runAsUser: IMAGE_USER,
    runAsGroup: IMAGE_USER,
  };
}
