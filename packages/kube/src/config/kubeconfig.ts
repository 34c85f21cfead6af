import { dirname, isAbsolute, resolve } from 'node:path';
import { parse } from 'yaml';
import { KubeError } from '../errors.ts';
import type { ClusterAccess, ExecPlugin, Material, UserAccess } from './access.ts';

/** A kubeconfig file's text and where it was found: relative paths in it are relative to it. */
export interface KubeconfigFile {
  path: string;
  text: string;
}

type Fields = Readonly<Record<string, unknown>>;

interface Entry {
  fields: Fields;
  folder: string;
}

interface Merged {
  clusters: Map<string, Entry>;
  users: Map<string, Entry>;
  contexts: Map<string, Entry>;
  currentContext: string | undefined;
}

/**
 * Reads what the files say about one context, the current one when none is named. Of several files, the first to name
 * something counts, as for kubectl. Throws `GSE_KUBE_CONFIG`.
 */
export function readKubeconfig(files: readonly KubeconfigFile[], context?: string): ClusterAccess {
  const merged = merge(files);
  const name = context ?? merged.currentContext;
  if (!name) throw problem(files, 'it names no current context; choose one of: ' + ([...merged.contexts.keys()].join(', ') || 'none'));
  const chosen = merged.contexts.get(name);
  if (!chosen)
    throw problem(files, `it has no context ${JSON.stringify(name)}; there are: ${[...merged.contexts.keys()].join(', ') || 'none'}`);
  const clusterName = text(chosen.fields['cluster']) ?? '';
  const cluster = merged.clusters.get(clusterName);
  if (!cluster) throw problem(files, `context ${name} is about a cluster ${JSON.stringify(clusterName)} that it does not describe`);
  const server = text(cluster.fields['server']);
  if (!server || !URL.canParse(server)) throw problem(files, `cluster ${clusterName} has no usable server address`);
  const userName = text(chosen.fields['user']) ?? '';
  const user = merged.users.get(userName);
  if (userName && !user) throw problem(files, `context ${name} is for a user ${JSON.stringify(userName)} that it does not describe`);
  if (text(cluster.fields['proxy-url'])) throw problem(files, `cluster ${clusterName} wants a proxy (proxy-url), which is not supported`);
  return {
    name,
    server,
    namespace: text(chosen.fields['namespace']),
    ca: material(cluster, 'certificate-authority'),
    tlsServerName: text(cluster.fields['tls-server-name']),
    insecureSkipTlsVerify: cluster.fields['insecure-skip-tls-verify'] === true,
    user: user ? userAccess(files, userName, user) : { kind: 'none' },
  };
}

function userAccess(files: readonly KubeconfigFile[], name: string, entry: Entry): UserAccess {
  const { fields } = entry;
  const exec = record(fields['exec']);
  if (exec) return { kind: 'exec', exec: execPlugin(files, name, exec, entry.folder) };
  if (fields['auth-provider']) throw problem(files, `user ${name} uses an auth-provider, which Kubernetes has removed; use an exec plugin`);
  if (fields['as'] !== undefined) throw problem(files, `user ${name} impersonates somebody (as), which is not supported`);
  // A file counts more than a value beside it, as for kubectl.
  const tokenFile = text(fields['tokenFile']);
  const token = text(fields['token']);
  if (tokenFile) return { kind: 'token', token: { file: resolve(entry.folder, tokenFile) } };
  if (token) return { kind: 'token', token: { text: token } };
  const cert = material(entry, 'client-certificate');
  const key = material(entry, 'client-key');
  if (cert && key) return { kind: 'certificate', cert, key };
  if (cert || key) throw problem(files, `user ${name} has only one of a client certificate and its key`);
  const username = text(fields['username']);
  if (username) return { kind: 'basic', username, password: text(fields['password']) ?? '' };
  return { kind: 'none' };
}

const execVersions = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'];

function execPlugin(files: readonly KubeconfigFile[], user: string, exec: Fields, folder: string): ExecPlugin {
  const apiVersion = text(exec['apiVersion']) ?? '';
  if (!execVersions.includes(apiVersion)) {
    throw problem(files, `the exec plugin of user ${user} speaks ${JSON.stringify(apiVersion)}; supported: ${execVersions.join(', ')}`);
  }
  const command = text(exec['command']);
  if (!command) throw problem(files, `the exec plugin of user ${user} has no command`);
  if (exec['interactiveMode'] === 'Always') throw problem(files, `the exec plugin of user ${user} needs somebody at a terminal`);
  const env = list(exec['env'])
    .map(record)
    .map((each) => [text(each?.['name']), text(each?.['value'])] as const)
    .filter((pair): pair is readonly [string, string] => pair[0] !== undefined && pair[1] !== undefined);
  return {
    apiVersion,
    command,
    args: list(exec['args']).map((each) => text(each) ?? ''),
    env: Object.fromEntries(env),
    installHint: text(exec['installHint']),
    providesClusterInfo: exec['provideClusterInfo'] === true,
    folder,
  };
}

function merge(files: readonly KubeconfigFile[]): Merged {
  const merged: Merged = { clusters: new Map(), users: new Map(), contexts: new Map(), currentContext: undefined };
  for (const file of files) {
    const content = read(file);
    const folder = dirname(file.path);
    merged.currentContext ??= text(content['current-context']) || undefined;
    collect(merged.clusters, content['clusters'], 'cluster', folder);
    collect(merged.users, content['users'], 'user', folder);
    collect(merged.contexts, content['contexts'], 'context', folder);
  }
  return merged;
}

function read(file: KubeconfigFile): Fields {
  try {
    return record(parse(file.text)) ?? {};
  } catch (cause) {
    throw problem([file], 'it is not YAML', cause);
  }
}

function collect(into: Map<string, Entry>, entries: unknown, member: string, folder: string): void {
  for (const entry of list(entries)) {
    const name = text(record(entry)?.['name']);
    const fields = record(record(entry)?.[member]) ?? {};
    if (name !== undefined && !into.has(name)) into.set(name, { fields, folder });
  }
}

/** `certificate-authority-data` (base64) counts more than the file `certificate-authority`, as for kubectl. */
function material({ fields, folder }: Entry, name: string): Material | undefined {
  const data = text(fields[`${name}-data`]);
  if (data) return { text: Buffer.from(data, 'base64').toString('utf8') };
  const file = text(fields[name]);
  return file ? { file: isAbsolute(file) ? file : resolve(folder, file) } : undefined;
}

function record(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function problem(files: readonly KubeconfigFile[], what: string, cause?: unknown): KubeError {
  const paths = files.map(({ path }) => path).join(', ');
  return new KubeError({ code: 'GSE_KUBE_CONFIG', message: `kubeconfig ${paths}: ${what}`, cause });
}
