import { DatabaseSync } from 'node:sqlite';
import { EmbeddedError } from '../../errors.ts';
import type { ChangeType } from './event-log.ts';

/** One row of the log: a version of an object, or its end. */
export interface VersionRow {
  version: number;
  storage: string;
  namespace: string;
  name: string;
  type: ChangeType;
  /** Version of the state before this one, which selectors of resumed watches ask for; 0 for none. */
  previous: number;
  json: string;
}

/** A group of changes that become durable together. */
export interface CommitBatch {
  rows: VersionRow[];
  /** Forget changes up to this version that nothing needs any more. */
  compactTo: number | undefined;
}

const layout = 1;

/**
 * The database is the log itself: every version once, in order. `live` says which versions are current,
 * so a change is written once and a restart finds both the objects and the history that watches resume from.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS versions (
    version INTEGER PRIMARY KEY,
    storage TEXT NOT NULL,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    previous INTEGER NOT NULL,
    json TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS live (
    storage TEXT NOT NULL,
    namespace TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (storage, namespace, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${layout};
`;

/**
 * Opens the file for this process alone. Every commit is on disk before it returns (WAL with synchronous=FULL),
 * so neither `kill -9` nor a power cut loses it.
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 2000 });
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON');
    const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (found > layout) {
      throw new EmbeddedError(
        'GSE_EMBEDDED_DATABASE_UNUSABLE',
        `the database ${path} was written by a newer version (layout ${found}, this one reads ${layout}); use that version`,
      );
    }
    database.exec(`BEGIN IMMEDIATE; ${schema} COMMIT`);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof EmbeddedError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    if (/locked|busy/i.test(why)) {
      throw new EmbeddedError(
        'GSE_EMBEDDED_DATABASE_LOCKED',
        `the database ${path} is in use by another process; stop that one first or use another data folder`,
        { cause },
      );
    }
    throw new EmbeddedError('GSE_EMBEDDED_DATABASE_UNUSABLE', `the database ${path} cannot be opened: ${why}`, { cause });
  }
}

/** Everything a start needs: the kept rows in order, which of them are current, and where the history begins. */
export interface LoadedLog {
  rows: VersionRow[];
  live: Set<number>;
  /** The history holds everything after this version. */
  floor: number;
  last: number;
}

/** Reads the whole log. */
export function loadLog(database: DatabaseSync): LoadedLog {
  const rows = database.prepare('SELECT * FROM versions ORDER BY version').all().map(toRow);
  const live = new Set(
    database
      .prepare('SELECT version FROM live')
      .all()
      .map((row) => Number(row['version'])),
  );
  const meta = new Map(
    database
      .prepare('SELECT key, value FROM meta')
      .all()
      .map((row) => [String(row['key']), Number(row['value'])]),
  );
  return { rows, live, floor: meta.get('floor') ?? 0, last: Math.max(rows.at(-1)?.version ?? 0, meta.get('last') ?? 0) };
}

function toRow(row: Record<string, unknown>): VersionRow {
  const type = row['type'];
  return {
    version: Number(row['version']),
    storage: String(row['storage']),
    namespace: String(row['namespace']),
    name: String(row['name']),
    type: type === 'ADDED' || type === 'DELETED' ? type : 'MODIFIED',
    previous: Number(row['previous']),
    json: String(row['json']),
  };
}

/** Makes the function that writes a batch in one transaction; it throws when nothing of the batch was kept. */
export function batchWriter(database: DatabaseSync): (batch: CommitBatch) => void {
  const addVersion = database.prepare('INSERT INTO versions VALUES (?, ?, ?, ?, ?, ?, ?)');
  const setLive = database.prepare('INSERT OR REPLACE INTO live VALUES (?, ?, ?, ?)');
  const removeLive = database.prepare('DELETE FROM live WHERE storage = ? AND namespace = ? AND name = ?');
  const setMeta = database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
  const compact = database.prepare(`
    DELETE FROM versions WHERE version <= ?
      AND version NOT IN (SELECT version FROM live)
      AND version NOT IN (SELECT previous FROM versions WHERE version > ?)
  `);
  return (batch) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const row of batch.rows) {
        addVersion.run(row.version, row.storage, row.namespace, row.name, row.type, row.previous, row.json);
        if (row.type === 'DELETED') removeLive.run(row.storage, row.namespace, row.name);
        else setLive.run(row.storage, row.namespace, row.name, row.version);
      }
      if (batch.compactTo !== undefined) {
        compact.run(batch.compactTo, batch.compactTo);
        setMeta.run('floor', batch.compactTo);
        setMeta.run('last', batch.rows.at(-1)?.version ?? batch.compactTo);
      }
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
}
