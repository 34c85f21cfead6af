// @ts-check
/** One version for everything: that of the root package.json. Charts written by hand have to follow it, too. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ReleaseError } from './errors.mjs';

const semantic = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/**
 * The version of this checkout.
 *
 * @param {string} checkout
 * @returns {string}
 */
export function versionOf(checkout) {
  const { version } = /** @type {{ version?: unknown }} */ (JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')));
  if (typeof version !== 'string' || !semantic.test(version))
    throw new ReleaseError(`The version in package.json is no semantic version such as 1.2.3: ${String(version)}`);
  return version;
}

/**
 * Refuses charts that carry another version, each named with what is wrong in it.
 *
 * @param {string} charts root of the artifact
 * @param {string} version
 */
export function checkVersions(charts, version) {
  const own = chartsIn(charts).map((path) => ({ path, about: aboutOf(join(charts, path)) }));
  const names = new Set(own.map(({ about }) => about.name));
  const wrong = own.flatMap(({ path, about }) => [
    ...(about.version === version ? [] : [`charts/${path}/Chart.yaml: version is ${String(about.version)}`]),
    ...(about.appVersion === version ? [] : [`charts/${path}/Chart.yaml: appVersion is ${String(about.appVersion)}`]),
    ...(about.dependencies ?? [])
      .filter((dependency) => names.has(dependency.name) && dependency.version !== version)
      .map((dependency) => `charts/${path}/Chart.yaml: wants ${dependency.name} in version ${String(dependency.version)}`),
  ]);
  if (wrong.length > 0)
    throw new ReleaseError(
      `package.json says ${version}, and these say something else:\n  ${wrong.join('\n  ')}\n` +
        'Run pnpm gen for the charts that are made from games, and change the others by hand.',
    );
}

/**
 * Every chart below a folder, but not what lies in the `charts` folder of another.
 *
 * @param {string} folder
 * @returns {string[]}
 */
function chartsIn(folder, below = '') {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => (below === '' ? entry.name : `${below}/${entry.name}`))
    .flatMap((path) => (existsSync(join(folder, path, 'Chart.yaml')) ? [path] : chartsIn(folder, path)))
    .toSorted();
}

/** @typedef {{ name: string, version?: unknown, appVersion?: unknown, dependencies?: { name: string, version?: unknown }[] }} About */

/** @param {string} chart */
function aboutOf(chart) {
  return /** @type {About} */ (parse(readFileSync(join(chart, 'Chart.yaml'), 'utf8')));
}
