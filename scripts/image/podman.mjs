// @ts-check
/** Podman as this script uses it: builds without running anything, and tells what came of it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../toolchain/layout.mjs';
import { run } from '../toolchain/npm.mjs';
import { ImageError } from './errors.mjs';

/**
 * @param {string[]} args
 * @returns {Promise<string>} what it printed
 */
async function podman(args) {
  const { code, output, stdout } = await run('podman', args, { cwd: root }).catch((error) => {
    throw new ImageError('Podman builds the image and was not found on PATH: apt-get install podman', { cause: error });
  });
  if (code !== 0) throw new ImageError(`podman ${args[0]} failed:\n${output}`);
  return stdout;
}

/**
 * @param {{ context: string, dockerfile: string, tag: string, timestamp: number, platform?: string | undefined, args?: Record<string, string> }} options
 */
export async function buildImage({ context, dockerfile, tag, timestamp, platform, args = {} }) {
  await podman([
    'build',
    `--file=${dockerfile}`,
    `--tag=${tag}`,
    // The creation time of the image and of every file in it.
    `--timestamp=${timestamp}`,
    '--format=oci',
    '--layers',
    ...(platform === undefined ? [] : [`--platform=${platform}`]),
    ...Object.entries(args).map(([name, value]) => `--build-arg=${name}=${value}`),
    context,
  ]);
}

/** @typedef {{ what: string, bytes: number }} Layer */

/**
 * What is in each layer and how big it is, as it lies on a node.
 *
 * @param {string} tag
 * @returns {Promise<Layer[]>}
 */
export async function layersOf(tag) {
  const history = /** @type {{ size: number, CreatedBy: string }[]} */ (
    JSON.parse(await podman(['history', '--no-trunc', '--format=json', tag]))
  );
  return history
    .filter(({ size }) => size > 0)
    .map(({ size, CreatedBy }) => ({ what: describe(CreatedBy), bytes: size }))
    .toReversed();
}

/** @param {string} instruction */
function describe(instruction) {
  return instruction
    .replace(/^\/bin\/sh -c #\(nop\) /, '')
    .replace(/(file|dir|multi):[0-9a-f]+ in /, '')
    .trim();
}

/**
 * The image in a file of the OCI layout, as a registry gets it: its digest, and what has to travel.
 *
 * @param {string} tag
 * @param {string | undefined} file kept there; otherwise only measured
 * @returns {Promise<{ digest: string, compressedBytes: number }>}
 */
export async function saveImage(tag, file) {
  const folder = mkdtempSync(join(tmpdir(), 'gse-image-'));
  try {
    const archive = file ?? join(folder, 'image.tar');
    if (file !== undefined) rmSync(file, { force: true });
    await podman(['save', '--format=oci-archive', `--output=${archive}`, tag]);
    const { code, output } = await run('tar', ['-xf', archive, '-C', folder, 'index.json', 'blobs'], { cwd: root });
    if (code !== 0) throw new ImageError(`The saved image could not be read:\n${output}`);
    const read = (/** @type {string} */ name) => /** @type {unknown} */ (JSON.parse(readFileSync(join(folder, name), 'utf8')));
    const { manifests } = /** @type {{ manifests: { digest: string }[] }} */ (read('index.json'));
    const digest = manifests[0]?.digest ?? '';
    const { layers } = /** @type {{ layers: { size: number }[] }} */ (read(join('blobs', digest.replace(':', '/'))));
    return { digest, compressedBytes: layers.reduce((sum, { size }) => sum + size, 0) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
