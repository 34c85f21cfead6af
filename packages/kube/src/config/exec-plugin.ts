import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { KubeError } from '../errors.ts';
import type { ExecPlugin } from './access.ts';

/** What an exec plugin printed. */
export interface ExecCredentials {
  token: string | undefined;
  cert: string | undefined;
  key: string | undefined;
  /** Milliseconds since the epoch; undefined: good until the server refuses it. */
  expiresAt: number | undefined;
}

/** The cluster as a plugin is told about it. */
export interface ExecCluster {
  server: string;
  ca: string | undefined;
  tlsServerName: string | undefined;
  insecureSkipTlsVerify: boolean;
}

const timeoutMs = 60_000;
const maxOutputBytes = 1024 * 1024;

/** Asks a plugin for credentials. What it prints to stderr is shown in the error, what it prints to stdout never. */
export async function runExecPlugin(plugin: ExecPlugin, cluster: ExecCluster): Promise<ExecCredentials> {
  const output = await run(plugin, requestOf(plugin, cluster));
  let status: unknown;
  try {
    status = (JSON.parse(output) as { status?: unknown } | null)?.status;
  } catch {
    throw problem(plugin, 'it did not print JSON');
  }
  const fields = typeof status === 'object' && status !== null ? (status as Record<string, unknown>) : {};
  const text = (name: string): string | undefined => (typeof fields[name] === 'string' && fields[name] !== '' ? fields[name] : undefined);
  const credentials = { token: text('token'), cert: text('clientCertificateData'), key: text('clientKeyData') };
  if (!credentials.token && !(credentials.cert && credentials.key)) throw problem(plugin, 'it printed neither a token nor a certificate');
  const expiry = Date.parse(text('expirationTimestamp') ?? '');
  return { ...credentials, expiresAt: Number.isNaN(expiry) ? undefined : expiry };
}

function requestOf(plugin: ExecPlugin, cluster: ExecCluster): string {
  const about = {
    server: cluster.server,
    ...(cluster.tlsServerName ? { 'tls-server-name': cluster.tlsServerName } : {}),
    ...(cluster.insecureSkipTlsVerify ? { 'insecure-skip-tls-verify': true } : {}),
    ...(cluster.ca ? { 'certificate-authority-data': Buffer.from(cluster.ca).toString('base64') } : {}),
  };
  return JSON.stringify({
    apiVersion: plugin.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(plugin.providesClusterInfo ? { cluster: about } : {}) },
  });
}

function run(plugin: ExecPlugin, request: string): Promise<string> {
  // A bare name is looked for on PATH, a path is relative to the kubeconfig.
  const command = plugin.command.includes('/') ? resolve(plugin.folder, plugin.command) : plugin.command;
  const env = { ...process.env, ...plugin.env, KUBERNETES_EXEC_INFO: request };
  return new Promise((done, reject) => {
    const child = execFile(
      command,
      [...plugin.args],
      { env, timeout: timeoutMs, maxBuffer: maxOutputBytes, killSignal: 'SIGKILL' },
      (error, stdout, stderr) => {
        if (!error) return done(stdout);
        const isMissing = 'code' in error && error.code === 'ENOENT';
        const said = stderr.trim().split('\n').slice(-5).join('\n');
        reject(problem(plugin, isMissing ? `it is not installed. ${plugin.installHint ?? ''}`.trim() : `it failed. ${said}`.trim(), error));
      },
    );
    child.stdin?.end();
  });
}

function problem(plugin: ExecPlugin, what: string, cause?: unknown): KubeError {
  return new KubeError({ code: 'GSE_KUBE_CONFIG', message: `the credentials program ${plugin.command}: ${what}`, cause });
}
