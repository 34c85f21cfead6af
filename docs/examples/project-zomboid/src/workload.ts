import type { Budgets, PlanInput, Workload } from '@gse/sdk';
import type { ProjectZomboidSettings } from './settings/index.ts';

/** A first start downloads four gigabytes and makes a map. */
export const BUDGETS: Budgets = { startSeconds: 1200, saveSeconds: 120, stopSeconds: 60 };

/** The game container. Put your own image here: one that reads these variables and has the version as its tag. */
export function workload({ version, memoryBytes }: PlanInput<ProjectZomboidSettings>): Workload {
  return {
    image: `registry.example.org/project-zomboid:${version}`,
    env: {
      VERSION: version,
      SERVER_NAME: 'gse',
      // Java needs about a third more than its heap.
      MAX_HEAP: `${Math.floor((memoryBytes * 0.75) / 1024 ** 2)}M`,
    },
    dataPath: '/home/steam/Zomboid',
    runAsUser: 1000,
    runAsGroup: 1000,
  };
}
