// @ts-check
/** The container image of a release: given from elsewhere, or built here. */
import { join } from 'node:path';
import { root } from '../toolchain/layout.mjs';
import { run } from '../toolchain/npm.mjs';
import { ReleaseError } from './errors.mjs';

const pinned = /^[a-z0-9][a-z0-9.:/_-]*:[A-Za-z0-9_][A-Za-z0-9._-]{0,127}@sha256:[0-9a-f]{64}$/;

/**
 * Refuses an image without a digest: a tag can be moved to something else after the release.
 *
 * @param {string} image
 * @param {string} version
 * @returns {string}
 */
export function checkedImage(image, version) {
  if (!pinned.test(image))
    throw new ReleaseError(`${image} is not an image with tag and digest, such as registry.example.org/gse:${version}@sha256:…`);
  const [reference = ''] = image.split('@');
  if (!reference.endsWith(`:${version}`))
    throw new ReleaseError(`${reference} is not tagged with the version of this release, ${version}.`);
  return image;
}

/**
 * Builds it for this machine's architecture and keeps it in an archive of the OCI layout.
 *
 * @param {{ tag: string, output: string, base?: string | undefined }} options
 * @returns {Promise<{ image: string, digest: string, bytes: number }>} bytes as it travels
 */
export async function buildReleaseImage({ tag, output, base }) {
  await script('pages.mjs', []);
  const printed = await script('image.mjs', ['--json', '--tag', tag, '--output', output, ...(base === undefined ? [] : ['--base', base])]);
  const { digest, compressedBytes } = /** @type {{ digest: string, compressedBytes: number }} */ (
    JSON.parse(printed.trim().split('\n').at(-1) ?? '')
  );
  return { image: `${tag}@${digest}`, digest, bytes: compressedBytes };
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function script(name, args) {
  const { code, output, stdout } = await run(process.execPath, [join(root, 'scripts', name), ...args], { cwd: root });
  if (code !== 0) throw new ReleaseError(`scripts/${name} failed:\n${output}`);
  return stdout;
}
