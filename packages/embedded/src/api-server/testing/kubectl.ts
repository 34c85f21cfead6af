import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import selfsigned from 'selfsigned';
import { token, startServer, type TestServer } from './server.ts';

/** Where kubectl is on this machine, if it is. */
export function findKubectl(): string | undefined {
  const candidates = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'kubectl'));
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** What a command said. */
export interface KubectlResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** A server over HTTPS, and kubectl with a home and a configuration of its own. */
export interface KubectlServer extends TestServer {
  /** Runs a command; `input` goes to its standard input. */
  run(args: readonly string[], input?: string): Promise<KubectlResult>;
  /** Starts a command that goes on. */
  start(args: readonly string[]): ChildProcessWithoutNullStreams;
}

/** Starts a server and prepares kubectl for it. */
export async function startKubectlServer(kubectl: string): Promise<KubectlServer> {
  const test = await startServer();
  const { cert, private: key } = await selfsigned.generate([{ name: 'commonName', value: 'test' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const { url } = await test.server.listen({ host: '127.0.0.1', port: 0, tls: { certificate: cert, key } });
  const home = mkdtempSync(join(tmpdir(), 'gse-kubectl-'));
  const kubeconfig = join(home, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server: url, 'certificate-authority-data': Buffer.from(cert).toString('base64') } }],
      users: [{ name: 'test', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', namespace: 'test' } }],
      'current-context': 'test',
    }),
    { mode: 0o600 },
  );
  const env = { PATH: process.env['PATH'], HOME: home, KUBE_EDITOR: process.env['KUBE_EDITOR'] ?? 'sed -i s/before/after/' };
  const full = (args: readonly string[]) => ['--kubeconfig', kubeconfig, '--cache-dir', join(home, 'cache'), ...args];
  return {
    ...test,
    run: (args, input) =>
      new Promise((resolve) => {
        const child = execFile(kubectl, full(args), { env, timeout: 60_000 }, (error, stdout, stderr) => {
          resolve({ code: error ? Number(error.code ?? 1) : 0, stdout, stderr });
        });
        child.stdin?.end(input ?? '');
      }),
    start: (args) => spawn(kubectl, full(args), { env }),
    async [Symbol.asyncDispose]() {
      await test[Symbol.asyncDispose]();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
