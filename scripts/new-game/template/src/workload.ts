import type { Budgets, PlanInput, Workload } from '@gse/sdk';
import { PORTS } from './ports.ts';
import type { MyGameSettings } from './settings/index.ts';

/** What is normal. FILL IN: a first start with its download, the save of a large world, and leaving without the save. */
export const BUDGETS: Budgets = { startSeconds: 600, saveSeconds: 60, stopSeconds: 60 };

/**
 * The game container. FILL IN: an image with a fixed version and the registry it comes from, the folder of its volume, and
 * the user it runs as, never root. No password belongs here: the game reads it from a file that `files.ts` writes, or from
 * `/gse-secrets/<id>`.
 */
export function workload({ version, memoryBytes }: PlanInput<MyGameSettings>): Workload {
  return {
    image: `registry.example.org/my-game:${version}`,
    env: {
      VERSION: version,
      PORT: String(PORTS.game.number),
      RCON_PORT: String(PORTS.rcon.number),
      // Leaves room for what a process needs beside its own figure.
      MAX_MEMORY_MB: String(Math.floor((memoryBytes * 0.75) / 1024 ** 2)),
    },
    dataPath: '/data',
    runAsUser: 1000,
    runAsGroup: 1000,
  };
}
