// @ts-check
/**
 * One preparation at a time. The lock is a file that names its holder; a holder that no longer runs is replaced.
 */
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PrepareError } from './errors.mjs';

/**
 * Runs `work` while holding the lock at `path`, waiting for another holder first.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @param {{ deadlineMs?: number, pollMs?: number, onWait?: (holder: string) => void }} [options]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, options = {}) {
  const { deadlineMs = 20 * 60_000, pollMs = 200, onWait = () => {} } = options;
  const mine = `${process.pid} ${hostname()} ${Math.random().toString(36).slice(2)}`;
  const until = Date.now() + deadlineMs;
  await mkdir(dirname(path), { recursive: true });
  for (let waited = false; !(await take(path, mine)); waited = true) {
    const holder = await read(path);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      await replaceStale(path, holder);
      continue;
    }
    if (!waited) onWait(holder);
    if (Date.now() > until) {
      throw new PrepareError(
        `another start (process ${holder.split(' ')[0]}) has been preparing this checkout for too long. ` +
          `If it is not really running, remove ${path} and try again.`,
      );
    }
    await sleep(pollMs);
  }
  try {
    return await work();
  } finally {
    if ((await read(path)) === mine) await rm(path, { force: true });
  }
}

/**
 * Creates the lock with its content in one step: a reader never sees an empty one.
 *
 * @param {string} path
 * @param {string} mine
 */
async function take(path, mine) {
  const draft = `${path}.${process.pid}.${mine.slice(-8)}`;
  await writeFile(draft, mine);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** @param {string} path */
async function read(path) {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** @param {string} holder */
function isAlive(holder) {
  const [pid = '', host] = holder.split(' ');
  if (host !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Takes a dead holder's lock away. Two processes may see the same dead holder; the one that is late finds a living
 * lock in its hands and gives it back.
 *
 * @param {string} path
 * @param {string} holder
 */
async function replaceStale(path, holder) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await read(aside)) !== holder) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}
