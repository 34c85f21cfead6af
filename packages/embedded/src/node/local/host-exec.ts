import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../errors.ts';
import type { ExecResult, Mount } from '../runtime/container-runtime.ts';
import { rewriteScript } from './mount-paths.ts';

const maxOutputBytes = 65_536;

/** What a command that could not be started ends with, as shells say it. */
const notStarted = 126;

/** How long output may trickle in after the command itself has ended; a background grandchild may hold the pipes for ever. */
const outputGraceMs = 100;

/**
 * Runs a container's command as a process of this machine, mount paths rewritten: preStop hooks and exec probes of local programs.
 * The command gets its own process group, which is killed as a whole when `signal` fires.
 */
export async function execOnHost(
  command: string[],
  env: Record<string, string>,
  mounts: readonly Mount[],
  signal: AbortSignal,
): Promise<ExecResult> {
  using plain = plainMounts(mounts);
  const [program, ...args] = command.map((argument) => rewriteScript(argument, plain.mounts));
  if (program === undefined) return { exitCode: notStarted, output: 'the command is empty' };
  return await run(program, args, env, signal);
}

function run(program: string, args: string[], env: Record<string, string>, signal: AbortSignal): Promise<ExecResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      env: { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output: Buffer[] = [];
    let size = 0;
    const collect = (chunk: Buffer) => {
      if (size < maxOutputBytes) output.push(chunk.subarray(0, maxOutputBytes - size));
      size += chunk.length;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const killGroup = () => {
      if (child.pid === undefined) return;
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    };
    if (signal.aborted) killGroup();
    signal.addEventListener('abort', killGroup, { once: true });
    const end = (exitCode: number, message = '') => {
      signal.removeEventListener('abort', killGroup);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ exitCode, output: Buffer.concat(output).toString() + message });
    };
    child.once('error', (error) => end(notStarted, errorMessage(error)));
    child.once('exit', (code) => setTimeout(end, outputGraceMs, code ?? 137));
    child.once('close', (code) => end(code ?? 137));
  });
}

/** The mounts behind paths that need no quoting in a script: a folder with a space in its name gets a link without one. */
function plainMounts(mounts: readonly Mount[]): { mounts: Mount[] } & Disposable {
  const isPlain = (mount: Mount) => /^[\w./@%+,:-]+$/.test(mount.hostPath);
  if (mounts.every(isPlain)) return { mounts: [...mounts], [Symbol.dispose]: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'gse-exec-'));
  return {
    mounts: mounts.map((mount, index) => {
      if (isPlain(mount)) return mount;
      const link = join(folder, String(index));
      symlinkSync(mount.hostPath, link);
      return { ...mount, hostPath: link };
    }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
