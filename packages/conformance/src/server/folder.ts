import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { applyFilePatch, type FilePatch } from '@gse/sdk';
import { ConformanceFinding } from '../errors.ts';

const NEW_FILE_MODE = 0o640;
/** Larger files are none of those an adapter manages. */
const MAX_READ_BYTES = 8 * 1024 * 1024;

/**
 * Brings a folder in line with what the adapter wants, as the agent does before every start.
 * @returns the paths that were written
 */
export async function applyPatches(root: string, patches: readonly FilePatch[]): Promise<readonly string[]> {
  const written: string[] = [];
  for (const patch of patches) {
    requireInside(patch.path);
    const path = join(root, patch.path);
    const current = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    const wanted = applyFilePatch(current, patch);
    if (wanted === undefined) continue;
    const mode = patch.mode ?? (current === undefined ? NEW_FILE_MODE : (await stat(path)).mode & 0o777);
    await mkdir(dirname(path), { recursive: true, mode: 0o750 });
    await writeFile(path, wanted);
    await chmod(path, mode);
    written.push(patch.path);
  }
  return written;
}

/** The agent refuses everything else. */
function requireInside(path: string): void {
  const isSafe = path
    .split('/')
    .every(
      (segment) =>
        segment !== '' && segment !== '.' && segment !== '..' && !/[\\\u0000]/.test(segment) && Buffer.byteLength(segment) <= 200,
    );
  if (!isSafe)
    throw new ConformanceFinding(
      `files() names the path ${JSON.stringify(path)}, which is not one inside the data volume: relative, with /, without . and .. as segments.`,
    );
}

/** One file of a folder. */
export interface FileFound {
  readonly path: string;
  readonly mode: number;
  readonly content: string;
}

/** Every file of a folder with its content; what is too large to be a settings file is left out. */
export async function filesOf(root: string): Promise<readonly FileFound[]> {
  const found: FileFound[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A running game takes files away as it likes.
    const file = await read(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (file !== undefined) found.push({ path: relative(root, path).replaceAll('\\', '/'), ...file });
  }
  return found;
}

async function read(path: string): Promise<Omit<FileFound, 'path'> | undefined> {
  const { size, mode } = await stat(path);
  return size > MAX_READ_BYTES ? undefined : { mode: mode & 0o777, content: await readFile(path, 'latin1') };
}
