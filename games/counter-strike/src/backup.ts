import type { BackupSpec } from '@gse/sdk';
import { EDITIONS } from './editions.ts';

const FOLDERS = Object.values(EDITIONS).map(({ content }) => content);

/**
 * There is no world: what is worth keeping is what people set up and recorded. The game itself is downloaded again, and must be
 * of the day: restore into a current installation, never the other way round, for old builds cannot be joined. The line in
 * gameinfo.gi that loads Metamod is put back at every start.
 */
export const BACKUP: BackupSpec = {
  include: FOLDERS.flatMap((folder) => [`${folder}/cfg`, `${folder}/addons`, `${folder}/*.dem`, `${folder}/replays`]),
  exclude: FOLDERS.flatMap((folder) => [
    // Written anew at every start; secrets must not lie about in backups.
    `${folder}/cfg/gse_secrets.cfg`,
    `${folder}/addons/counterstrikesharp/logs`,
  ]),
};
