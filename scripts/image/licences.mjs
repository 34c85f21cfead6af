// @ts-check
/** What the image holds of other people's work, and on which terms. */
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ImageError } from './errors.mjs';

/** @typedef {{ name: string, version: string, licence: string, text: string }} Licence */

/** Parts of the image that come with Node and not from npm. */
const libraries = `glibc (libc, libm, libdl, libpthread, ld-linux): LGPL-2.1-or-later
libstdc++, libgcc: GPL-3.0-or-later with the GCC Runtime Library Exception
Node.js: MIT and others, see ../node/LICENSE
`;

/**
 * The text of THIRD-PARTY: every package by name and version with its licence.
 *
 * @param {Iterable<string>} packageFolders
 */
export function thirdParty(packageFolders) {
  /** @type {Map<string, Licence>} */
  const found = new Map();
  for (const folder of packageFolders) {
    const licence = licenceOf(folder);
    found.set(`${licence.name}@${licence.version}`, licence);
  }
  const sorted = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const list = sorted.map(([id, { licence }]) => `${id}: ${licence}`).join('\n');
  const texts = sorted.map(([id, { licence, text }]) => `${'='.repeat(80)}\n${id} (${licence})\n\n${text}`).join('\n\n');
  return `This image holds the following works of others.\n\n${libraries}\n${list}\n\n${texts}\n`;
}

/**
 * Folders of the npm packages that these files belong to.
 *
 * @param {Iterable<string>} files
 */
export function packagesOf(files) {
  const folders = new Set();
  for (const file of files) {
    const [, folder] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  return folders;
}

/**
 * Folders of everything a workspace package depends on to run, however far down.
 *
 * @param {string} folder
 */
export function dependenciesOf(folder, found = new Set()) {
  const { dependencies = {} } = manifestOf(folder);
  for (const name of Object.keys(dependencies)) {
    const its = folderOf(name, folder);
    if (found.has(its)) continue;
    found.add(its);
    dependenciesOf(its, found);
  }
  return found;
}

/**
 * @param {string} name
 * @param {string} from
 */
function folderOf(name, from) {
  for (const modules of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    const folder = join(modules, name);
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  }
  throw new ImageError(`The package ${name}, which ${from} needs, is not installed. Run pnpm install.`);
}

/**
 * @param {string} folder
 * @returns {Licence}
 */
function licenceOf(folder) {
  const { name, version, license } = manifestOf(folder);
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .toSorted()
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (typeof license !== 'string' && texts.length === 0)
    throw new ImageError(`The package ${name}@${version} does not say its licence: ${dirname(folder)}`);
  return { name, version, licence: typeof license === 'string' ? license : 'see below', text: texts.join('\n\n') };
}

/** @param {string} folder */
function manifestOf(folder) {
  return /** @type {{ name: string, version: string, license?: unknown, dependencies?: Record<string, string> }} */ (
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  );
}
