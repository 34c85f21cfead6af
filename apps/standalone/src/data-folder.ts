import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The data folder is in use by another process. */
class DataFolderBusyError extends Error {
  readonly code = 'GSE_DATA_FOLDER_BUSY';
  constructor(dataDir: string, holder: string | undefined) {
    super(
      `Another GSE${holder === undefined ? '' : ` (process ${holder})`} already uses the data folder ${dataDir}. Stop that one, or set GSE_DATA_DIR to another folder.`,
    );
    this.name = 'DataFolderBusyError';
  }
}

/** A data folder that nobody else uses until it is released. */
export interface DataFolder {
  readonly path: string;
  file(name: string): string;
  release(): void;
}

/**
 * Makes the folder and takes it for this process. The lock is one of the operating system, held through an open database, so
 * that it goes with the process however that ends.
 *
 * @throws DataFolderBusyError
 */
export function openDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const pidFile = join(dataDir, 'lock.pid');
  const lock = new DatabaseSync(join(dataDir, 'lock.sqlite'));
  try {
    lock.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (pid INTEGER); COMMIT; BEGIN EXCLUSIVE;',
    );
  } catch (error) {
    lock.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) throw new DataFolderBusyError(dataDir, readHolder(pidFile));
    throw error;
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return { path: dataDir, file: (name) => join(dataDir, name), release: () => lock.close() };
}

function readHolder(pidFile: string): string | undefined {
  try {
    return readFileSync(pidFile, 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}
