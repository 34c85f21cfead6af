import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Who a file belongs to. */
export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Replaces a file as a whole: readers see the old content or the new one, also after a power cut. What stood at the path,
 * a link included, is replaced and not followed.
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  options: {
    mode: number;
    owner?: FileOwner | undefined;
    /** Waits until the disk has it. False where nothing is lost with it, as in a folder that is thrown away. Default true. */
    sync?: boolean;
  },
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.gse`);
  try {
    const file = await open(temporary, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, options.mode);
    try {
      // The mode given to open is cut by the umask.
      await file.chmod(options.mode);
      if (options.owner) await file.chown(options.owner.uid, options.owner.gid);
      await file.writeFile(content);
      if (options.sync !== false) await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
