import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { usageOf, type Usage } from './process-usage.ts';

/** A program that serves GameServers. */
export interface OperatorProgram {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** A running operator. */
export interface RunningOperator {
  usage(): Usage;
  /** Throws with the end of its log when it is not running any more. */
  check(): void;
  /** Asks it to end as a rollout does, and makes sure that it has. */
  stop(): Promise<void>;
}

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const STOP_DEADLINE_MS = 30_000;

/**
 * Our operator as the image has it: bundled, no TypeScript at run time. With a folder, it writes a CPU profile there when it
 * ends.
 */
export async function buildOurs(buildFolder: string, profileFolder: string | undefined): Promise<OperatorProgram> {
  const module = pathToFileURL(join(checkout, 'scripts/image/bundle.mjs')).href;
  const { bundle } = (await import(module)) as { bundle(options: { entry: string; outdir: string }): Promise<unknown> };
  const outdir = join(buildFolder, 'gse');
  await bundle({ entry: 'apps/gse/src/main.ts', outdir });
  const profile = profileFolder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`];
  return {
    name: 'gse',
    file: process.execPath,
    args: [...profile, join(outdir, 'main.mjs'), 'operator'],
    env: {
      GSE_AGENT_IMAGE: 'example.invalid/gse:1',
      GSE_LEADER_ELECTION: 'false',
      GSE_STATUS_PORT: '0',
      // As charts/system/gse-operator sets it.
      NODE_OPTIONS: '--max-semi-space-size=8',
    },
  };
}

/** A controller-runtime operator built from the Go module in a folder. */
export function buildPeer(moduleFolder: string, buildFolder: string): OperatorProgram {
  if (!existsSync(join(moduleFolder, 'go.mod')))
    throw new Error(`there is no Go module at ${moduleFolder}; name its folder with --peer-folder`);
  const file = join(buildFolder, 'peer');
  execFileSync('go', ['build', '-o', file, '.'], { cwd: moduleFolder, stdio: ['ignore', 'inherit', 'inherit'] });
  return { name: 'peer', file, args: ['-headless', '-qps', '5000', '-workers', '32'], env: {} };
}

/** Starts an operator; its log goes to a file in the folder. */
export function startOperator(program: OperatorProgram, kubeconfig: string, folder: string): RunningOperator {
  const logFile = join(folder, `${program.name}.log`);
  const log = openSync(logFile, 'a');
  const child = spawn(program.file, program.args, {
    cwd: folder,
    env: { ...process.env, ...program.env, KUBECONFIG: kubeconfig },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const isRunning = () => child.exitCode === null && child.signalCode === null && failure === undefined;
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  return {
    usage: () => usageOf(pidOf(child)),
    check() {
      if (isRunning()) return;
      const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-10).join('\n');
      throw new Error(`${program.name} has ended (${failure?.message ?? child.signalCode ?? child.exitCode}):\n${lines}`);
    },
    async stop() {
      process.off('exit', kill);
      if (!isRunning()) return;
      child.kill('SIGTERM');
      const inTime = new AbortController();
      await Promise.race([ended, sleep(STOP_DEADLINE_MS, undefined, { signal: inTime.signal }).then(kill, () => undefined)]);
      inTime.abort();
      await ended;
    },
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the operator could not be started');
  return pid;
}
