import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { httpFetch, type HttpFetch } from '@gse/kube';
import { createAuthority, createTokenKeys, type Authority } from './certificates.ts';
import {
  apiServerArgs,
  audit,
  auditArgs,
  controllerManagerArgs,
  etcdArgs,
  files,
  schedulerArgs,
  type ComponentName,
} from './components.ts';
import { ControlPlaneError } from './errors.ts';
import { kubeconfig, type Credentials } from './kubeconfig.ts';
import { freePort } from './ports.ts';
import { controlPlaneProblem, findPrograms, type Programs } from './programs.ts';
import { startSupervisor, type Supervisor } from './supervisor.ts';

/** What a control plane is started with. */
export interface ControlPlaneOptions {
  /** Run kube-controller-manager: without it nothing makes pods, tokens' secrets or garbage. On by default. */
  controllerManager?: boolean | undefined;
  /** Run kube-scheduler. Off by default: a test with a node of its own binds pods itself, or switches it on. */
  scheduler?: boolean | undefined;
  /** An `audit.k8s.io/v1` Policy: what the API server keeps notes of. None without. */
  auditPolicy?: object | undefined;
  /** Added after our own arguments; of a flag given twice the last counts. */
  extraArgs?: Partial<Record<ComponentName, readonly string[]>> | undefined;
  /** Where its folder is made; the system's temporary folder when absent. */
  parentFolder?: string | undefined;
  /** How long it may take to be ready. */
  deadlineMs?: number | undefined;
}

/** One component of a running control plane, for tests that take it away. */
export interface Component {
  readonly isRunning: boolean;
  /** Ends it, with SIGKILL unless told otherwise; resolves when it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again, as it was started before; returns before it is ready. */
  start(): void;
  /** Freezes it: connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  /** What it has printed so far. */
  log(): Promise<string>;
}

/** A Kubernetes control plane of a test's own. */
export interface ControlPlane extends AsyncDisposable {
  /** `https://127.0.0.1:…` */
  readonly url: string;
  /** The authority that signed the API server's certificate, PEM. */
  readonly ca: string;
  /** Its data, logs and kubeconfigs; removed at the end. */
  readonly folder: string;
  /** The path of a kubeconfig that may do everything. */
  readonly kubeconfig: string;
  readonly programs: Programs;
  readonly components: Readonly<Record<ComponentName, Component>>;
  /** Credentials of a person: a client certificate with a name and groups. What they may do, RBAC says. */
  user(name: string, groups?: readonly string[]): Promise<Credentials>;
  /** A token of a service account, from the API server's own token request. The account must exist. */
  serviceAccount(namespace: string, name: string, options?: { expirationSeconds?: number }): Promise<Credentials>;
  /** Writes a kubeconfig for credentials and returns its path. */
  writeKubeconfig(name: string, credentials: Credentials, options?: { namespace?: string }): Promise<string>;
  /** Requests as somebody; a token travels in the `authorization` header that the caller sets. Closed at the end. */
  fetch(credentials: Credentials): HttpFetch;
  /** The API server's notes so far, an `audit.k8s.io/v1` Event as JSON per line. */
  auditLog(): Promise<string>;
  /** Resolves when the API server says that it is ready, and the controllers have begun where they run. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Ends every component and removes everything. */
  stop(): Promise<void>;
}

const defaultDeadlineMs = 120_000;
const pollMs = 50;
const maxPortAttempts = 5;

/**
 * Starts etcd, kube-apiserver and, unless switched off, kube-controller-manager, with RBAC and real service account
 * tokens, on a free port of the loopback interface. Several run side by side. When this process ends, however it
 * ends, the components end and their folder goes.
 * Throws `GSE_CONTROL_PLANE_MISSING` where the programs are missing, `GSE_CONTROL_PLANE_NOT_READY` with the end of the
 * log of the component at fault.
 */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const programs = findPrograms();
  if (!programs) throw new ControlPlaneError('GSE_CONTROL_PLANE_MISSING', controlPlaneProblem() ?? '');
  const folder = await mkdtemp(join(options.parentFolder ?? tmpdir(), 'gse-control-plane-'));
  const supervisor = startSupervisor(folder);
  try {
    const authority = await createAuthority();
    await writeFiles(folder, authority);
    if (options.auditPolicy) await writeFile(join(folder, audit.policy), JSON.stringify(options.auditPolicy));
    return await start({ programs, folder, supervisor, authority, options });
  } catch (error) {
    await supervisor.end();
    throw error;
  }
}

interface Parts {
  programs: Programs;
  folder: string;
  supervisor: Supervisor;
  authority: Authority;
  options: ControlPlaneOptions;
}

async function start({ programs, folder, supervisor, authority, options }: Parts): Promise<ControlPlane> {
  const deadline = AbortSignal.timeout(options.deadlineMs ?? defaultDeadlineMs);
  const args = new Map<ComponentName, readonly string[]>();
  const fetches = new Set<HttpFetch>();

  const run = (name: ComponentName, its: readonly string[]) => {
    args.set(name, [...its, ...(options.extraArgs?.[name] ?? [])]);
    supervisor.start(name, programs[name], args.get(name) ?? []);
  };
  const log = (name: ComponentName) => readFile(join(folder, `${name}.log`), 'utf8').catch(() => '');
  const fetchAs = (credentials: Credentials) => {
    const fetch = httpFetch({ ca: authority.cert, ...('cert' in credentials ? credentials : {}) });
    fetches.add(fetch);
    return fetch;
  };
  const writeKubeconfig = async (url: string, name: string, credentials: Credentials, namespace?: string) => {
    const path = join(folder, `${name}.kubeconfig`);
    await writeFile(path, kubeconfig(url, authority.cert, credentials, namespace), { mode: 0o600 });
    return path;
  };

  /** Waits for an answer of the API server; throws when a component that should run has ended. */
  async function until(isTrue: (fetch: HttpFetch) => Promise<boolean>, fetch: HttpFetch, what: string, signal: AbortSignal): Promise<void> {
    while (!(await isTrue(fetch).catch(() => false))) {
      for (const name of args.keys()) {
        const how = supervisor.howEnded(name);
        if (how !== undefined) throw await notReady(name, `ended with ${how}`);
      }
      if (signal.aborted) throw await notReady('kube-apiserver', `not in time: ${what}`);
      await sleep(pollMs);
    }
  }
  const notReady = async (name: ComponentName, what: string) => {
    const lines = (await log(name)).trimEnd().split('\n').slice(-15).join('\n');
    return new ControlPlaneError('GSE_CONTROL_PLANE_NOT_READY', `${name}: ${what}\n${lines}`);
  };

  run('etcd', etcdArgs());
  const adminCredentials = await authority.client('admin', ['system:masters']);
  const admin = fetchAs(adminCredentials);
  const url = await startApiServer();

  async function startApiServer(): Promise<string> {
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      const base = `https://127.0.0.1:${port}`;
      run('kube-apiserver', [...apiServerArgs(port), ...(options.auditPolicy ? auditArgs() : [])]);
      try {
        await until((fetch) => answers(fetch, `${base}/readyz`), admin, 'the API server is ready', deadline);
        return base;
      } catch (error) {
        const lostTheRace = (await log('kube-apiserver')).includes('address already in use');
        if (!lostTheRace || attempt >= maxPortAttempts || supervisor.isRunning('kube-apiserver')) throw error;
      }
    }
  }

  const ready = async (signal: AbortSignal = AbortSignal.timeout(defaultDeadlineMs)) => {
    await until((fetch) => answers(fetch, `${url}/readyz`), admin, 'the API server is ready', signal);
    // The controllers make it: until then no pod is admitted.
    const account = `${url}/api/v1/namespaces/default/serviceaccounts/default`;
    if (args.has('kube-controller-manager')) await until((fetch) => answers(fetch, account), admin, 'the controllers work', signal);
  };

  if (options.controllerManager ?? true) {
    const credentials = await authority.client('system:kube-controller-manager', []);
    run('kube-controller-manager', controllerManagerArgs(await writeKubeconfig(url, 'kube-controller-manager', credentials)));
  }
  if (options.scheduler ?? false) {
    const credentials = await authority.client('system:kube-scheduler', []);
    run('kube-scheduler', schedulerArgs(await writeKubeconfig(url, 'kube-scheduler', credentials)));
  }
  const adminKubeconfig = await writeKubeconfig(url, 'admin', adminCredentials);
  await ready(deadline);

  const component = (name: ComponentName): Component => ({
    get isRunning() {
      return supervisor.isRunning(name);
    },
    async stop(signal = 'SIGKILL') {
      if (!supervisor.isRunning(name)) return;
      supervisor.signal(name, signal);
      await supervisor.ended(name);
    },
    start() {
      const its = args.get(name);
      if (!its) throw new ControlPlaneError('GSE_CONTROL_PLANE_STOPPED', `${name} is not part of this control plane`);
      if (!supervisor.isRunning(name)) supervisor.start(name, programs[name], its);
    },
    pause: () => supervisor.signal(name, 'SIGSTOP'),
    resume: () => supervisor.signal(name, 'SIGCONT'),
    log: () => log(name),
  });

  const stop = async () => {
    await Promise.all([...fetches].map((fetch) => fetch.close()));
    await supervisor.end();
  };

  return {
    url,
    ca: authority.cert,
    folder,
    kubeconfig: adminKubeconfig,
    programs,
    components: {
      etcd: component('etcd'),
      'kube-apiserver': component('kube-apiserver'),
      'kube-controller-manager': component('kube-controller-manager'),
      'kube-scheduler': component('kube-scheduler'),
    },
    user: (name, groups = []) => authority.client(name, groups),
    async serviceAccount(namespace, name, { expirationSeconds = 3600 } = {}) {
      const answer = await admin(
        new Request(`${url}/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds } }),
        }),
      );
      const text = await answer.text();
      if (!answer.ok) throw new Error(`no token for ${namespace}/${name}: ${answer.status} ${text}`);
      const { status } = JSON.parse(text) as { status: { token: string } };
      return { token: status.token };
    },
    writeKubeconfig: (name, credentials, { namespace } = {}) => writeKubeconfig(url, name, credentials, namespace),
    fetch: fetchAs,
    auditLog: () => readFile(join(folder, audit.log), 'utf8').catch(() => ''),
    ready,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

async function answers(fetch: HttpFetch, url: string): Promise<boolean> {
  const response = await fetch(new Request(url, { signal: AbortSignal.timeout(5000) }));
  await response.body?.cancel();
  return response.ok;
}

async function writeFiles(folder: string, authority: Authority): Promise<void> {
  const serving = await authority.server();
  const kubeletClient = await authority.client('kube-apiserver-kubelet-client', ['system:masters']);
  const tokens = createTokenKeys();
  const contents: Record<keyof typeof files, string> = {
    ca: authority.cert,
    caKey: authority.key,
    servingCert: serving.cert,
    servingKey: serving.key,
    kubeletClientCert: kubeletClient.cert,
    kubeletClientKey: kubeletClient.key,
    tokenPublicKey: tokens.publicKey,
    tokenPrivateKey: tokens.privateKey,
  };
  await Promise.all(
    Object.entries(files).map(([name, file]) => writeFile(join(folder, file), contents[name as keyof typeof files], { mode: 0o600 })),
  );
}
