import type { BackupSpec } from '@gse/sdk';

/** What is worth keeping. FILL IN: the folders of worlds, lists and mods; what is downloaded or written anew stays out. */
export const BACKUP: BackupSpec = { include: ['world', 'server.properties'], exclude: [] };
