import { z } from 'zod';
import { GAME_MODES } from '../modes.ts';
import { startOptions, workshopId } from './field.ts';

const GROUP = 'Mode and maps';
const start = startOptions(GROUP);

const MODE_NAMES = Object.keys(GAME_MODES) as [keyof typeof GAME_MODES, ...(keyof typeof GAME_MODES)[]];

/** What is played, and where. */
export const maps = {
  gameMode: z
    .enum(MODE_NAMES)
    .default('competitive')
    .meta(
      start('+game_type +game_mode', {
        title: 'Game mode',
        description: 'The rules of the match. Everything set to the mode below follows it; custom has no rules of its own.',
      }),
    ),
  map: z
    .string()
    .regex(/^[a-z0-9_]{1,64}$/, 'must be the name of a map such as de_dust2')
    .default('de_dust2')
    .meta(start('+map', { title: 'First map', description: 'The map the server starts with, such as de_dust2, de_mirage or cs_office.' })),
  mapGroup: z
    .string()
    .regex(/^[a-z0-9_]{1,64}$/, 'must be the name of a group such as mg_active')
    .default('mg_active')
    .meta(
      start('+mapgroup', {
        title: 'Map group',
        description: 'The maps that follow: mg_active for those of the current season, or a group of gamemodes_server.txt.',
      }),
    ),
  workshopMap: workshopId().meta(
    start('+host_workshop_map', {
      title: 'Workshop map',
      description: 'Number of a map in the Steam Workshop to play, in place of first map and map group.',
    }),
  ),
  workshopCollection: workshopId().meta(
    start('+host_workshop_collection', {
      title: 'Workshop collection',
      description: 'Number of a collection in the Steam Workshop whose maps are played in turn, in place of first map and map group.',
    }),
  ),
};
