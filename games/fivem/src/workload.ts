import type { Budgets, PlanInput, Workload } from '@gse/sdk';
import { PORTS } from './ports.ts';
import type { FiveMSettings } from './settings/index.ts';
import { START_SCRIPT } from './start-script.ts';
import { BASE_RESOURCES, PUBLISHER } from './versions.ts';

/**
 * A first start downloads the server and the base resources; role-play servers with hundreds of resources load for up to ten
 * minutes. Scripts save within seconds, unless the database is slow. Leaving takes five seconds of farewell and as many more.
 */
export const BUDGETS: Budgets = { startSeconds: 900, saveSeconds: 60, stopSeconds: 45 };

/** The server brings its own libraries and wants nothing of the system but a shell, a certificate store and an unpacker. */
const IMAGE = 'docker.io/library/alpine:3.22.2';

/** Where the volume is in the container. */
const DATA_PATH = '/fivem';

/** The game container. */
export function workload({ settings, version }: PlanInput<FiveMSettings>): Workload {
  return {
    image: IMAGE,
    command: ['/bin/sh', '-c', START_SCRIPT],
    env: {
      ARTIFACT: version,
      VARIANT: settings.variant,
      ARTIFACTS_URL: PUBLISHER.artifacts,
      SUPPORT_URL: PUBLISHER.support,
      RESOURCES_URL: BASE_RESOURCES,
      HOME: DATA_PATH,
      TXHOST_DATA_PATH: `${DATA_PATH}/txData`,
      TXHOST_TXA_PORT: String(PORTS.txadmin.number),
      TXHOST_FXS_PORT: String(PORTS.game.number),
    },
    dataPath: DATA_PATH,
    runAsUser: 1000,
    runAsGroup: 1000,
  };
}
