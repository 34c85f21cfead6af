import { Worker } from 'node:worker_threads';
import { EmbeddedError } from '../../errors.ts';
import type { CommitBatch } from './database.ts';
import type { JournalReply, JournalRequest } from './journal-worker.ts';

/** Where changes become durable. */
export interface Journal {
  /** Resolves when the batch is on disk; rejects when nothing of it is. One at a time. */
  commit(batch: CommitBatch): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing. It still takes a turn of the event loop, so that a busy writer in this process lets others in. */
export const memoryJournal: Journal = {
  commit: () => new Promise((resolve) => setImmediate(resolve)),
  close: () => Promise.resolve(),
};

/** A database file, written by a thread of its own; should the thread die, the next commit starts another. */
export function fileJournal(path: string): Journal {
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let thread: Worker | undefined;
  let isClosed = false;

  const start = (): Worker => {
    const worker = new Worker(new URL('./journal-worker.ts', import.meta.url), { workerData: path, name: 'journal' });
    const lose = (why: string, cause?: unknown) => {
      if (thread === worker) thread = undefined;
      const error = new EmbeddedError('GSE_EMBEDDED_WRITE_FAILED', why, { cause });
      for (const waiter of waiting.splice(0)) waiter.reject(error);
    };
    worker.on('message', (reply: JournalReply) => {
      const waiter = waiting.shift();
      if (reply.error === undefined) waiter?.resolve();
      else waiter?.reject(new EmbeddedError('GSE_EMBEDDED_WRITE_FAILED', `the database ${path} cannot be written: ${reply.error}`));
    });
    worker.on('error', (cause) => lose('the thread that writes the database failed', cause));
    worker.on('exit', () => lose('the thread that writes the database has ended'));
    return worker;
  };
  const ask = (request: JournalRequest): Promise<void> => {
    if (isClosed) return Promise.reject(new EmbeddedError('GSE_EMBEDDED_CLOSED', 'the database is closed'));
    const worker = (thread ??= start());
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject });
      worker.postMessage(request);
    });
  };
  // Takes the lock of the file from the first moment on.
  thread = start();
  return {
    commit: (batch) => ask({ commit: batch }),
    async close() {
      const closing = ask({ close: true });
      isClosed = true;
      await closing;
      await thread?.terminate();
    },
  };
}
