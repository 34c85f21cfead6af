// @ts-check
/**
 * `pnpm control-plane`: makes sure that there are the programs of a real Kubernetes control plane, which tests start
 * with `startControlPlane()`, and helm. Finds them (`KUBEBUILDER_ASSETS`, then those built earlier) or builds them with
 * Go, together with a kubectl where the machine has none.
 */
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readdirSync } from 'node:fs';
import { cacheFolder, findPrograms, pinnedVersions, programNames } from '../packages/control-plane/src/programs.ts';
import { PrepareError } from './toolchain/errors.mjs';
import { findOnPath } from './toolchain/find.mjs';
import { buildGoPrograms } from './toolchain/go-programs.mjs';
import { linkKubectl } from './toolchain/kubectl.mjs';
import { layout, root } from './toolchain/layout.mjs';

try {
  const asked = process.env.KUBEBUILDER_ASSETS;
  const found = findPrograms();
  if (asked && (found === undefined || dirname(found.etcd) !== asked)) {
    console.error(`gse: ${asked} (KUBEBUILDER_ASSETS) does not have all of ${programNames.join(', ')}, so it is not used`);
  }
  if (found === undefined) await build();
  const programs = findPrograms();
  if (programs === undefined) throw new PrepareError('the build left no programs behind');
  const { kubernetes, etcd, helm } = pinnedVersions();
  const isOurs = dirname(programs.etcd) === cacheFolder();
  console.log(isOurs ? `Kubernetes ${kubernetes}, etcd ${etcd}, helm ${helm}` : 'as KUBEBUILDER_ASSETS says:');
  for (const path of Object.values(programs)) console.log(`  ${path}`);
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(`gse: ${error.message}`);
  process.exitCode = 1;
}

async function build() {
  const where = layout(root);
  const needsKubectl = findOnPath('kubectl') === undefined;
  const folder = await buildGoPrograms(where, needsKubectl ? [...programNames, 'kubectl'] : programNames);
  if (needsKubectl) await linkKubectl(where, folder);
  await removeOtherVersions(folder);
}

/**
 * The programs of versions that the checkout no longer pins.
 *
 * @param {string} current
 */
async function removeOtherVersions(current) {
  const parent = dirname(current);
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (folder !== current) await rm(folder, { recursive: true, force: true });
  }
}
