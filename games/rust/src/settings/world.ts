import { z } from 'zod';
import { address, startOptions } from './field.ts';

const start = startOptions('World');

/** Kinds of world by the words used here, and what the game calls them. */
export const LEVELS = {
  procedural: 'Procedural Map',
  barren: 'Barren',
  hapis: 'HapisIsland',
  savas: 'SavasIsland',
  craggy: 'CraggyIsland',
} as const;

/** The map. A world keeps what it was made with until it is wiped, whatever is changed here meanwhile. */
export const world = {
  level: z
    .enum(Object.keys(LEVELS) as [keyof typeof LEVELS, ...(keyof typeof LEVELS)[]])
    .default('procedural')
    .meta(
      start('server.level', 'wipe', {
        title: 'Kind of map',
        description:
          'procedural: made from seed and size. barren: the same without monuments. The others are fixed islands. Holds from the next wipe on.',
      }),
    ),
  seed: z
    .int()
    .min(0)
    .max(2_147_483_647)
    .default(0)
    .meta(
      start('server.seed', 'wipe', {
        title: 'Seed',
        description: 'The number the map is made from: the same seed and size make the same map. 0 makes a new map at every wipe.',
      }),
    ),
  worldSize: z
    .int()
    .min(1000)
    .max(6000)
    .default(3500)
    .meta(
      start('server.worldsize', 'wipe', {
        title: 'World size',
        unit: 'metres',
        description:
          'Length of one side. 3000 suits some 50 players, 4500 some 200. Larger worlds need more memory and take much longer to make. For a map of your own: its size, so that the memory can be judged.',
      }),
    ),
  levelUrl: address().meta(
    start('server.levelurl', 'wipe', {
      title: 'Map of your own',
      description:
        'Address of a .map file, in place of kind, seed and size. Every player downloads it from there too, so it must be reachable for all and start downloading at once.',
    }),
  ),
};
