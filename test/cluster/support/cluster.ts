import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, startControlPlane, type ControlPlane } from '@gse/control-plane';
import { connectCluster, createKubeClient, leases, namespaces, type KubeClient } from '@gse/kube';
import { ownAddress } from '../../support/address.ts';
import { auditPolicy, readAudit, type AuditEvent } from './audit.ts';
import { nodePortRange } from './ports.ts';
import { removeProvisionedVolumes, setUpStorage } from './storage.ts';
import { SystemProcess } from './system-process.ts';
import { createTenant, type Tenant } from './tenant.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../../../', import.meta.url));
const charts = ['gse-operator', 'gse-api'] as const;
/** An image that nobody has to pull: the node runs programs of the checkout in its place. */
const AGENT_IMAGE = 'gse.local/gse:checkout';

/** Namespace of operator and API. */
export const SYSTEM_NAMESPACE = 'gse-system';

/** What a cluster is started with. */
export interface ClusterOptions {
  readonly operators?: number;
  readonly apis?: number;
  /** Packages of further games, for every process alike. */
  readonly games?: string;
}

/**
 * The whole edition on a real control plane: operators, APIs and the node as processes of their own, operators and APIs with the
 * tokens of the ServiceAccounts, and so with the roles, that the charts make. Games are simulated.
 */
export class TestCluster implements AsyncDisposable {
  readonly control: ControlPlane;
  /** May do everything. */
  readonly admin: KubeClient;
  readonly operators: readonly SystemProcess[];
  readonly apis: readonly SystemProcess[];
  /** Where each of the APIs answers. */
  readonly apiUrls: readonly string[];
  readonly node: SystemProcess;
  readonly #nodeFolder: string;
  readonly #owned: AsyncDisposableStack;

  private constructor(control: ControlPlane, admin: KubeClient, processes: Processes, owned: AsyncDisposableStack) {
    this.control = control;
    this.admin = admin;
    this.operators = processes.operators;
    this.apis = processes.apis;
    this.apiUrls = processes.apiUrls;
    this.node = processes.node;
    this.#nodeFolder = processes.nodeFolder;
    this.#owned = owned;
  }

  /** Starts everything; what has been started is ended when something cannot be. */
  static async start(options: ClusterOptions = {}): Promise<TestCluster> {
    await using owned = new AsyncDisposableStack();
    const control = owned.use(
      await startControlPlane({
        auditPolicy: auditPolicy(SYSTEM_NAMESPACE),
        extraArgs: {
          'kube-apiserver': [
            // As some platforms have it: what an owner waits for takes a permission.
            '--enable-admission-plugins=NodeRestriction,OwnerReferencesPermissionEnforcement',
            `--service-node-port-range=${nodePortRange()}`,
          ],
          'kube-controller-manager': ['--enable-hostpath-provisioner=true'],
        },
      }),
    );
    const connection = owned.adopt(await connectCluster({ kubeconfig: control.kubeconfig }), (opened) => opened.close());
    const admin = createKubeClient({ ...connection, fieldManager: 'admin' });
    owned.defer(() => removeProvisionedVolumes(admin).catch(() => undefined));
    await install(control, admin);
    const processes = await prepareProcesses(control, options);
    const all = [processes.node, ...processes.operators, ...processes.apis];
    owned.defer(async () => void (await Promise.all(all.map((each) => each.end('SIGKILL')))));
    await Promise.all(all.map((each) => each.start()));
    return new TestCluster(control, admin, processes, owned.move());
  }

  /** A namespace of somebody's own, and somebody who may order servers in it. */
  async tenant(name: string): Promise<Tenant> {
    return await createTenant(this, name);
  }

  /** The folder behind a claim. */
  volume(namespace: string, claim: string): string {
    return join(this.#nodeFolder, 'volumes', namespace, claim);
  }

  /** What operators and APIs have asked the API server for. */
  async audit(): Promise<AuditEvent[]> {
    return readAudit(await this.control.auditLog());
  }

  /** The replica of the operator that works now. */
  async leader(): Promise<SystemProcess> {
    const lease = await this.admin.get(leases, { namespace: SYSTEM_NAMESPACE, name: 'gse-operator' });
    const holder = lease.spec?.holderIdentity ?? '';
    const found = this.operators.find((operator) => operator.isRunning && operator.lines().some((line) => line['identity'] === holder));
    if (found === undefined) throw new Error(`no replica is ${holder || 'the leader'}`);
    return found;
  }

  /** The end of what every process has said, for a test that fails. */
  log(): string {
    return [...this.operators, ...this.apis, this.node].map(({ name, output }) => `== ${name}\n${output.slice(-6000)}`).join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#owned.disposeAsync();
  }
}

/** The charts as they are, with no pods: the processes of this test stand in their place. */
async function install(control: ControlPlane, admin: KubeClient): Promise<void> {
  await admin.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SYSTEM_NAMESPACE } });
  await setUpStorage(admin);
  const env = { PATH: process.env['PATH'] ?? '', HOME: control.folder, KUBECONFIG: control.kubeconfig };
  const helm = (chart: string): Promise<unknown> =>
    run(
      control.programs.helm,
      ['install', chart, join(checkout, 'charts/system', chart), `--namespace=${SYSTEM_NAMESPACE}`, '--set=replicas=0'],
      { env, timeout: 120_000 },
    );
  await Promise.all(charts.map(helm));
}

interface Processes {
  readonly operators: readonly SystemProcess[];
  readonly apis: readonly SystemProcess[];
  readonly apiUrls: readonly string[];
  readonly node: SystemProcess;
  readonly nodeFolder: string;
}

/** Everything of them is in the control plane's folder, and goes with it. */
async function prepareProcesses(control: ControlPlane, { operators = 2, apis = 2, games = '' }: ClusterOptions): Promise<Processes> {
  const sealKey = join(control.folder, 'seal-key');
  const nodeFolder = join(control.folder, 'node');
  const address = ownAddress();
  await writeFile(sealKey, randomBytes(32).toString('base64url'), { mode: 0o600 });
  await mkdir(nodeFolder, { mode: 0o700 });
  const operatorEnv = { GSE_GAMES: games, GSE_AGENT_IMAGE: AGENT_IMAGE, GSE_NAMESPACE: SYSTEM_NAMESPACE };
  const apiPorts = await Promise.all(Array.from({ length: apis }, () => freePort()));
  const apiEnv = { GSE_GAMES: games, GSE_HOST: '127.0.0.1', GSE_SEAL_KEY_FILE: sealKey };
  return {
    operators: await Promise.all(Array.from({ length: operators }, (_, index) => replica(control, 'operator', index, operatorEnv))),
    apis: await Promise.all(apiPorts.map((port, index) => replica(control, 'api', index, { ...apiEnv, GSE_PORT: String(port) }))),
    apiUrls: apiPorts.map((port) => `http://127.0.0.1:${port}`),
    node: new SystemProcess({
      name: 'gse-node',
      program: ['apps/standalone/src/node-main.ts', '--node-name=lab', `--data-dir=${nodeFolder}`, `--agent-image=${AGENT_IMAGE}`],
      env: { GSE_GAMES: games, KUBECONFIG: control.kubeconfig, GSE_HOST: address, GSE_ADVERTISED_HOST: address },
    }),
    nodeFolder,
  };
}

/** A process as its Deployment would make it: the image's entry, the ServiceAccount's token, the environment. */
async function replica(
  control: ControlPlane,
  command: 'operator' | 'api',
  index: number,
  env: Readonly<Record<string, string>>,
): Promise<SystemProcess> {
  const account = `gse-${command}`;
  const name = `${account}-${index + 1}`;
  const token = await control.serviceAccount(SYSTEM_NAMESPACE, account);
  const kubeconfig = await control.writeKubeconfig(name, token, { namespace: SYSTEM_NAMESPACE });
  const statusPort = await freePort();
  return new SystemProcess({
    name,
    program: ['apps/gse/src/main.ts', command],
    statusPort,
    env: { KUBECONFIG: kubeconfig, GSE_STATUS_PORT: String(statusPort), GSE_LOG_LEVEL: 'debug', ...env },
  });
}
