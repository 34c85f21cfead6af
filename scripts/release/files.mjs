// @ts-check
/** Which files of `charts/` are in the artifact, and what is refused because it has no business there. */
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ReleaseError } from './errors.mjs';

const known = /^[^.].*\.(yaml|json|tpl|txt|md|svg)$|^\.helmignore$/;
/** Helm keeps a chart in a Secret, which cannot be larger than this. */
const maxFileBytes = 1024 * 1024;
const maxBytes = 8 * 1024 * 1024;
/** What fits into a header of a tar archive without extensions. */
const maxPath = 100;

/** @typedef {{ path: string, content: Buffer }} File */

/**
 * Paths of the files, sorted, with slashes. Links from a chart to a library of the artifact are told apart: the platform
 * drops links and puts libraries there itself.
 *
 * @param {string} folder
 * @returns {{ paths: string[], libraries: { link: string, path: string }[] }}
 */
export function filesOf(folder) {
  const root = realpathSync(folder);
  /** @type {string[]} */
  const wrong = [];
  /** @type {{ link: string, path: string }[]} */
  const libraries = [];
  /** @type {(below: string) => string[]} */
  const walk = (below) =>
    readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return walk(path);
      if (entry.isSymbolicLink()) {
        const library = libraryOf(root, path);
        if (library === undefined) wrong.push(`${path} is a link; the platform drops links`);
        else libraries.push({ link: path, path: library });
        return [];
      }
      const problem = entry.isFile() ? problemOf(path, entry.name, lstatSync(join(root, path)).size) : 'is no file';
      if (problem !== undefined) wrong.push(`${path} ${problem}`);
      return [path];
    });
  const paths = walk('').toSorted();
  if (wrong.length > 0) throw new ReleaseError(`These do not belong into a release:\n  ${wrong.join('\n  ')}`);
  if (paths.length === 0) throw new ReleaseError(`There is nothing to release in ${folder}.`);
  const bytes = paths.reduce((sum, path) => sum + statSync(join(root, path)).size, 0);
  if (bytes > maxBytes) throw new ReleaseError(`The charts have ${bytes} bytes, and a release at most ${maxBytes}.`);
  return { paths, libraries };
}

/**
 * The content of files, read from one folder.
 *
 * @param {string} folder
 * @param {readonly string[]} paths
 * @returns {File[]}
 */
export function readFiles(folder, paths) {
  return paths.map((path) => ({ path, content: readFileSync(join(folder, path)) }));
}

/**
 * @param {string} path
 * @param {string} name
 * @param {number} bytes
 */
function problemOf(path, name, bytes) {
  if (!known.test(name)) return 'is of no kind that charts are made of';
  if (bytes > maxFileBytes) return `has ${bytes} bytes, and a file may have ${maxFileBytes}`;
  if (!/^[\x21-\x7e]+$/.test(path)) return 'has letters in its path that not every system can store';
  if (path.length > maxPath) return `has a path longer than ${maxPath} letters`;
  return undefined;
}

/**
 * The library that a link of an application chart leads to.
 *
 * @param {string} root
 * @param {string} path
 */
function libraryOf(root, path) {
  if (!/^apps\/[^/]+\/charts\/[^/]+$/.test(path) || !existsSync(join(root, path))) return undefined;
  const target = relative(root, realpathSync(join(root, path))).replaceAll(sep, '/');
  return /^library\/[^/]+$/.test(target) ? target : undefined;
}
