import { z } from 'zod';
import { ownFile } from './field.ts';

const GROUP = 'Resources';

/** What a fresh server starts with, by game: the server refuses resources of the other one. */
export const BASE = {
  gta5: ['mapmanager', 'chat', 'spawnmanager', 'sessionmanager', 'basic-gamemode', 'hardcap', 'baseevents'],
  rdr3: ['mapmanager', 'chat', 'spawnmanager', 'sessionmanager-rdr3', 'redm-map-one', 'hardcap'],
} as const;

/** The resources to start. The list as it comes cannot know the game that was chosen beside it, so it stands for that of the game. */
export function resourcesOf({
  game,
  resources,
}: {
  readonly game: keyof typeof BASE;
  readonly resources: readonly string[];
}): readonly string[] {
  return resources.join('\n') === BASE.gta5.join('\n') ? BASE[game] : resources;
}

/** What runs on the server, and what it does to save. */
export const resources = {
  resources: z
    .array(z.string().regex(/^(?:\[[\w .-]{1,60}\]|[\w.-]{1,64})$/, 'must be the name of a folder, or [name] of a category'))
    .max(1000)
    .default([...BASE.gta5])
    .meta(
      ownFile('ensure', {
        group: GROUP,
        title: 'Resources to start',
        applies: 'restart',
        description:
          'Names of folders in server-data/resources, in the order in which they start; [name] is a whole category. What others build on comes first: oxmysql, then the framework, then the rest. Left as it is, RedM starts its own base resources instead.',
      }),
    ),
  saveCommands: z
    .array(z.string().regex(/^[A-Za-z_][\w:-]{0,63}$/, 'must be one command such as save_all, without anything after it'))
    .max(20)
    .default([])
    .meta(
      ownFile('gse_saveCommands', {
        group: GROUP,
        title: 'Commands that save',
        applies: 'live',
        description:
          'Console commands of your scripts that save, run before every stop and backup. ESX, QBCore, Qbox and ox_inventory are known and need none.',
      }),
    ),
};
