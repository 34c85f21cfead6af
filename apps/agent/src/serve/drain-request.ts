import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DRAIN_FILES } from '@gse/agent-client';
import { delay } from '@gse/session';
import { msSince, type AgentClock } from '../clock.ts';

/** When the game container's hook has asked for a drain. */
export interface DrainRequest {
  /** Milliseconds since the epoch, for whoever reads of it. */
  readonly at: number;
  /** The same moment on the clock that measures. */
  readonly elapsedAt: number;
}

/** What waiting for the request needs. */
export interface DrainRequestOptions {
  readonly sharedDir: string;
  readonly clock: AgentClock;
  /** Waits no longer when it fires. */
  readonly signal: AbortSignal;
  /** A request cannot be older: the game would be killed by then. */
  readonly longestMs: number;
}

/** How often the request is looked for where watching does not tell. */
const pollMs = { watched: 3_000, blind: 500 };

/** Resolves when the hook has asked; with undefined when the signal fires before. */
export async function drainRequest({ sharedDir, clock, signal, longestMs }: DrainRequestOptions): Promise<DrainRequest | undefined> {
  const path = join(sharedDir, DRAIN_FILES.request);
  let round = new AbortController();
  const look = (): void => round.abort();
  signal.addEventListener('abort', look, { once: true });
  let watcher = watchFolder(sharedDir, (name) => {
    if (name === null || name === DRAIN_FILES.request) look();
  });
  watcher?.on('error', () => {
    watcher = undefined;
  });
  let lookedAt: number | undefined;
  try {
    while (!signal.aborted) {
      round = new AbortController();
      const found = await stat(path).catch(() => undefined);
      const elapsed = clock.elapsed();
      if (found) {
        // The file is older than its name, which it has been given by the hook: that changes the inode, not the content.
        const at = found.ctimeMs;
        // What was not there a moment ago is no older than that, whatever the clock says.
        const agoMs = Math.min(msSince(at, clock, longestMs), lookedAt === undefined ? longestMs : elapsed - lookedAt);
        return { at: Math.min(at, clock.now()), elapsedAt: elapsed - agoMs };
      }
      lookedAt = elapsed;
      if (!signal.aborted) await delay(clock, watcher ? pollMs.watched : pollMs.blind, round.signal);
    }
    return undefined;
  } finally {
    signal.removeEventListener('abort', look);
    watcher?.close();
  }
}

function watchFolder(folder: string, changed: (name: string | null) => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, (_, name) => changed(name));
  } catch {
    return undefined;
  }
}
