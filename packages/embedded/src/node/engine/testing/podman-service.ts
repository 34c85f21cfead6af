import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { detectEngine, type Engine } from '../detect.ts';

/** How to get what {@link startPodman} needs; the reason tests give when they are skipped. */
export const podmanInstallHint = 'needs Podman: apt-get install podman runc netavark aardvark-dns iptables';

const startTimeoutMs = 30_000;

/** A Podman of its own, with its own storage, listening on a socket of its own. */
export interface PodmanService {
  engine: Engine;
  /** For `DOCKER_HOST`. */
  dockerHost: string;
  /** Ends the service and every container in it, and removes their storage. */
  stop(): Promise<void>;
}

/** Why {@link startPodman} cannot work here; undefined when it can. */
export function podmanProblem(): string | undefined {
  if (process.platform !== 'linux') return 'Podman runs containers on Linux only';
  if (process.getuid?.() !== 0) return 'needs root, because its own storage is an overlay mount';
  const missing = ['podman', 'runc'].filter((program) => spawnSync(program, ['--version']).status !== 0);
  return missing.length > 0 ? podmanInstallHint : undefined;
}

export interface PodmanOptions {
  /** `host:port` of a registry without TLS that is asked in place of docker.io. */
  dockerHub?: string | undefined;
}

/** Starts a Podman service as a child of this process; whoever starts it stops it. */
export async function startPodman(options: PodmanOptions = {}): Promise<PodmanService> {
  const problem = podmanProblem();
  if (problem) throw new Error(problem);
  const folder = mkdtempSync(join(tmpdir(), 'gse-podman-'));
  const globals = [
    '--root',
    join(folder, 'root'),
    '--runroot',
    join(folder, 'run'),
    '--tmpdir',
    join(folder, 'tmp'),
    '--storage-driver',
    'overlay',
  ];
  const env = {
    ...process.env,
    // Where it unpacks images; it forgets to remove them.
    TMPDIR: folder,
    CONTAINERS_CONF: writeConfiguration(folder),
    ...(options.dockerHub ? { CONTAINERS_REGISTRIES_CONF: writeRegistries(folder, options.dockerHub) } : {}),
  };
  const dockerHost = `unix://${join(folder, 'podman.sock')}`;
  // Its own process group: a Ctrl-C on the test run must not end the engine before its containers.
  // The monitors of containers leave files where the engine was started.
  const service = spawn('podman', [...globals, 'system', 'service', '-t', '0', dockerHost], {
    env,
    cwd: folder,
    stdio: 'ignore',
    detached: true,
  });
  const stop = async () => {
    spawnSync('podman', [...globals, 'rm', '--all', '--force', '--time', '0'], { env, stdio: 'ignore', timeout: 60_000 });
    await end(service);
    endMonitors(folder);
    spawnSync('podman', [...globals, 'system', 'reset', '--force'], { env, stdio: 'ignore', timeout: 60_000 });
    rmSync(folder, { recursive: true, force: true });
  };
  const engine = await waitForEngine(dockerHost, service);
  if (engine) return { engine, dockerHost, stop };
  await stop();
  throw new Error('the Podman service did not come up');
}

/** Nothing of the machine's own configuration: CNI leftovers, journald and systemd are not everywhere. */
function writeConfiguration(folder: string): string {
  const networks = join(folder, 'networks');
  mkdirSync(networks);
  writeNetwork(networks, basename(folder));
  const path = join(folder, 'containers.conf');
  writeFileSync(
    path,
    `[network]
network_backend = "netavark"
network_config_dir = "${networks}"
default_network = "${basename(folder)}"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
image_default_transport = "docker://"
[containers]
log_driver = "k8s-file"
`,
  );
  return path;
}

/**
 * A bridge and addresses of its own: services that share them give out each other's addresses, and when a container ends they
 * remove the rules of another service's container on the same port.
 */
function writeNetwork(folder: string, name: string): void {
  const id = randomBytes(32).toString('hex');
  const subnet = `10.${randomInt(128, 252)}.${randomInt(256)}`;
  const network = {
    name,
    id,
    driver: 'bridge',
    network_interface: `gse${id.slice(0, 8)}`,
    created: new Date().toISOString(),
    subnets: [{ subnet: `${subnet}.0/24`, gateway: `${subnet}.1` }],
    ipv6_enabled: false,
    internal: false,
    dns_enabled: false,
    ipam_options: { driver: 'host-local' },
  };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(network));
}

function writeRegistries(folder: string, dockerHub: string): string {
  const path = join(folder, 'registries.conf');
  writeFileSync(path, `[[registry]]\nprefix = "docker.io"\nlocation = "${dockerHub}"\ninsecure = true\n`);
  return path;
}

async function waitForEngine(dockerHost: string, service: ChildProcess): Promise<Engine | undefined> {
  const signal = AbortSignal.timeout(startTimeoutMs);
  while (!signal.aborted && service.exitCode === null) {
    const { engine } = await detectEngine({ env: { DOCKER_HOST: dockerHost }, signal }).catch(() => ({ engine: undefined }));
    if (engine) return engine;
    await sleep(100);
  }
  return undefined;
}

/** Podman leaves the monitor of every command that was run in a container alive for five minutes; it would write into the folder again. */
function endMonitors(folder: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (/^\S*conmon\0/.test(commandLine) && commandLine.includes(`${folder}/`)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  }
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 5000).unref();
  });
}
