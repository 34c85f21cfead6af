// @ts-check
/** Writes the files of a release into a folder: artifact, archive, manifests, notes, and the sums of all that. */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pinImage } from '../image/pin.mjs';
import { archiveOf } from './archive.mjs';
import { sha256, writeArtifact } from './artifact.mjs';
import { filesOf, readFiles } from './files.mjs';
import { cozystackManifests } from './manifests.mjs';
import { gzip, tar } from './tar.mjs';

/** @typedef {{ name: string, file: string, bytes: number, digest: string }} Made */

/** Everything that a release leaves in its folder, so that nothing of the one before stays. */
const own = /** @type {const} */ (['charts', 'artifact', 'cozystack', 'NOTES.md', 'SHA256SUMS']);

/**
 * @param {string} out
 * @param {{ checkout: string, image: string, registry: string, notes: string, origin: import('./artifact.mjs').Origin }} release
 * @returns {Made[]}
 */
export function makeRelease(out, { checkout, image, registry, notes, origin }) {
  const { version } = origin;
  for (const name of own) rmSync(join(out, name), { recursive: true, force: true });
  mkdirSync(join(out, 'cozystack'), { recursive: true });

  // A copy: the checkout goes on naming the image by its version only.
  const { paths, libraries } = filesOf(join(checkout, 'charts'));
  for (const path of paths) {
    mkdirSync(dirname(join(out, 'charts', path)), { recursive: true });
    copyFileSync(join(checkout, 'charts', path), join(out, 'charts', path));
  }
  pinImage(out, image);
  const charts = readFiles(join(out, 'charts'), paths);

  const artifact = writeArtifact(join(out, 'artifact'), charts, origin);
  const packageSource = readFileSync(join(checkout, 'charts/core/platform/sources/gse.yaml'), 'utf8');
  const manifests = cozystackManifests({ registry, version, digest: artifact.digest, packageSource });
  /** @type {[string, string, string | Uint8Array][]} */
  const files = [
    ['archive', `gse-${version}.tar.gz`, gzip(tar(archiveOf({ checkout, version, charts, libraries })))],
    ['source', 'cozystack/source.yaml', manifests.source],
    ['package', 'cozystack/package.yaml', manifests.package],
    ['notes', 'NOTES.md', notes],
  ];
  const made = files.map(([name, file, content]) => {
    writeFileSync(join(out, file), content);
    const bytes = Buffer.from(content);
    return { name, file, bytes: bytes.length, digest: sha256(bytes) };
  });
  writeFileSync(join(out, 'SHA256SUMS'), made.map(({ file, digest }) => `${digest.slice('sha256:'.length)}  ${file}\n`).join(''));
  return [{ name: 'artifact', file: 'artifact', bytes: artifact.bytes, digest: artifact.digest }, ...made];
}
