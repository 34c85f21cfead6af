// @ts-check
/** What somebody on plain Kubernetes unpacks: charts that Helm installs as they are, and the guides that say how. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readFiles } from './files.mjs';

/** @typedef {import('./files.mjs').File} File */

/**
 * Charts with their libraries inside, examples, documents, licence and changelog, all in one folder.
 *
 * @param {{ checkout: string, version: string, charts: readonly File[], libraries: readonly { link: string, path: string }[] }} release
 * @returns {File[]}
 */
export function archiveOf({ checkout, version, charts, libraries }) {
  const inside = libraries.flatMap(({ link, path }) =>
    charts.filter((file) => file.path.startsWith(`${path}/`)).map((file) => ({ ...file, path: `${link}${file.path.slice(path.length)}` })),
  );
  const others = [
    'LICENSE',
    'CHANGELOG.md',
    ...filesIn(checkout, 'docs/examples', '.yaml'),
    ...['docs/guides', 'docs/reference', 'docs/adr'].flatMap((folder) => filesIn(checkout, folder, '.md')),
  ];
  return [...[...charts, ...inside].map((file) => ({ ...file, path: `charts/${file.path}` })), ...readFiles(checkout, others)].map(
    (file) => ({
      ...file,
      path: `gse-${version}/${file.path}`,
    }),
  );
}

/**
 * @param {string} checkout
 * @param {string} folder
 * @param {string} ending
 */
function filesIn(checkout, folder, ending) {
  return readdirSync(join(checkout, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map(({ name }) => `${folder}/${name}`);
}
