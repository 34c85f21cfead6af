import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, type ControlPlane } from '@gse/control-plane';
import { isNotFound, nodes, pods, secrets, timestamp, type KubeClient, type Pod } from '@gse/kube';
import { until } from '../../support/machine.ts';

const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const entry = join(checkout, 'apps/gse/src/main.ts');
const PACE_MS = 200;

/** The part of a container that becomes a process. */
interface SystemContainer {
  readonly image: string;
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
  }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly readinessProbe?: { readonly httpGet?: { readonly path: string; readonly port: string } };
}

/** A pod of the system that runs as a process of this checkout. */
export interface SystemProcess {
  readonly pod: Pod;
  readonly image: string;
  readonly child: ChildProcess;
  readonly folder: string;
  /** Where a named port of the container is reached. */
  readonly ports: ReadonlyMap<string, number>;
  output: string;
  /** Probes in a row that were not answered. */
  failures: number;
}

/** As kubelets have it. */
const FAILURE_THRESHOLD = 3;

/**
 * Stands in for the nodes of a cluster that run Deployments of the system: every pod in its namespace becomes a process with
 * exactly the arguments, variables, Secrets and service account token that its container has, and is Ready when its own probe
 * says so. Pods of other namespaces are given to another node.
 */
export class SystemPods implements AsyncDisposable {
  readonly #cluster: ControlPlane;
  readonly #client: KubeClient;
  readonly #namespace: string;
  readonly #gameNode: string;
  readonly #running = new Map<string, SystemProcess>();
  readonly #folder = mkdtempSync(join(tmpdir(), 'gse-system-pods-'));
  readonly #stop = new AbortController();
  #loop: Promise<void> | undefined;
  /** What processes that have ended said, for a test that fails. */
  ended: { readonly name: string; readonly code: number | null; readonly output: string }[] = [];

  constructor(options: { cluster: ControlPlane; client: KubeClient; namespace: string; gameNode: string }) {
    this.#cluster = options.cluster;
    this.#client = options.client;
    this.#namespace = options.namespace;
    this.#gameNode = options.gameNode;
  }

  async start(): Promise<this> {
    await this.#client.create(nodes, { apiVersion: 'v1', kind: 'Node', metadata: { name: 'system' } });
    this.#loop = this.#run();
    return this;
  }

  /** Processes of a component that are ready, oldest pod first. */
  ready(component: string): SystemProcess[] {
    return [...this.#running.values()].filter(
      ({ pod, child }) => pod.metadata.labels?.['gse.cozystack.io/component'] === component && isReady(pod) && child.exitCode === null,
    );
  }

  /** Everything that processes have said. */
  get output(): string {
    return [...this.ended, ...[...this.#running.values()].map(({ pod, output }) => ({ name: pod.metadata.name, code: null, output }))]
      .map(({ name, code, output }) => `--- ${name} (${code ?? 'runs'})\n${output}`)
      .join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await Promise.all([...this.#running.keys()].map((uid) => this.#end(uid, 'SIGKILL')));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      // The API server may be busy; the next round sees the same and more.
      await this.#round().catch((error: unknown) => {
        this.ended.push({ name: 'round', code: null, output: String(error) });
      });
      await new Promise((resolve) => setTimeout(resolve, PACE_MS));
    }
  }

  async #round(): Promise<void> {
    const { items } = await this.#client.list(pods);
    for (const pod of items.filter(({ spec }) => !spec.nodeName)) {
      await this.#client.bind(pod.metadata, pod.metadata.namespace === this.#namespace ? 'system' : this.#gameNode);
    }
    const ours = items.filter(({ metadata, spec }) => metadata.namespace === this.#namespace && spec.nodeName === 'system');
    for (const pod of ours) {
      const uid = pod.metadata.uid ?? '';
      const running = this.#running.get(uid);
      if (pod.metadata.deletionTimestamp !== undefined) await this.#leave(pod);
      else if (running === undefined || running.child.exitCode !== null) await this.#begin(pod);
      else await this.#probe(running);
    }
    const known = new Set(ours.map(({ metadata }) => metadata.uid));
    for (const uid of this.#running.keys()) if (!known.has(uid)) await this.#end(uid, 'SIGTERM');
  }

  async #begin(pod: Pod): Promise<void> {
    const uid = pod.metadata.uid ?? '';
    await this.#end(uid, 'SIGKILL');
    const container = pod.spec.containers[0] as SystemContainer | undefined;
    if (container === undefined) return;
    const folder = join(this.#folder, uid);
    mkdirSync(folder, { recursive: true });
    const mounts = await this.#mount(pod, container, folder);
    const ports = new Map<string, number>();
    for (const { name } of container.ports ?? []) ports.set(name, await freePort());
    const account = await this.#cluster.serviceAccount(this.#namespace, pod.spec.serviceAccountName ?? 'default');
    const env: Record<string, string> = {
      PATH: process.env['PATH'] ?? '',
      KUBECONFIG: await this.#cluster.writeKubeconfig(`pod-${pod.metadata.name}`, account, { namespace: this.#namespace }),
      ...Object.fromEntries((container.env ?? []).map((variable) => [variable.name, hosted(valueOf(variable, pod), mounts)])),
      // Pods have an address each; these processes share one.
      GSE_STATUS_PORT: String(ports.get('status') ?? 0),
      ...(ports.has('http') && { GSE_PORT: String(ports.get('http')), GSE_HOST: '127.0.0.1' }),
    };
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entry, ...(container.args ?? [])], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running: SystemProcess = { pod, image: container.image, child, folder, ports, output: '', failures: 0 };
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (running.output += chunk.toString('utf8')));
    this.#running.set(uid, running);
  }

  /** What the pod's Secrets hold, as files. */
  async #mount(pod: Pod, container: SystemContainer, folder: string): Promise<ReadonlyMap<string, string>> {
    const mounts = new Map<string, string>();
    for (const { name, mountPath } of container.volumeMounts ?? []) {
      const secretName = pod.spec.volumes?.find((volume) => volume.name === name)?.secret?.secretName;
      if (secretName === undefined) continue;
      const { data } = await this.#client.get(secrets, { namespace: this.#namespace, name: secretName });
      const here = join(folder, mountPath);
      for (const [key, value] of Object.entries(data ?? {})) {
        mkdirSync(here, { recursive: true });
        writeFileSync(join(here, key), Buffer.from(value, 'base64'), { mode: 0o440 });
      }
      mounts.set(mountPath, here);
    }
    return mounts;
  }

  async #probe(running: SystemProcess): Promise<void> {
    const { pod, ports } = running;
    const probe = (pod.spec.containers[0] as SystemContainer | undefined)?.readinessProbe?.httpGet;
    const answers = await fetch(`http://127.0.0.1:${ports.get(probe?.port ?? '') ?? 0}${probe?.path ?? ''}`, {
      signal: AbortSignal.timeout(5000),
    }).then(
      async (response) => (await response.text(), response.ok),
      () => false,
    );
    running.failures = answers ? 0 : running.failures + 1;
    if (answers === isReady(pod) || (!answers && running.failures < FAILURE_THRESHOLD)) return;
    const at = timestamp(Date.now());
    const condition = (type: string) => ({ type, status: answers ? 'True' : 'False', lastTransitionTime: at });
    const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(condition);
    const containerStatuses = pod.spec.containers.map(({ name, image = '' }) => ({
      name,
      image,
      imageID: image,
      ready: answers,
      started: true,
      restartCount: 0,
      state: { running: { startedAt: at } },
    }));
    const status = { phase: 'Running', startTime: at, conditions, containerStatuses };
    const changed = await this.#client.patchStatus(pods, pod.metadata, { status });
    this.#running.set(pod.metadata.uid ?? '', Object.assign(running, { pod: changed }));
  }

  async #leave(pod: Pod): Promise<void> {
    await this.#end(pod.metadata.uid ?? '', 'SIGTERM');
    await this.#client.delete(pods, pod.metadata, { gracePeriodSeconds: 0 }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
  }

  async #end(uid: string, signal: NodeJS.Signals): Promise<void> {
    const running = this.#running.get(uid);
    if (running === undefined) return;
    const { child, pod, folder } = running;
    if (child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      const grace = setTimeout(() => child.kill('SIGKILL'), (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000);
      await gone;
      clearTimeout(grace);
    }
    this.#running.delete(uid);
    this.ended.push({ name: pod.metadata.name, code: child.exitCode, output: running.output });
    rmSync(folder, { recursive: true, force: true });
  }
}

function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

function valueOf({ name, value, valueFrom }: NonNullable<SystemContainer['env']>[number], pod: Pod): string {
  switch (valueFrom?.fieldRef?.fieldPath) {
    case undefined:
      return value ?? '';
    case 'metadata.namespace':
      return pod.metadata.namespace ?? '';
    case 'metadata.name':
      return pod.metadata.name;
    default:
      throw new Error(`${name}: this stand-in does not know ${valueFrom?.fieldRef?.fieldPath ?? ''}`);
  }
}

/** A path inside the container as a path of this machine. */
function hosted(value: string, mounts: ReadonlyMap<string, string>): string {
  for (const [mountPath, here] of mounts) if (value === mountPath || dirname(value) === mountPath) return value.replace(mountPath, here);
  return value;
}

/** Waits for a component to have so many ready processes of one image, and none of another. */
export async function allOf(system: SystemPods, component: string, count: number, image: string): Promise<SystemProcess[]> {
  return await until(
    () => {
      const found = system.ready(component);
      return found.length === count && found.every((process) => process.image === image) ? found : undefined;
    },
    { within: 120_000, what: () => `${count} × ${component} of ${image}; they said:\n${system.output.slice(-4000)}` },
  );
}
