import type { BackupSpec } from '@gse/sdk';
import { WORLD, WORLD_NOTE } from './folders.ts';

/**
 * The world, its players, and plugins with what they keep; databases together with their `-wal` and `-shm` files. The game
 * itself is downloaded again. A save only fits the protocol and the map it was made with, so the folder goes as a whole.
 */
export const BACKUP: BackupSpec = {
  include: [WORLD, WORLD_NOTE, 'oxide', 'carbon'],
  exclude: [
    'oxide/logs',
    'carbon/logs',
    'carbon/temp',
    'carbon/managed',
    'carbon/native',
    'carbon/tools',
    'carbon/developer',
    `${WORLD}/**/*.log`,
  ],
};
