import { readFile, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { applyFilePatch, type FilePatch } from '@gse/sdk';
import { applyManagedFile } from '@gse/session';

/** Larger files are none of those an adapter manages. */
const MAX_READ_BYTES = 8 * 1024 * 1024;

/**
 * Brings a folder in line with what the adapter wants, as the agent does before every start.
 * @returns the paths that were written
 */
export async function applyPatches(root: string, patches: readonly FilePatch[]): Promise<readonly string[]> {
  const written: string[] = [];
  for (const patch of patches) if (await applyManagedFile(root, patch, { sync: false })) written.push(patch.path);
  return written;
}

/** A data volume in memory, for checks that only ask what a file says: hundreds of orders take no time. */
export class FolderInMemory {
  readonly #files = new Map<string, string>();

  /** Brings it in line as `applyPatches` does a folder. */
  apply(patches: readonly FilePatch[]): readonly string[] {
    return patches.flatMap((patch) => {
      const wanted = applyFilePatch(this.#files.get(patch.path), patch);
      if (wanted === undefined) return [];
      this.#files.set(patch.path, wanted);
      return [patch.path];
    });
  }

  /** What a file says; undefined where there is none. */
  read(path: string): string | undefined {
    return this.#files.get(path);
  }

  /** Somebody edits a file by hand. */
  write(path: string, content: string): void {
    this.#files.set(path, content);
  }
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
