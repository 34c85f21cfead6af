/** The thread that owns the database file: waiting for the disk never holds up the server's event loop. */
import { parentPort, workerData } from 'node:worker_threads';
import { batchWriter, openDatabase, type CommitBatch } from './database.ts';

/** What the server asks for. */
export type JournalRequest = { commit: CommitBatch } | { close: true };

/** The answers, one for each request and in the same order. */
export type JournalReply = { error: string | undefined };

const path: unknown = workerData;
if (!parentPort || typeof path !== 'string') throw new Error('this file is started by the store');
const port = parentPort;
let opened: { close(): void; write(batch: CommitBatch): void } | undefined;

/** Opened by the first commit and kept: a file that cannot be opened is tried again, as a full disk is. */
function journal(): NonNullable<typeof opened> {
  if (!opened) {
    const database = openDatabase(String(path));
    opened = { close: () => database.close(), write: batchWriter(database) };
  }
  return opened;
}

port.on('message', (request: JournalRequest) => {
  let error: string | undefined;
  try {
    if ('commit' in request) journal().write(request.commit);
    else opened?.close();
  } catch (cause) {
    error = cause instanceof Error ? cause.message : String(cause);
  }
  port.postMessage({ error } satisfies JournalReply);
  if ('close' in request) port.close();
});

// Takes the lock at once, so that a second server on the same file is refused from the first moment on.
try {
  journal();
} catch {
  // The first commit says why.
}
