import type { BackupSpec } from '@gse/sdk';

/**
 * Everything but what comes again by itself: worlds have any name and lie beside plugins, mods and lists, all of which
 * belong together. The server software and its libraries are downloaded again for the version that was ordered.
 */
export const BACKUP: BackupSpec = {
  include: ['*'],
  exclude: ['*.jar', 'bundler', 'cache', 'crash-reports', 'debug', 'libraries', 'logs', 'versions', '*/session.lock'],
};
