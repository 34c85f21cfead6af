import { z } from 'zod';
import { ownFile } from './field.ts';

const GROUP = 'Resources';

/** What a fresh server starts with. */
export const BASE = ['mapmanager', 'chat', 'spawnmanager', 'sessionmanager', 'basic-gamemode', 'hardcap', 'baseevents'] as const;

/** What runs on the server, and what it does to save. */
export const resources = {
  resources: z
    .array(z.string().regex(/^(?:\[[\w .-]{1,60}\]|[\w.-]{1,64})$/, 'must be the name of a folder, or [name] of a category'))
    .max(1000)
    .default([...BASE])
    .meta(
      ownFile('ensure', {
        group: GROUP,
        title: 'Resources to start',
        applies: 'restart',
        description:
          'Names of folders in server-data/resources, in the order in which they start; [name] is a whole category. What others build on comes first: oxmysql, then the framework, then the rest.',
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
