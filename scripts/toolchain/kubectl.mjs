// @ts-check
/** Finds kubectl, or builds it from the Go module of packages/control-plane/programs. */
import { mkdir, rm, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath } from './find.mjs';
import { buildGoPrograms } from './go-programs.mjs';

/** @typedef {import('./layout.mjs').Layout} Layout */

/**
 * The path of a kubectl: one on PATH, the one built earlier, or one built now (minutes, once, with Go).
 *
 * @param {Layout} layout
 */
export async function provideKubectl(layout) {
  const built = join(layout.bin, 'kubectl');
  const found = findOnPath('kubectl') ?? (existsSync(built) ? built : undefined);
  if (found !== undefined) return found;
  return await linkKubectl(layout, await buildGoPrograms(layout, ['kubectl']));
}

/**
 * Puts the kubectl in a folder of built programs on the toolchain's PATH.
 *
 * @param {Layout} layout
 * @param {string} folder
 */
export async function linkKubectl(layout, folder) {
  const link = join(layout.bin, 'kubectl');
  await mkdir(layout.bin, { recursive: true });
  await rm(link, { force: true });
  await symlink(join(folder, 'kubectl'), link);
  return link;
}
