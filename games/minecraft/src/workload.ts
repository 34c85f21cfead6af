import { SECRETS_PATH } from '@gse/sdk';
import type { Budgets, PlanInput, Workload } from '@gse/sdk';
import { EULA } from './licences.ts';
import { heapMebibytes } from './memory.ts';
import { PORTS } from './ports.ts';
import type { MinecraftSettings } from './settings/index.ts';
import { imageFor } from './versions.ts';

/**
 * A first start downloads the server and makes a world; modpacks and upgrades of old worlds take up to a quarter of an
 * hour. A save of a large world takes minutes on slow disks. Paper waits up to 30 s for plugins when it leaves.
 */
export const BUDGETS: Budgets = { startSeconds: 900, saveSeconds: 300, stopSeconds: 120 };

/** The game container. */
export function workload({ spec, settings, version, memoryBytes }: PlanInput<MinecraftSettings>): Workload {
  const heap = heapMebibytes(memoryBytes);
  const isAccepted = spec.licences?.some(({ id, accepted }) => id === EULA && accepted) ?? false;
  return {
    image: imageFor(version),
    env: {
      TYPE: settings.flavour.toUpperCase(),
      VERSION: version,
      ...(isAccepted ? { EULA: 'TRUE' } : {}),

      MAX_MEMORY: `${heap}M`,
      // Aikar's flags touch all of the heap at once and want it fixed; otherwise an idle server stays small.
      INIT_MEMORY: `${settings.tunedGarbageCollector ? heap : Math.min(heap, 512)}M`,
      USE_AIKAR_FLAGS: String(settings.tunedGarbageCollector),

      // server.properties is ours and people's: the image, whose defaults come from its environment, leaves it alone.
      SKIP_SERVER_PROPERTIES: 'true',
      OVERRIDE_SERVER_PROPERTIES: 'false',
      ENABLE_RCON: 'true',
      RCON_PORT: String(PORTS.rcon.number),
      RCON_PASSWORD_FILE: `${SECRETS_PATH}/rconPassword`,

      // The platform announces and stops by itself; when only a signal comes, the image is as patient as we are.
      STOP_DURATION: String(BUDGETS.saveSeconds + BUDGETS.stopSeconds),
      DISABLE_HEALTHCHECK: 'true',
    },
    dataPath: '/data',
    runAsUser: 1000,
    runAsGroup: 1000,
  };
}
