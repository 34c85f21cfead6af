// @ts-check
/** Installs the packages of pnpm-lock.yaml, all of them exactly as locked. */
import { createHash } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrepareError } from './errors.mjs';
import { networkSettings, run } from './npm.mjs';
import { lastLines } from './tools.mjs';

/** @typedef {import('./layout.mjs').Layout} Layout */

/** Folders whose direct children are packages of the workspace. */
const rooms = ['packages', 'games', 'apps'];

/**
 * A fingerprint of everything the installed packages depend on.
 *
 * @param {Layout} layout
 * @param {string} pnpmVersion
 */
export async function packagesKey(layout, pnpmVersion) {
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'test/package.json'];
  for (const room of rooms) {
    /** @type {string[]} */
    const names = await readdir(join(layout.checkout, room)).catch(() => []);
    files.push(...names.sort().map((name) => join(room, name, 'package.json')));
  }
  const hash = createHash('sha256').update(`${pnpmVersion} ${process.platform} ${process.arch}\n`);
  for (const file of files) {
    const content = await readFile(join(layout.checkout, file)).catch(() => undefined);
    if (content !== undefined) hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {Layout} layout
 * @param {string} key
 */
export async function hasPackages(layout, key) {
  return (await readFile(layout.packagesStamp, 'utf8').catch(() => '')) === key;
}

/**
 * Installs, and once more from nothing if a half-installed state is in the way. The stamp goes first and comes back
 * last, so an interruption is seen by the next run.
 *
 * @param {Layout} layout
 * @param {{ pnpm: string, key: string }} what the pnpm to use and the fingerprint to leave
 */
export async function installPackages(layout, { pnpm, key }) {
  await rm(layout.packagesStamp, { force: true });
  const env = {
    ...process.env,
    ...(await networkSettings({ cwd: layout.checkout, cache: layout.npmCache })),
    PATH: `${layout.bin}:${process.env.PATH ?? ''}`,
    pnpm_config_state_dir: layout.pnpmState,
    pnpm_config_update_notifier: 'false',
    // Without a terminal pnpm asks nothing; the output is only shown when it fails.
    CI: 'true',
  };
  const install = () => run(pnpm, ['install', '--frozen-lockfile', '--prefer-offline'], { cwd: layout.checkout, env });
  let result = await install();
  if (result.code !== 0 && !result.output.includes('ERR_PNPM_OUTDATED_LOCKFILE')) {
    await rm(layout.packages, { recursive: true, force: true });
    result = await install();
  }
  if (result.code !== 0) {
    throw new PrepareError(`pnpm could not install the packages:\n${lastLines(result.output)}`);
  }
  await writeFile(layout.packagesStamp, key);
}
