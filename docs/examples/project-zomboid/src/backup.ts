import type { BackupSpec } from '@gse/sdk';

/** Saves, accounts and settings; the game itself is in the image, mods are downloaded again. */
export const BACKUP: BackupSpec = { include: ['Saves', 'Server', 'db'], exclude: [] };
