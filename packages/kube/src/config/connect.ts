import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Fetch } from '../client/client.ts';
import { httpFetch, type HttpFetch } from '../client/http-fetch.ts';
import type { PlainFetch } from '../client/plain.ts';
import { systemClock, type Clock } from '../clock.ts';
import { KubeError } from '../errors.ts';
import type { ClusterAccess, Material } from './access.ts';
import { runExecPlugin, type ExecCredentials } from './exec-plugin.ts';
import { inClusterAccess } from './in-cluster.ts';
import { readKubeconfig, type KubeconfigFile } from './kubeconfig.ts';

/** Which cluster to connect to. */
export interface ConnectOptions {
  /** Paths of kubeconfigs. Absent: `KUBECONFIG`, then the pod this is, then `~/.kube/config`. */
  kubeconfig?: string | undefined;
  /** Absent: the current context. */
  context?: string | undefined;
  /** Connections at most; every open watch holds one. */
  maxConnections?: number | undefined;
  env?: NodeJS.ProcessEnv | undefined;
  clock?: Clock | undefined;
}

/** A way into a cluster, for `createKubeClient({ ...connection, fieldManager })`. */
export interface ClusterConnection {
  baseUrl: string;
  /** Sends over pooled connections; with renewed certificates it goes over to new ones by itself. */
  fetch: Fetch;
  /** Sends with no credentials but those of the request: for whoever acts with the token of somebody else. */
  fetchForOthers: Fetch;
  /** The current bearer token; undefined where a certificate is the proof. */
  token: () => Promise<string | undefined>;
  /** The namespace that the kubeconfig or the pod names. */
  namespace: string | undefined;
  /** What to call it in messages. */
  name: string;
  close(): Promise<void>;
}

/** How long what was read from a file is used before it is read again. */
const rereadAfterMs = 30_000;
/** Credentials of a program are renewed this long before they end. */
const renewBeforeMs = 60_000;

/** Finds out which cluster to talk to, and how. Throws `GSE_KUBE_CONFIG` with what is wrong and where. */
export async function connectCluster(options: ConnectOptions = {}): Promise<ClusterConnection> {
  return await openConnection(await findAccess(options), options);
}

async function findAccess({ kubeconfig, context, env = process.env }: ConnectOptions): Promise<ClusterAccess> {
  const named = kubeconfig ?? env['KUBECONFIG'];
  const inCluster = named || context ? undefined : inClusterAccess(env);
  if (inCluster) return inCluster;
  const paths = named ? named.split(delimiter).filter(Boolean) : [join(env['HOME'] ?? homedir(), '.kube', 'config')];
  const files: KubeconfigFile[] = [];
  for (const path of paths) {
    try {
      files.push({ path, text: await readFile(path, 'utf8') });
    } catch (cause) {
      const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
      // Of several, some may be missing, as for kubectl.
      if (isMissing && paths.length > 1) continue;
      throw new KubeError({ code: 'GSE_KUBE_CONFIG', message: `no kubeconfig can be read at ${path}`, cause });
    }
  }
  return readKubeconfig(files, context);
}

/** What a request is sent with. */
interface Proof {
  token: string | undefined;
  ca: string | undefined;
  cert: string | undefined;
  key: string | undefined;
}

async function openConnection(access: ClusterAccess, options: ConnectOptions): Promise<ClusterConnection> {
  const { clock = systemClock, maxConnections } = options;
  const prove = createProver(access, clock);
  const ours = createPool(access, maxConnections);
  // A client certificate belongs to its connection and outranks a token, so others never share ours.
  const others = createPool(access, maxConnections);

  // A mistake in a file shows now, not with the first request.
  ours.for(await prove.current());
  const basic = access.user.kind === 'basic' ? basicHeader(access.user) : undefined;
  const noteRefusal = <T extends { readonly status: number }>(response: T): T => {
    if (response.status === 401) prove.forget();
    return response;
  };
  const fetch = async (request: Request): Promise<Response> => {
    if (basic) request.headers.set('authorization', basic);
    return noteRefusal(await ours.for(await prove.current())(request));
  };
  const plain: PlainFetch = async (request) => {
    const headers = basic ? { ...request.headers, authorization: basic } : request.headers;
    return noteRefusal(await ours.for(await prove.current()).plain({ ...request, headers }));
  };

  return {
    baseUrl: access.server,
    name: access.name,
    namespace: access.namespace,
    token: async () => (await prove.current()).token,
    fetch: Object.assign(fetch, { plain }),
    async fetchForOthers(request) {
      const { ca } = await prove.current();
      return await others.for({ ca, cert: undefined, key: undefined })(request);
    },
    async close() {
      await Promise.all([ours.close(), others.close()]);
    },
  };
}

/** Kept-alive connections, made anew when what they are made with is exchanged: those made before end when their requests have. */
function createPool(
  { tlsServerName: servername, insecureSkipTlsVerify }: ClusterAccess,
  maxConnections: number | undefined,
): { for(proof: Pick<Proof, 'ca' | 'cert' | 'key'>): HttpFetch; close(): Promise<void> } {
  let current: { proof: Pick<Proof, 'ca' | 'cert' | 'key'>; fetch: HttpFetch } | undefined;
  const retired = new Set<HttpFetch>();
  return {
    for({ ca, cert, key }) {
      if (current) {
        const { proof } = current;
        if (proof.ca === ca && proof.cert === cert && proof.key === key) return current.fetch;
        const { fetch: old } = current;
        retired.add(old);
        void old.drain().finally(() => retired.delete(old));
      }
      const fetch = httpFetch({ ca, cert, key, servername, maxConnections, trustAnyServer: insecureSkipTlsVerify });
      current = { proof: { ca, cert, key }, fetch };
      return fetch;
    },
    async close() {
      await Promise.all([...(current ? [current.fetch] : []), ...retired].map((fetch) => fetch.close()));
    },
  };
}

function basicHeader({ username, password }: { username: string; password: string }): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** Keeps the proof of who we are up to date: files are read again, programs are asked again before their answer ends. */
function createProver(access: ClusterAccess, clock: Clock): { current(): Promise<Proof>; forget(): void } {
  const { user } = access;
  let known: { proof: Proof; readAt: number; expiresAt: number | undefined } | undefined;
  let asking: Promise<Proof> | undefined;
  let isRefused = false;

  async function ask(): Promise<Proof> {
    const ca = await readMaterial(access.ca);
    const none = { token: undefined, ca, cert: undefined, key: undefined };
    let proof: Proof = none;
    let expiresAt: number | undefined;
    if (user.kind === 'token') proof = { ...none, token: (await readMaterial(user.token))?.trim() };
    if (user.kind === 'certificate') proof = { ...none, cert: await readMaterial(user.cert), key: await readMaterial(user.key) };
    if (user.kind === 'exec') {
      const isFresh = known && !isRefused && !endsSoon(known.expiresAt);
      const given: ExecCredentials = isFresh && known ? { ...known.proof, expiresAt: known.expiresAt } : await execute(ca);
      proof = { ...none, token: given.token, cert: given.cert, key: given.key };
      expiresAt = given.expiresAt;
    }
    isRefused = false;
    known = { proof, readAt: clock.elapsed(), expiresAt };
    return proof;
  }

  function execute(ca: string | undefined): Promise<ExecCredentials> {
    if (user.kind !== 'exec') throw new TypeError('not an exec plugin');
    const { server, tlsServerName, insecureSkipTlsVerify } = access;
    return runExecPlugin(user.exec, { server, ca, tlsServerName, insecureSkipTlsVerify });
  }

  const endsSoon = (expiresAt: number | undefined) => expiresAt !== undefined && clock.now() > expiresAt - renewBeforeMs;

  return {
    async current() {
      const isOld = !known || isRefused || clock.elapsed() - known.readAt > rereadAfterMs || endsSoon(known.expiresAt);
      if (known && !isOld) return known.proof;
      // Many requests at once ask once.
      asking ??= ask().finally(() => (asking = undefined));
      try {
        return await asking;
      } catch (error) {
        // A file that is being replaced, a program with a bad moment: what was good may still be.
        if (known && !endsSoon(known.expiresAt)) return known.proof;
        throw error;
      }
    },
    forget() {
      isRefused = true;
    },
  };
}

async function readMaterial(material: Material | undefined): Promise<string | undefined> {
  if (!material) return undefined;
  if ('text' in material) return material.text;
  try {
    return await readFile(material.file, 'utf8');
  } catch (cause) {
    throw new KubeError({ code: 'GSE_KUBE_CONFIG', message: `${material.file}, which the cluster needs, cannot be read`, cause });
  }
}
