import { SECRETS_PATH, type Budgets, type PlanInput, type Workload } from '@gse/sdk';
import type { RustSettings } from './settings/index.ts';
import { START_SCRIPT } from './start-script.ts';

/** The publisher of the image has only moving tags, so it is named by what it holds. It brings SteamCMD and libraries, no game. */
const IMAGE = 'docker.io/didstopia/rust-server@sha256:c1832bfaf9e2f83954f372e1d1420e055f2547941bb4b3ebd38383824e64c95c';
/** The image's own user, to whom its SteamCMD belongs. */
const IMAGE_USER = 1000;

/**
 * A first start downloads 15 GB; making the largest map takes 50 minutes. A save of a grown world stalls the game for
 * seconds, on a slow disk for many; leaving takes up to a minute after it.
 */
export const BUDGETS: Budgets = { startSeconds: 5400, saveSeconds: 120, stopSeconds: 120 };

/** The game container. */
export function workload({ settings, version }: PlanInput<RustSettings>): Workload {
  return {
    image: IMAGE,
    command: ['/bin/bash', '-c', START_SCRIPT],
    env: {
      BRANCH: version,
      FRAMEWORK: settings.framework,
      UPDATE_ON_START: String(settings.updateOnStart),
      RCON_PASSWORD_FILE: `${SECRETS_PATH}/rconPassword`,
      // Times that the game tells are times of this zone.
      TZ: 'UTC',
      // Carbon asks for the kind of terminal.
      TERM: 'xterm',
    },
    dataPath: '/data',
    runAsUser: IMAGE_USER,
    runAsGroup: IMAGE_USER,
  };
}
