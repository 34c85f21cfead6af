// @ts-check
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NewGameError } from './errors.mjs';
import { LIST, listed } from './list.mjs';
import { renamed } from './names.mjs';

const template = fileURLToPath(new URL('template/', import.meta.url));
const protocols = fileURLToPath(new URL('protocols/', import.meta.url));

/** The protocol that the template itself speaks; the others replace a few of its files. */
export const DEFAULT_PROTOCOL = 'source-rcon';

/** @returns {Promise<readonly string[]>} what `--protocol` may be */
export async function protocolNames() {
  return [DEFAULT_PROTOCOL, ...(await readdir(protocols))].sort();
}

/**
 * Writes the folder of a new game and puts it into the one list; nothing else is touched.
 *
 * @param {string} checkout
 * @param {import('./names.mjs').Names} names
 * @param {string} protocol
 * @returns {Promise<number>} how many files were written
 * @throws {NewGameError}
 */
export async function writeGame(checkout, names, protocol) {
  const known = await protocolNames();
  if (!known.includes(protocol)) throw new NewGameError(`There is no protocol ${protocol}. There are ${known.join(', ')}.`);
  const folder = join(checkout, 'games', names.id);
  if (existsSync(folder)) throw new NewGameError(`games/${names.id} is there already. Choose another id, or remove the folder.`);
  const list = join(checkout, LIST);
  const source = await readFile(list, 'utf8');
  const withGame = listed(source, names);

  const files = new Map([...(await sources(template)), ...(protocol === DEFAULT_PROTOCOL ? [] : await sources(join(protocols, protocol)))]);
  // Whole or not at all: a folder with half of a game in it would stop the next attempt.
  const growing = `${folder}.new`;
  await rm(growing, { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(growing, path)), { recursive: true });
    await writeFile(join(growing, path), renamed(text, names).replace('../../../tsconfig', '../../tsconfig'));
  }
  await rename(growing, folder);
  await writeFile(list, withGame);
  return files.size;
}

/**
 * @param {string} folder
 * @returns {Promise<ReadonlyMap<string, string>>} text by path inside the folder
 */
async function sources(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter(
    (entry) => entry.isFile() && !/(?:^|\/)(?:node_modules|\.turbo)(?:\/|$)/.test(entry.parentPath.slice(folder.length)),
  );
  return new Map(
    await Promise.all(
      files.map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        return /** @type {const} */ ([path.slice(folder.length).replace(/^\//, ''), await readFile(path, 'utf8')]);
      }),
    ),
  );
}
