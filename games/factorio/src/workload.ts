import type { PlanInput, Workload } from '@gse/sdk';
import { ports } from './ports.ts';
import type { FactorioSettings } from './settings/index.ts';
import { START_SCRIPT } from './start-script.ts';

const DATA_PATH = '/factorio';
/** The image's own user, so that the game needs neither root nor a change of owners. */
const FACTORIO_USER = 845;

/** The game container. Every process of it runs as the image's unprivileged user, and the game is process 1. */
export function workload({ settings, version }: PlanInput<FactorioSettings>): Workload {
  return {
    image: `docker.io/factoriotools/factorio:${version}`,
    command: ['/bin/bash', '-c', START_SCRIPT],
    env: {
      VERSION: version,
      PORT: String(ports.game.number),
      RCON_PORT: String(ports.rcon.number),
      SAVE_NAME: settings.saveName,
      SPACE_AGE: String(settings.spaceAge),
    },
    dataPath: DATA_PATH,
    runAsUser: FACTORIO_USER,
    runAsGroup: FACTORIO_USER,
  };
}
