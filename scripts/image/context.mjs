// @ts-check
/** The folder that the Dockerfile copies from. The same checkout gives the same files. */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolchain/layout.mjs';
import { bundle } from './bundle.mjs';
import { ImageError } from './errors.mjs';
import { dependenciesOf, packagesOf, thirdParty } from './licences.mjs';

const pages = join(root, 'apps/ui/dist');

/**
 * @param {string} folder
 * @returns {Promise<{ codeBytes: number, packages: number }>}
 */
export async function layOutContext(folder) {
  if (!existsSync(join(pages, 'index.html')))
    throw new ImageError('The pages are not built. Run: scripts/with-toolchain node scripts/pages.mjs');
  rmSync(folder, { recursive: true, force: true });
  const { inputs, bytes } = await bundle({ entry: join(root, 'apps/gse/src/main.ts'), outdir: join(folder, 'app') });
  cpSync(pages, join(folder, 'pages'), { recursive: true });
  cpSync(join(root, 'image/root'), join(folder, 'root'), { recursive: true });

  const packages = new Set([...packagesOf(inputs), ...dependenciesOf(join(root, 'apps/ui'))]);
  mkdirSync(join(folder, 'licences'));
  writeFileSync(join(folder, 'licences/THIRD-PARTY'), thirdParty(packages));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'licences/LICENSE'));

  setModes(folder);
  // Programs that keep a passing file; the system charts mount an empty folder here.
  mkdirSync(join(folder, 'root/tmp'));
  chmodSync(join(folder, 'root/tmp'), 0o1777);
  refusePaths(join(folder, 'app'));
  return { codeBytes: bytes, packages: packages.size };
}

/**
 * Whoever built it may have an umask of their own; everybody may read, and what is a program may run.
 *
 * @param {string} folder
 */
function setModes(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    chmodSync(path, entry.isDirectory() || (statSync(path).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
  chmodSync(folder, 0o755);
}

/**
 * The code must not tell where it was built.
 *
 * @param {string} folder
 */
function refusePaths(folder) {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, file);
    if (!statSync(path).isFile()) continue;
    if (path.endsWith('.map')) throw new ImageError(`The code has a source map: ${file}`);
    if (readFileSync(path, 'utf8').includes(root)) throw new ImageError(`The code names the folder it was built in: ${file}`);
  }
}
