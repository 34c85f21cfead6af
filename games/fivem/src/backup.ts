import type { BackupSpec } from '@gse/sdk';

/**
 * What of the volume is worth keeping: what people put there and what scripts wrote beside the database. The database itself is
 * half of every backup and lies elsewhere (`needs.database`): dump it after a save, in one transaction. Artifacts and caches
 * come again by themselves.
 */
export const BACKUP: BackupSpec = {
  include: ['server-data', 'txData'],
  exclude: [
    'server-data/cache',
    'server-data/crashes',
    // Written anew at every start; the secrets must not lie about in backups.
    'server-data/gse-secrets.cfg',
    'txData/*/logs',
    'txData/*/data/backups',
    'txData/*/cache',
  ],
};
