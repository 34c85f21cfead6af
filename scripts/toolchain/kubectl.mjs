// @ts-check
/** Finds kubectl, or builds it from the module in scripts/kubectl. */
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { PrepareError } from './errors.mjs';
import { run } from './npm.mjs';
import { step } from './progress.mjs';
import { lastLines } from './tools.mjs';

/** @typedef {import('./layout.mjs').Layout} Layout */

/** Of the modules in scripts/kubectl/go.mod, in Kubernetes' own numbering. */
const version = 'v1.35.4';

/**
 * @param {string} program
 * @param {string} [path]
 */
export function findOnPath(program, path = process.env.PATH ?? '') {
  const candidates = path.split(delimiter).map((folder) => join(folder, program));
  return candidates.find((candidate) => existsSync(candidate));
}

/**
 * The path of a kubectl: one on PATH, the one built earlier, or one built now (minutes, once, with Go).
 *
 * @param {Layout} layout
 */
export async function provideKubectl(layout) {
  const built = join(layout.bin, 'kubectl');
  const found = findOnPath('kubectl') ?? (existsSync(built) ? built : undefined);
  if (found !== undefined) return found;
  const go = findOnPath('go');
  if (go === undefined) {
    throw new PrepareError(
      'there is no kubectl on PATH and no Go to build one. Install kubectl (https://kubernetes.io/docs/tasks/tools/) or Go 1.25.',
    );
  }
  await mkdir(layout.bin, { recursive: true });
  await step('building kubectl from scripts/kubectl', () => build(layout, go, built));
  return built;
}

/**
 * @param {Layout} layout
 * @param {string} go
 * @param {string} target
 */
async function build(layout, go, target) {
  const draft = `${target}.${process.pid}`;
  const flags = ['-trimpath', '-modcacherw', '-ldflags', `-s -w -X k8s.io/component-base/version.gitVersion=${version}`];
  const caches = { GOCACHE: join(layout.home, 'go-cache'), GOMODCACHE: join(layout.home, 'go-modules') };
  const { code, output } = await run(go, ['build', ...flags, '-o', draft, '.'], {
    cwd: join(layout.checkout, 'scripts', 'kubectl'),
    env: { ...process.env, CGO_ENABLED: '0', ...caches },
  });
  if (code !== 0) throw new PrepareError(`go could not build kubectl:\n${lastLines(output)}`);
  await rename(draft, target);
  // A gigabyte that is not needed again before the version changes.
  for (const folder of Object.values(caches)) await rm(folder, { recursive: true, force: true });
}
