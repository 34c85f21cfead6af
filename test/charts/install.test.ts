import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import {
  connectCluster,
  createKubeClient,
  customResourceDefinitions,
  isNotFound,
  pods,
  secrets,
  statefulSets,
  type ClusterConnection,
  type KubeClient,
  type Pod,
} from '@gse/kube';
import { gameServers } from '@gse/server-objects';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodePortRange } from '../cluster/support/ports.ts';
import { removeProvisionedVolumes, setUpStorage } from '../cluster/support/storage.ts';
import { SystemProcess } from '../cluster/support/system-process.ts';
import { kubectlPath } from '../support/kubectl.ts';
import { ownAddress } from '../support/address.ts';
import { until } from '../support/machine.ts';
import { commandsOf, runCommands } from './support/guide.ts';
import { allOf, SystemPods } from './support/system-pods.ts';

const problem = controlPlaneProblem() ?? (kubectlPath === undefined ? 'needs kubectl: pnpm kubectl' : undefined);
const checkout = fileURLToPath(new URL('../../', import.meta.url));
/** As the guides name them. */
const images = { first: 'registry.example.org/gse:0.1.0', second: 'registry.example.org/gse:0.2.0' };
const guides = {
  install: commandsOf('install-on-kubernetes.md'),
  upgrade: commandsOf('upgrade.md'),
  uninstall: commandsOf('uninstall.md'),
};

describe.skipIf(problem !== undefined)(`the guides of plain Kubernetes${problem === undefined ? '' : ` (skipped: ${problem})`}`, () => {
  let folder: string;
  let cluster: ControlPlane;
  let connection: ClusterConnection;
  let admin: KubeClient;
  let node: SystemProcess;
  let system: SystemPods;
  /** The game's pod as it was when players could join first. */
  let world: Pod;
  let annsToken: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gse-charts-'));
    cluster = await startControlPlane({
      extraArgs: {
        'kube-apiserver': [`--service-node-port-range=${nodePortRange()}`],
        'kube-controller-manager': ['--enable-hostpath-provisioner=true'],
      },
    });
    connection = await connectCluster({ kubeconfig: cluster.kubeconfig });
    admin = createKubeClient({ ...connection, fieldManager: 'admin' });
    await setUpStorage(admin);
    mkdirSync(join(folder, 'node'), { mode: 0o700 });
    const address = ownAddress();
    node = new SystemProcess({
      name: 'node',
      program: [
        'apps/standalone/src/node-main.ts',
        '--node-name=lab',
        `--data-dir=${join(folder, 'node')}`,
        `--agent-image=${images.first}`,
      ],
      env: { KUBECONFIG: cluster.kubeconfig, GSE_BIND_PODS: 'false', GSE_HOST: address, GSE_ADVERTISED_HOST: address },
    });
    await node.start();
    system = await new SystemPods({ cluster, client: admin, namespace: 'gse-system', gameNode: 'lab' }).start();
  }, 120_000);

  afterAll(async () => {
    await system?.[Symbol.asyncDispose]();
    await node?.end('SIGKILL');
    if (admin) await removeProvisionedVolumes(admin).catch(() => undefined);
    await connection?.close();
    await cluster?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }, 60_000);

  /** Does what stands under a heading of a guide. */
  async function follow(guide: keyof typeof guides, heading: string, change = (script: string) => script): Promise<string> {
    const script = guides[guide].get(heading);
    if (script === undefined) throw new Error(`the guide has no commands under ${heading}`);
    const programs = [cluster.programs.helm, kubectlPath ?? ''];
    return await runCommands(change(script), { kubeconfig: cluster.kubeconfig, home: folder, programs }).catch((error: unknown) => {
      throw new Error(`${heading}: ${String(error)}\n${system.output.slice(-6000)}`, { cause: error });
    });
  }

  const game = async (): Promise<Pod> => await admin.get(pods, { namespace: 'games', name: 'my-world-0' });
  const isUntouched = async (): Promise<void> => {
    const now = await game();
    expect(now.metadata.uid).toBe(world.metadata.uid);
    expect(restarts(now)).toEqual(restarts(world));
    expect(now.status?.phase).toBe('Running');
  };
  const restarts = ({ status }: Pod) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])].map(({ name, restartCount }) => [name, restartCount]);

  it('says the whole story: every heading with commands is followed below', () => {
    expect(guides.install.size + guides.upgrade.size + guides.uninstall.size).toBe(6);
  });

  it('installs its charts, in a namespace where only restricted pods run', async () => {
    const said = await follow('install', 'Install');
    expect(said).toMatch(/gse-operator-\S+ +1\/1 +Running/);
    expect(said).toMatch(/gse-api-\S+ +1\/1 +Running/);
    await allOf(system, 'operator', 2, images.first);
    await allOf(system, 'api', 2, images.first);
  });

  it('orders a first server, whose pod is restricted too', async () => {
    expect(await follow('install', 'A first server')).toMatch(/my-world +minecraft +Running/);
    world = await game();
    expect(world.spec.initContainers?.map(({ image }) => image)).toEqual([images.first, images.first]);
  });

  it('lets people in with the rights that the cluster gives them', async () => {
    annsToken = (await follow('install', 'People')).trim().split('\n').at(-1) ?? '';
    for (const { ports } of system.ready('api')) {
      const ask = async (path: string, headers: Record<string, string> = {}) =>
        await fetch(`http://127.0.0.1:${ports.get('http') ?? 0}${path}`, { headers: { authorization: `Bearer ${annsToken}`, ...headers } });
      const console = await until(
        async () => {
          const answer = await ask('/api/v1/servers/games/my-world/players');
          return answer.ok ? answer : undefined;
        },
        { what: 'the role of the chart to be part of edit' },
      );
      expect(await console.json()).toMatchObject({ known: true });
      expect((await ask('/api/v1/servers?namespace=gse-system')).status).toBe(403);
      expect(await (await ask('/', { accept: 'text/html' })).text()).toContain('<title>');
    }
  });

  it("keeps from them what is the provider's to decide", async () => {
    const ann = await connectCluster({ kubeconfig: await cluster.writeKubeconfig('ann', { token: annsToken }) });
    const asAnn = createKubeClient({ ...ann, fieldManager: 'ann' });
    const server = { namespace: 'games', name: 'my-world' };
    for (const [spec, field] of [
      [{ intent: 'Suspended' }, 'intent'],
      [{ placement: { nodeSelector: { gpu: 'yes' } } }, 'placement'],
      [{ network: { type: 'HostPort' } }, 'network.type HostPort'],
      [{ network: { annotations: { a: 'b' } } }, 'network.annotations'],
      [{ network: { loadBalancerClass: 'example.org/other' } }, 'network.loadBalancerClass'],
    ] as const)
      await expect(asAnn.patch(gameServers, server, { spec })).rejects.toMatchObject({
        status: 403,
        message: expect.stringContaining(`${field} is the provider's to decide`) as string,
      });
    await asAnn.patch(gameServers, server, { metadata: { labels: { mine: 'yes' } } });
    expect((await admin.get(gameServers, server)).spec.intent).not.toBe('Suspended');
    await ann.close();
  });

  it('upgrades both to another release, with its definitions, and no game notices', async () => {
    const next = join(folder, 'release');
    cpSync(join(checkout, 'charts'), join(next, 'charts'), { recursive: true });
    const chart = join(next, 'charts/system/gse-operator');
    edit(join(chart, 'Chart.yaml'), (text) => text.replaceAll('0.1.0', '0.2.0'));
    const definition = join(chart, 'files/crds/gameservers.gse.cozystack.io.yaml');
    edit(definition, (text) => text.replace(/^( +)game:\n/m, '$1noticedBy0_2:\n$1  type: string\n$&'));
    const key = await sealKey();

    await follow('upgrade', 'To another release', (script) => script.replaceAll('charts/system', `${next}/charts/system`));
    await allOf(system, 'operator', 2, images.second);
    await allOf(system, 'api', 2, images.second);
    expect(JSON.stringify((await admin.get(customResourceDefinitions, { name: 'gameservers.gse.cozystack.io' })).spec)).toContain(
      'noticedBy0_2',
    );
    expect(await sealKey()).toBe(key);
    // The operator has seen the server: what starts next starts with the new agent.
    await until(
      async () => {
        const { spec } = await admin.get(statefulSets, { namespace: 'games', name: 'my-world' });
        return spec.template.spec.initContainers?.every(({ image }) => image === images.second);
      },
      { what: () => `the new agent image to be staged; the operator said:\n${system.output.slice(-4000)}` },
    );
    await isUntouched();
    // So far the roles of the charts were enough; uninstalling takes them away before the last pod is gone.
    expect(system.output).not.toMatch(/forbidden/i);
  });

  it('goes, and games run on; it comes back, and takes them up', async () => {
    await follow('uninstall', 'The system, not the games', (script) => script.replace(/^image=[^]*/m, ''));
    await until(() => system.ready('operator').length + system.ready('api').length === 0, { what: 'the system to go' });
    await isUntouched();
    expect((await admin.get(gameServers, { namespace: 'games', name: 'my-world' })).status?.phase).toBe('Running');
    await expect(admin.get(secrets, { namespace: 'gse-system', name: 'gse-api-seal-key' })).rejects.toSatisfy(isNotFound);

    await follow('uninstall', 'The system, not the games', (script) => script.replace(/^[^]*?(?=^image=)/m, ''));
    await allOf(system, 'operator', 2, images.second);
    await admin.patch(gameServers, { namespace: 'games', name: 'my-world' }, { spec: { settings: { difficulty: 'easy' } } });
    await until(
      async () => {
        const { metadata, status } = await admin.get(gameServers, { namespace: 'games', name: 'my-world' });
        return status?.observedGeneration === metadata.generation && status?.phase === 'Running';
      },
      { what: () => `the operator to see the change; it said:\n${system.output.slice(-4000)}` },
    );
    await isUntouched();
  });

  it('takes everything away, worlds saved first, and leaves nothing', async () => {
    await follow('uninstall', 'Everything');
    await expect(admin.get(customResourceDefinitions, { name: 'gameservers.gse.cozystack.io' })).rejects.toSatisfy(isNotFound);
    await expect(game()).rejects.toSatisfy(isNotFound);
    const worlds = join(folder, 'node/volumes/games');
    await until(() => !existsSync(worlds) || readdirSync(worlds).length === 0, { what: 'the world to go with its server' });
  });

  async function sealKey(): Promise<string | undefined> {
    return (await admin.get(secrets, { namespace: 'gse-system', name: 'gse-api-seal-key' })).data?.['seal-key'];
  }
});

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`${path} is not as this test expects`);
  writeFileSync(path, after);
}
