import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestMachine } from './machine.ts';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

/** Finds kubectl: on the PATH, or built into the checkout by `pnpm kubectl`. */
export const kubectlPath: string | undefined = ['kubectl', join(checkout, '.toolchain/kubectl/kubectl')].find((candidate) => {
  try {
    execFileSync(candidate, ['version', '--client'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
});

/** What a call of kubectl said. */
export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl against a machine, with everything it keeps inside the machine's data folder. */
export async function kubectl(
  machine: TestMachine,
  args: readonly string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<KubectlResult> {
  if (kubectlPath === undefined) throw new Error('kubectl is missing');
  const path = kubectlPath;
  return await new Promise((resolve) => {
    const child = execFile(
      path,
      ['--kubeconfig', machine.kubeconfig, '--cache-dir', join(machine.dataDir, 'kubectl-cache'), ...args],
      {
        cwd: checkout,
        timeout: options.timeoutMs ?? 120_000,
        maxBuffer: 16 * 1024 * 1024,
        env: { ...process.env, HOME: machine.dataDir, KUBECONFIG: machine.kubeconfig },
      },
      (error, stdout, stderr) => resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, stdout, stderr }),
    );
    child.stdin?.end(options.input ?? '');
  });
}

/** Runs kubectl and expects it to succeed. */
export async function kubectlOk(
  machine: TestMachine,
  args: readonly string[],
  options: { input?: string; timeoutMs?: number } = {},
): Promise<string> {
  const result = await kubectl(machine, args, options);
  if (result.code !== 0) throw new Error(`kubectl ${args.join(' ')} failed:\n${result.stderr}${result.stdout}`);
  return result.stdout;
}
