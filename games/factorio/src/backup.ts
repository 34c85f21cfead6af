import type { BackupSpec } from '@gse/sdk';
import { CONFIG, RCON_PASSWORD_FILE } from './files.ts';

/** Maps, mods with their settings, and who may do what. The game itself is in the image, and the password is written anew. */
export const BACKUP: BackupSpec = {
  include: ['saves', 'mods', 'scenarios', 'script-output', CONFIG, '*.json'],
  exclude: ['saves/*.tmp.zip', RCON_PASSWORD_FILE],
};
