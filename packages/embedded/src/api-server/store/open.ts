import type { Clock, Log } from '@gse/kube';
import { loadLog, openDatabase, type LoadedLog } from './database.ts';
import type { HistoryLimits } from './event-log.ts';
import { fileJournal, memoryJournal } from './journal.ts';
import { Store } from './store.ts';

/** What opening a store needs. */
export interface OpenStoreOptions {
  /** A file, or `:memory:` to keep nothing. */
  path: string;
  clock: Clock;
  log: Log;
  history: HistoryLimits;
}

/** Opens the store of a file, with everything that is in it. Throws an EmbeddedError when the file cannot be used. */
export function openStore({ path, ...options }: OpenStoreOptions): Store {
  if (path === ':memory:') return new Store({ ...options, loaded: nothing, journal: memoryJournal });
  return new Store({ ...options, loaded: readFile(path), journal: fileJournal(path) });
}

/** A store without a past. */
export const nothing: LoadedLog = { rows: [], live: new Set(), floor: 0, last: 0 };

function readFile(path: string): LoadedLog {
  const database = openDatabase(path);
  try {
    return loadLog(database);
  } finally {
    database.close();
  }
}
