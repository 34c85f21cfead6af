// @ts-check
/** Brings Node and pnpm, as npm packages, into the checkout. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { PrepareError } from './errors.mjs';
import { npm, run } from './npm.mjs';
import { minimumNodeMajor, nodePins, pnpmPins } from './pins.mjs';

/** @typedef {import('./pins.mjs').Pin} Pin */
/** @typedef {import('./layout.mjs').Layout} Layout */
/** @typedef {{ platform: string, arch: string, musl: boolean, nodeVersion: string, nodePath: string }} Machine */

/** @returns {Machine} */
export function thisMachine() {
  return {
    platform: process.platform,
    arch: process.arch,
    musl: process.platform === 'linux' && isMusl(),
    nodeVersion: process.versions.node,
    nodePath: process.execPath,
  };
}

function isMusl() {
  // The report lists network interfaces, which can be slow; only its header is wanted.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return header.glibcVersionRuntime === undefined;
}

/**
 * What has to be brought to this machine. Its own Node is used when it is new enough; one that was brought earlier,
 * and runs this now, is not its own.
 *
 * @param {Machine} machine
 * @param {Layout} layout
 * @returns {{ node: Pin | undefined, pnpm: Pin }}
 */
export function wanted(machine, layout) {
  const target = `${machine.platform}-${machine.arch}${machine.musl ? '-musl' : ''}`;
  const isOwn = !machine.nodePath.startsWith(layout.home + sep);
  const isNewEnough = isOwn && Number(machine.nodeVersion.split('.')[0]) >= minimumNodeMajor;
  const node = isNewEnough ? undefined : nodePins[target];
  const pnpm = pnpmPins[target];
  if (pnpm === undefined) {
    throw new PrepareError(`there is no toolchain for ${target}. Linux and macOS on x64 and arm64 are supported.`);
  }
  if (node === undefined && !isNewEnough) {
    throw new PrepareError(
      `Node ${minimumNodeMajor} cannot be brought along for ${target}; install it yourself (this is ${machine.nodeVersion}).`,
    );
  }
  return { node, pnpm };
}

/**
 * @param {Layout} layout
 * @param {Pin} pin
 */
export function binaryOf(layout, pin) {
  return join(layout.tools, 'node_modules', pin.name, pin.binary);
}

/** @param {Pin} pin */
const spec = (pin) => `${pin.name}@${pin.version}`;

/**
 * Whether the tools folder holds at least these.
 *
 * @param {Layout} layout
 * @param {Pin[]} pins
 */
export async function hasTools(layout, pins) {
  const text = await readFile(join(layout.tools, 'brought.json'), 'utf8').catch(() => '[]');
  const brought = /** @type {string[]} */ (JSON.parse(text));
  return pins.every((pin) => brought.includes(spec(pin)) && existsSync(binaryOf(layout, pin)));
}

/**
 * Installs the pins beside the tools folder, tries the binaries, then puts the new folder in its place: an
 * interruption leaves what was there before, and litter that the next run removes.
 *
 * @param {Layout} layout
 * @param {Pin[]} pins
 */
export async function bringTools(layout, pins) {
  await removeDrafts(layout);
  const draft = await mkdtemp(join(layout.home, 'tools-'));
  try {
    await writeManifest(draft, pins);
    const { code, output } = await npm(['ci', ...installFlags], { cwd: draft, cache: layout.npmCache });
    if (code !== 0) {
      throw new PrepareError(
        `npm could not bring ${pins.map(spec).join(' and ')}:\n${lastLines(output)}\n` +
          'This needs the network once. Behind a proxy: npm config set proxy and https-proxy.',
      );
    }
    for (const pin of pins) await tryOut(join(draft, 'node_modules', pin.name, pin.binary), pin);
    await writeFile(join(draft, 'brought.json'), JSON.stringify(pins.map(spec)));
    await rm(layout.tools, { recursive: true, force: true });
    await rename(draft, layout.tools);
  } catch (error) {
    await removeDrafts(layout);
    throw error;
  }
}

const installFlags = [
  '--ignore-scripts',
  '--no-audit',
  '--no-fund',
  '--no-progress',
  '--loglevel=error',
  // Three more tries within a quarter of a minute, so that a machine without network hears of it soon.
  '--fetch-retries=3',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-factor=3',
];

/**
 * An npm whose parent was killed may still be writing into its draft; what it leaves is removed another time.
 *
 * @param {Layout} layout
 */
async function removeDrafts(layout) {
  const drafts = (await readdir(layout.home)).filter((name) => name.startsWith('tools-'));
  await Promise.allSettled(drafts.map((name) => rm(join(layout.home, name), { recursive: true, force: true })));
}

/**
 * A manifest and a lockfile for npm, made from the pins so that no version or hash stands in two places.
 *
 * @param {string} folder
 * @param {Pin[]} pins
 */
async function writeManifest(folder, pins) {
  const dependencies = Object.fromEntries(pins.map((pin) => [pin.name, pin.version]));
  const manifest = { name: 'gse-toolchain', version: '0.0.0', private: true, dependencies };
  /** @type {Record<string, object>} */
  const packages = { '': manifest };
  for (const { name, version, integrity } of pins) packages[`node_modules/${name}`] = { version, integrity };
  const lockfile = { name: manifest.name, version: manifest.version, lockfileVersion: 3, requires: true, packages };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lockfile));
}

/**
 * @param {string} binary
 * @param {Pin} pin
 */
async function tryOut(binary, pin) {
  const { code, output } = await run(binary, ['--version'], { cwd: process.cwd() }).catch((error) => ({
    code: 1,
    output: String(error),
  }));
  if (code !== 0) {
    throw new PrepareError(`${spec(pin)} does not run on this machine:\n${lastLines(output)}`);
  }
}

/**
 * Links the Node and pnpm in use into `.toolchain/bin`, replacing each link in one step.
 *
 * @param {Layout} layout
 * @param {Record<string, string>} binaries by name
 */
export async function linkBinaries(layout, binaries) {
  await mkdir(layout.bin, { recursive: true });
  for (const [name, target] of Object.entries(binaries)) {
    const draft = join(layout.bin, `.${name}.${process.pid}`);
    await rm(draft, { force: true });
    await symlink(target, draft);
    await rename(draft, join(layout.bin, name));
  }
}

/** @param {string} output */
export function lastLines(output) {
  return output.trim().split('\n').slice(-12).join('\n');
}
