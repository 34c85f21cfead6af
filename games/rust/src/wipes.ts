import type { WipeSpec } from '@gse/sdk';
import { WORLD, WORLD_NOTE } from './folders.ts';

const MAP_FILES = [
  `${WORLD}/*.map`,
  `${WORLD}/*.sav*`,
  `${WORLD}/player.deaths.*`,
  `${WORLD}/player.states.*`,
  `${WORLD}/relationship.*`,
  `${WORLD}/sv.files.*`,
  WORLD_NOTE,
];

/** Ways to begin anew, as players know them. SQLite's `-wal` and `-shm` files go with their databases. */
export const WIPES = {
  map: {
    title: 'Map wipe',
    description: 'A new map: everything that was built, carried and stored is gone. Learned blueprints, rights, bans and plugins stay.',
    remove: MAP_FILES,
    reseeds: 'seed',
  },
  blueprints: {
    title: 'Map and blueprint wipe',
    description: 'A new map, and everybody has to learn their blueprints again. Rights, bans and plugins stay.',
    remove: [...MAP_FILES, `${WORLD}/player.blueprints.*`],
    reseeds: 'seed',
  },
  full: {
    title: 'Full wipe',
    description:
      'Everything of the world and its players goes, pairings of Rust+ phones with it. Rights and bans (the cfg folder), the registration for Rust+, and plugins with their data stay.',
    remove: [WORLD, WORLD_NOTE],
    keep: [`${WORLD}/cfg`, `${WORLD}/companion.id`],
    reseeds: 'seed',
  },
} as const satisfies Readonly<Record<string, WipeSpec>>;
