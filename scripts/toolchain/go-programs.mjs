// @ts-check
/**
 * Builds programs from the Go modules of packages/control-plane/programs, whose go.sum has the checksum of every line
 * of code. Modules and compiled packages are cached inside the checkout while a build runs and removed when it is
 * done; a build that was interrupted goes on where it was.
 */
import { spawn } from 'node:child_process';
import { mkdir, rename, rm } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, moduleFolder, pinnedVersions } from '../../packages/control-plane/src/programs.ts';
import { PrepareError } from './errors.mjs';
import { findOnPath } from './find.mjs';
import { withLock } from './lock.mjs';
import { run } from './npm.mjs';
import { step } from './progress.mjs';
import { lastLines } from './tools.mjs';

/**
 * @typedef {import('./layout.mjs').Layout} Layout
 * @typedef {import('../../packages/control-plane/src/programs.ts').ProgramName | 'kubectl'} GoProgram
 * @typedef {{ module: string, packages: Partial<Record<GoProgram, string>>, ldflags: string }} GoModule
 */

/** @returns {GoModule[]} */
function goModules() {
  const { kubernetes, helm } = pinnedVersions();
  const [major, minor] = kubernetes.slice(1).split('.');
  const version = 'k8s.io/component-base/version';
  return [
    {
      module: moduleFolder,
      packages: {
        etcd: 'go.etcd.io/etcd/server/v3',
        'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver',
        'kube-controller-manager': 'k8s.io/kubernetes/cmd/kube-controller-manager',
        'kube-scheduler': 'k8s.io/kubernetes/cmd/kube-scheduler',
        kubectl: 'k8s.io/kubernetes/cmd/kubectl',
      },
      // Without these every client is told v0.0.0.
      ldflags: `-X ${version}.gitVersion=${kubernetes} -X ${version}.gitMajor=${major} -X ${version}.gitMinor=${minor}`,
    },
    {
      module: join(moduleFolder, 'helm'),
      packages: { helm: 'helm.sh/helm/v3/cmd/helm' },
      ldflags: `-X helm.sh/helm/v3/internal/version.version=${helm}`,
    },
  ];
}

/**
 * Builds programs and returns the folder they are in. Minutes, once per version; needs Go and the Go module proxy.
 *
 * @param {Layout} layout
 * @param {readonly GoProgram[]} programs
 */
export async function buildGoPrograms(layout, programs) {
  const go = findOnPath('go');
  if (go === undefined) {
    throw new PrepareError(`there is no Go on PATH to build ${programs.join(', ')} with. Install Go 1.26 (https://go.dev/dl).`);
  }
  await mkdir(layout.home, { recursive: true });
  const onWait = (/** @type {string} */ holder) => console.error(`gse: waiting, process ${holder.split(' ')[0]} is building`);
  await withLock(
    join(layout.home, 'go-lock'),
    async () => {
      for (const module of goModules()) {
        const wanted = programs.filter((name) => module.packages[name] !== undefined);
        if (wanted.length > 0) await buildModule(layout, go, module, wanted);
      }
      for (const folder of Object.values(ownCaches(layout))) await rm(folder, { recursive: true, force: true });
    },
    { deadlineMs: 60 * 60_000, onWait },
  );
  return cacheFolder();
}

/**
 * Go's caches in the checkout, some gigabytes together; those that the environment names are somebody's to keep.
 *
 * @param {Layout} layout
 * @returns {Record<string, string>}
 */
function ownCaches(layout) {
  const caches = { GOCACHE: join(layout.home, 'go-cache'), GOMODCACHE: join(layout.home, 'go-modules') };
  return Object.fromEntries(Object.entries(caches).filter(([name]) => !process.env[name]));
}

/**
 * @param {Layout} layout
 * @param {string} go
 * @param {GoModule} module
 * @param {readonly GoProgram[]} names
 */
async function buildModule(layout, go, { module, packages, ldflags }, names) {
  const folder = cacheFolder();
  const draft = join(folder, `.draft-${process.pid}`);
  const paths = names.map((name) => packages[name] ?? '');
  const env = { ...process.env, CGO_ENABLED: '0', ...ownCaches(layout) };
  let built = 0;
  let total = 0;
  await mkdir(draft, { recursive: true });
  try {
    await step(
      `building ${names.join(', ')}`,
      async () => {
        const listed = await run(go, ['list', '-deps', ...paths], { cwd: module, env });
        if (listed.code !== 0) throw new PrepareError(`go could not get the modules of ${module}:\n${lastLines(listed.output)}`);
        total = listed.stdout.trim().split('\n').length;
        const flags = ['-v', '-trimpath', '-modcacherw', '-ldflags', `-s -w ${ldflags}`];
        const output = await runNicely(
          go,
          ['build', ...flags, '-o', `${draft}/`, ...paths],
          { cwd: module, env },
          (lines) => (built += lines),
        );
        if (output !== undefined) throw new PrepareError(`go could not build ${names.join(', ')}:\n${lastLines(output)}`);
        for (const name of names) await rename(join(draft, binaryName(packages[name] ?? '')), join(folder, name));
      },
      () => (total === 0 ? 'fetching modules' : `${Math.min(built, total)} of ${total} packages`),
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * What `go build` calls the program of a package: the last part of its path, versions aside.
 *
 * @param {string} path
 */
function binaryName(path) {
  const parts = path.split('/').filter((part) => !/^v\d+$/.test(part));
  return parts[parts.length - 1] ?? '';
}

/**
 * Runs go at low priority, because it takes every core for minutes, and counts the lines it prints.
 *
 * @param {string} go
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @param {(lines: number) => void} onLines
 * @returns {Promise<string | undefined>} what it printed, when it failed
 */
function runNicely(go, args, options, onLines) {
  return new Promise((resolve, reject) => {
    const child = spawn(go, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    if (child.pid !== undefined) setPriority(child.pid, 10);
    let output = '';
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
      output += text;
      onLines(text.split('\n').length - 1);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve(code === 0 ? undefined : output));
  });
}
