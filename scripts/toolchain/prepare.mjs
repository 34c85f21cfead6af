// @ts-check
/**
 * Makes the checkout ready: Node and pnpm in `.toolchain`, packages in `node_modules`. When everything is there it
 * only compares two stamps. It writes nothing outside the checkout.
 */
import { access, constants, mkdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { PrepareError } from './errors.mjs';
import { layout, root } from './layout.mjs';
import { withLock } from './lock.mjs';
import { hasPackages, installPackages, packagesKey } from './packages.mjs';
import { step } from './progress.mjs';
import { binaryOf, bringTools, hasTools, linkBinaries, thisMachine, wanted } from './tools.mjs';

export { PrepareError };

/** @returns {Promise<void>} */
export async function prepare(checkout = root, machine = thisMachine()) {
  const where = layout(checkout);
  const { node, pnpm } = wanted(machine, where);
  const pins = node === undefined ? [pnpm] : [node, pnpm];
  const nodePath = node === undefined ? machine.nodePath : binaryOf(where, node);
  const binaries = { node: nodePath, pnpm: binaryOf(where, pnpm) };
  const isReady = async () => {
    const key = await packagesKey(where, pnpm.version);
    return (await hasTools(where, pins)) && (await hasLinks(where, binaries)) && (await hasPackages(where, key));
  };
  if (await isReady()) return;
  await requireWritable(checkout);
  await mkdir(where.home, { recursive: true });
  await withLock(
    where.lock,
    async () => {
      if (!(await hasTools(where, pins))) {
        const names = [...(node === undefined ? [] : [`Node ${node.version}`]), `pnpm ${pnpm.version}`];
        await step(`bringing ${names.join(' and ')} into .toolchain`, () => bringTools(where, pins));
      }
      await linkBinaries(where, binaries);
      const key = await packagesKey(where, pnpm.version);
      if (!(await hasPackages(where, key))) {
        const install = () => installPackages(where, { pnpm: binaries.pnpm, key });
        await step('installing the packages of pnpm-lock.yaml', install);
      }
    },
    { onWait: (holder) => console.error(`gse: waiting, process ${holder.split(' ')[0]} is preparing this checkout`) },
  );
}

/**
 * @param {import('./layout.mjs').Layout} where
 * @param {Record<string, string>} binaries
 */
async function hasLinks(where, binaries) {
  for (const [name, target] of Object.entries(binaries)) {
    const link = join(where.bin, name);
    if ((await readlink(link).catch(() => undefined)) !== target) return false;
  }
  return true;
}

/** @param {string} checkout */
async function requireWritable(checkout) {
  try {
    await access(checkout, constants.W_OK);
  } catch {
    throw new PrepareError(`the checkout ${checkout} is not writable, and the toolchain is kept inside it.`);
  }
}
