import { Worker } from 'node:worker_threads'
import { EmbeddedError } from '../../errors.ts'
import type { CommitBatch } from './database.ts'
import type { JournalReply, JournalRequest } from './journal-worker.ts'

/** Where changes become durable. */
export interface Journal {
  /** Resolves when the batch is on disk; rejects when nothing of it is. One at a time. */
  commit(batch: CommitBatch): Promise<void>
  close(): Promise<void>
}

/** Keeps nothing. It still takes a turn of the event loop, so that a busy writer in this process lets others in. */
export const memoryJournal: Journal = {
  commit: () => new Promise((resolve) => setImmediate(resolve)),
  close: () => Promise.resolve(),
}

/** A database file, written by a thread of its own. */
export function fileJournal(path: string): Journal {
  const worker = new Worker(new URL('./journal-worker.ts', import.meta.url), { workerData: path, name: 'journal' })
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  let dead: Error | undefined

  const die = (error: Error) => {
    dead ??= error
    for (const waiter of waiting.splice(0)) waiter.reject(dead)
  }
  worker.on('message', (reply: JournalReply) => {
    const waiter = waiting.shift()
    if (reply.error === undefined) waiter?.resolve()
    else waiter?.reject(new EmbeddedError('GSE_EMBEDDED_WRITE_FAILED', `the database ${path} cannot be written: ${reply.error}`))
  })
  worker.on('error', (cause) => die(new EmbeddedError('GSE_EMBEDDED_WRITE_FAILED', 'the database thread failed', { cause })))
  worker.on('exit', () => die(new EmbeddedError('GSE_EMBEDDED_CLOSED', 'the database is closed')))

  const ask = (request: JournalRequest): Promise<void> => {
    if (dead) return Promise.reject(dead)
    return new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      worker.postMessage(request)
    })
  }
  return {
    commit: (batch) => ask({ commit: batch }),
    async close() {
      if (!dead) await ask({ close: true })
      await worker.terminate()
    },
  }
}
