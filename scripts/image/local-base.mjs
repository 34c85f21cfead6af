// @ts-check
/**
 * A base image of local files only, for machines that reach no registry: the Node that runs this and the libraries it is
 * linked against, where Node's own image has them.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ImageError } from './errors.mjs';

/**
 * Lays out the files of the base in a folder, with a Dockerfile beside them that makes an image of it.
 *
 * @param {string} folder
 */
export function layOutLocalBase(folder) {
  if (process.platform !== 'linux')
    throw new ImageError('A local base is made of the files of a Linux machine. Use --base <image> elsewhere.');
  rmSync(folder, { recursive: true, force: true });
  const node = realpathSync(process.execPath);
  /** @param {string} from @param {string} to */
  const place = (from, to) => {
    const target = join(folder, 'root', to);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(from, target);
  };
  place(node, '/usr/local/bin/node');
  const licence = join(dirname(dirname(node)), 'LICENSE');
  if (existsSync(licence)) place(licence, '/usr/local/LICENSE');
  else throw new ImageError(`There is no licence of Node beside ${node}. Use the Node of the toolchain: scripts/with-toolchain.`);

  const multiarch = process.arch === 'x64' ? 'x86_64-linux-gnu' : 'aarch64-linux-gnu';
  const { status, stdout } = spawnSync('ldd', [node], { encoding: 'utf8' });
  if (status !== 0) throw new ImageError(`ldd could not tell which libraries ${node} needs.`);
  for (const [, library = ''] of stdout.matchAll(/(?:=> )?(\/\S+) \(0x/g)) {
    const isStandard = basename(library).startsWith('libstdc++');
    place(realpathSync(library), join(isStandard ? '/usr/lib' : '/lib', multiarch, basename(library)));
  }
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY root/ /\n');
}
