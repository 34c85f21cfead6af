import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ContainerUser } from '../runtime/container-runtime.ts';

/** One file of a volume; `path` is relative, without `..`. */
export interface VolumeFile {
  path: string;
  content: Uint8Array;
  mode: number;
}

const dataLink = '..data';

/**
 * Makes a folder hold exactly these files, all of them at once: readers see the old set or the new one, never a mixture.
 * As Kubernetes does it: the files live in a fresh subfolder, `..data` points to it, and the names are links through `..data`.
 * Writes nothing when nothing changed.
 */
export async function writeAtomically(folder: string, files: readonly VolumeFile[], owner: ContainerUser | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  if (await holds(folder, files)) return;
  const version = `..${Date.now().toString(36)}-${randomBytes(4).toString('hex')}`;
  const target = join(folder, version);
  await mkdir(target, { mode: 0o755 });
  for (const file of files) {
    const path = join(target, file.path);
    await mkdir(dirname(path), { recursive: true, mode: 0o755 });
    await writeFile(path, file.content, { mode: 0o600 });
    // Not by writeFile's mode: that is subject to the umask.
    await chmod(path, file.mode);
    if (owner) await chown(path, owner.uid, owner.gid);
  }
  await replaceLink(join(folder, dataLink), version);
  const names = new Set(files.map((file) => file.path.split('/')[0] ?? file.path));
  for (const name of names) await replaceLink(join(folder, name), join(dataLink, name));
  for (const name of await readdir(folder)) {
    if (name !== dataLink && name !== version && !names.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

async function replaceLink(path: string, target: string): Promise<void> {
  if ((await readlink(path).catch(() => undefined)) === target) return;
  const temporary = `${path}_tmp`;
  await rm(temporary, { force: true });
  await symlink(target, temporary);
  await rename(temporary, path);
}

async function holds(folder: string, files: readonly VolumeFile[]): Promise<boolean> {
  const present = await listFiles(join(folder, dataLink)).catch(() => undefined);
  if (!present || present.length !== files.length) return false;
  for (const file of files) {
    const path = join(folder, dataLink, file.path);
    const found = await readFile(path).catch(() => undefined);
    if (!found?.equals(file.content) || ((await stat(path)).mode & 0o777) !== file.mode) return false;
  }
  return true;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
