// @ts-check
/**
 * `pnpm doctor` (or `node scripts/doctor.mjs`, on any Node from 20): what this machine has, what is missing, what that
 * means and how to get it. Only what `npm start` cannot do without makes it fail.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from './toolchain/find.mjs';
import { layout, root } from './toolchain/layout.mjs';
import { thisMachine, wanted } from './toolchain/tools.mjs';

/** @typedef {{ name: string, found: string | undefined, without: string, get: string, isRequired?: boolean }} Finding */

/**
 * The first line a program prints about its version, undefined where there is no such program.
 *
 * @param {string} program
 * @param {...string} args
 */
function versionOf(program, ...args) {
  const path = findOnPath(program, `${layout(root).bin}:${process.env.PATH ?? ''}`);
  if (path === undefined) return undefined;
  const { status, stdout } = spawnSync(path, args.length === 0 ? ['--version'] : args, { encoding: 'utf8', timeout: 15_000 });
  return status === 0 ? (stdout.trim().split('\n')[0] ?? path) : `${path}, which does not run`;
}

/** @param {string} socketPath @returns {Promise<string | undefined>} */
function engineAt(socketPath) {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/version', timeout: 3000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 ? `answers at ${socketPath}` : undefined);
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(undefined));
    asked.end();
  });
}

async function containerEngine() {
  const asked = process.env.DOCKER_HOST ?? process.env.CONTAINER_HOST;
  const runtime = process.env.XDG_RUNTIME_DIR;
  const sockets = asked?.startsWith('unix://')
    ? [asked.slice('unix://'.length)]
    : [
        '/var/run/docker.sock',
        ...(runtime === undefined ? [] : [join(runtime, 'docker.sock'), join(runtime, 'podman/podman.sock')]),
        join(homedir(), '.docker/run/docker.sock'),
        '/run/podman/podman.sock',
      ];
  for (const socket of sockets.filter((path) => existsSync(path))) {
    const engine = await engineAt(socket);
    if (engine !== undefined) return engine;
  }
  return undefined;
}

function node() {
  try {
    const { node: pin } = wanted(thisMachine(), layout(root));
    return pin === undefined ? process.version : `${process.version}; ${pin.version} is brought along`;
  } catch {
    return undefined;
  }
}

/** Where the programs are; which versions are wanted, the script that builds them knows. */
function controlPlane() {
  const built = join(layout(root).home, 'control-plane');
  const folders = [process.env.KUBEBUILDER_ASSETS, ...(existsSync(built) ? readdirSync(built).map((name) => join(built, name)) : [])];
  return folders.find((folder) => folder !== undefined && existsSync(join(folder, 'kube-apiserver')));
}

const isDebian = existsSync('/etc/debian_version');
/** @param {string} packages @param {string} otherwise */
const get = (packages, otherwise) => (isDebian ? `apt-get install ${packages}` : otherwise);

/** @type {Finding[]} */
const findings = [
  {
    name: 'Node',
    found: node(),
    without: 'nothing runs',
    get: 'Node 24 from https://nodejs.org',
    isRequired: true,
  },
  {
    name: 'npm',
    found: versionOf('npm'),
    without: 'the toolchain cannot be brought along',
    get: 'it comes with Node',
    isRequired: true,
  },
  {
    name: 'container engine',
    found: await containerEngine(),
    without: 'games are simulated',
    get: get('podman, then: systemctl start podman.socket (or install Docker)', 'Docker, or Podman with its socket enabled'),
  },
  {
    name: 'kubectl',
    found: versionOf('kubectl', 'version', '--client'),
    without: 'use the API; tests that run kubectl are skipped',
    get: 'scripts/with-toolchain node scripts/kubectl.mjs --provide (needs Go), or your system’s package',
  },
  {
    name: 'Kubernetes control plane, for tests',
    found: controlPlane(),
    without: 'tests against a real Kubernetes API are skipped',
    get: 'pnpm control-plane (needs Go; ten minutes, once)',
  },
  {
    name: 'Podman, for tests',
    found: process.platform === 'linux' ? versionOf('podman') : undefined,
    without: 'tests with real containers are skipped',
    get: get('podman runc netavark aardvark-dns iptables busybox-static', 'Linux only'),
  },
  {
    name: 'runc, for tests',
    found: versionOf('runc'),
    without: 'tests with real containers are skipped',
    get: get('runc', 'Linux only'),
  },
  {
    name: 'Go',
    found: versionOf('go', 'version'),
    without: 'a control plane for tests, and kubectl where it is missing, cannot be built',
    get: 'Go 1.26 or newer from https://go.dev/dl',
  },
];

for (const { name, found, without, get: how } of findings) {
  console.log(found === undefined ? `missing  ${name}: ${without}\n         get it: ${how}` : `ok       ${name}: ${found}`);
}
process.exitCode = findings.some(({ found, isRequired }) => isRequired === true && found === undefined) ? 1 : 0;
