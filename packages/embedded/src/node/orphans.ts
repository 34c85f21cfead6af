import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { delay, type Clock, type Log } from '@gse/kube';
import { errorMessage } from './errors.ts';
import type { ContainerRuntime, ListedContainer } from './runtime/container-runtime.ts';

/** How long a game whose pod nobody knows any more may take to save and leave. */
const graceMs = 60_000;

/** Ends and removes a container whose pod does not exist any more. */
export async function removeOrphan(
  runtime: ContainerRuntime,
  container: ListedContainer,
  clock: Clock,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  const { id, identity, state } = container;
  log.info({ ...identity, state }, 'A container of a pod that does not exist any more is removed');
  try {
    if (state === 'running') {
      const ended = runtime.wait(id, signal);
      await runtime.kill(id, 'SIGTERM', signal);
      await Promise.race([ended, delay(clock, graceMs, signal)]);
    }
    await runtime.remove(id, signal);
  } catch (error) {
    if (!signal.aborted)
      log.warn({ ...identity, problem: errorMessage(error) }, 'An orphaned container was not removed, the next start tries again');
  }
}

/** Removes what pods that do not exist any more have left on disk: their scratch volumes and logs, never their claims. */
export async function removeOrphanedFolders(dataDir: string, isKnown: (podUid: string) => boolean): Promise<void> {
  for (const folder of ['pods', 'logs']) {
    const uids = await readdir(join(dataDir, folder)).catch(() => []);
    for (const uid of uids) {
      if (!isKnown(uid)) await rm(join(dataDir, folder, uid), { recursive: true, force: true });
    }
  }
}
