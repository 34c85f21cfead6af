import { constants } from 'node:fs';
import { open, realpath, stat, type FileHandle } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { FileOutsideError } from '../errors.ts';

/**
 * Opens a regular file of the data volume for reading. The game, its plugins and people write there: no link may lead the
 * agent out of the volume, and no pipe may hold it.
 *
 * @throws the error of the file system (ENOENT and the like), or FileOutsideError
 */
export async function openInside(root: string, path: string): Promise<FileHandle> {
  const full = join(root, path);
  const handle = await open(full, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'ELOOP' ? new FileOutsideError(path, 'is a symbolic link') : error;
    },
  );
  try {
    const opened = await handle.stat();
    if (!opened.isFile()) throw new FileOutsideError(path, 'is not a regular file');
    // Checked after opening: whoever swaps a folder for a link in between has the wrong file here.
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(full)]);
    const inside = relative(realRoot, realFile);
    if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
      throw new FileOutsideError(path, 'leads out of the data volume');
    const found = await stat(realFile);
    if (found.ino !== opened.ino || found.dev !== opened.dev) throw new FileOutsideError(path, 'changed while it was opened');
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}
