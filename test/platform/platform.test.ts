import { existsSync } from 'node:fs';
import { controlPlaneProblem } from '@gse/control-plane';
import {
  createKubeClient,
  customResourceDefinitions,
  persistentVolumeClaims,
  pods,
  secrets,
  services,
  type KubeClient,
  type Pod,
  type ResourceType,
} from '@gse/kube';
import { claimName, gameServers, podName, type GameServer } from '@gse/server-objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCommands } from '../charts/support/guide.ts';
import { allOf } from '../charts/support/system-pods.ts';
import { MachineClient } from '../support/client.ts';
import { kubectlPath } from '../support/kubectl.ts';
import { until } from '../support/machine.ts';
import { EARLIER_LABEL, EARLIER_STOP_SECONDS, NEW_COLUMN } from './support/earlier-checkout.ts';
import { commandsUnder } from './support/guide-commands.ts';
import { startHealthChecks, type HealthChecks } from './support/health-checks.ts';
import { IMAGES, startInstallation, SYSTEM_NAMESPACE, TENANT, type Installation } from './support/installation.ts';
import { openInventory, type Inventory } from './support/inventory.ts';
import { helmReleases, packages, workloadMonitors } from './support/kinds.ts';
import { change, mayYet, orderOf, orders, place, remove, type Order } from './support/orders.ts';
import { followGame, limitsOf, restartsOf } from './support/pods.ts';

const problem = controlPlaneProblem() ?? (kubectlPath === undefined ? 'needs kubectl: pnpm kubectl' : undefined);
const title = `the platform and the packed artifact${problem === undefined ? '' : ` (skipped: ${problem})`}`;
/** Patience with a busy machine. */
const within = 240_000;
const minecraft = orderOf('minecraft');
const factorio = orderOf('factorio');
/** The claim of a world that is kept when its server goes. */
const kept = claimName('factorio-server-two');
const bigger = { resources: { cpu: '3', memory: '7Gi' }, storageSize: '60Gi' };

describe.skipIf(problem !== undefined)(title, () => {
  let installation: Installation;
  let admin: KubeClient;
  /** An administrator of the tenant. */
  let ann: KubeClient;
  /** The tenant at our pages. */
  let client: MachineClient;
  let health: HealthChecks;
  let inventory: Inventory;
  /** Everything there was before the edition came. */
  let before: ReadonlySet<string>;
  /** The pods of the games when players could join first. */
  const first = new Map<string, Pod>();

  beforeAll(async () => {
    installation = await startInstallation();
    const { cluster, tenant } = installation;
    admin = installation.admin;
    const fetch = cluster.fetch(await cluster.user('ann', [`${TENANT}-admin`]));
    ann = createKubeClient({ baseUrl: cluster.url, fetch, fieldManager: 'ann' });
    client = new MachineClient(tenant);
    inventory = await openInventory(cluster);
    before = await inventory();
  });
  afterAll(async () => {
    await installation?.[Symbol.asyncDispose]();
  });

  /** What a guide tells to do under a heading, with files of a release. */
  async function follow(guide: string, heading: string, files = ''): Promise<string> {
    const { cluster } = installation;
    const script = commandsUnder(guide, heading).replaceAll(' cozystack/', ` ${files}/cozystack/`);
    return await runCommands(script, { kubeconfig: cluster.kubeconfig, home: cluster.folder, programs: [kubectlPath ?? ''] });
  }
  const seen = <T>(what: string, look: () => Promise<T>): Promise<NonNullable<T>> =>
    until(look, { within, everyMs: 200, what: () => `${what}; the system said:\n${installation.system.output.slice(-6000)}` });
  const serverOf = (release: string): Promise<GameServer> => admin.get(gameServers, { namespace: TENANT, name: release });
  const podOf = (release: string): Promise<Pod> => admin.get(pods, { namespace: TENANT, name: podName(release) });
  const stagedOf = async (release: string): Promise<readonly string[]> => {
    const { metadata, status } = await serverOf(release);
    return status?.observedGeneration === metadata.generation ? (status?.staged ?? []).map(({ path }) => path) : ['not observed'];
  };
  const isReady = async (release: string): Promise<void> => {
    let last: GameServer | undefined;
    const look = async (): Promise<boolean> => {
      last = await serverOf(release);
      return (await health.of(TENANT, release)) === 'Current';
    };
    await until(look, { within, everyMs: 200, what: () => `${release} to be ready; it says ${JSON.stringify(last?.status)}` });
  };
  const isUntouched = async ({ release }: Order): Promise<void> => {
    const now = await podOf(release);
    const then = first.get(release);
    expect(now.metadata.uid, release).toBe(then?.metadata.uid);
    expect(restartsOf(now), release).toEqual(then && restartsOf(then));
    expect(now.status?.phase, release).toBe('Running');
  };
  const playerJoins = async (release: string): Promise<void> => {
    await client.command(release, 'simulate join Robin');
    await seen('a player', async () => (await serverOf(release)).status?.players?.online === 1);
  };
  /** A restart that somebody asks for in our pages, with notice to whoever plays. */
  async function restart(release: string): Promise<void> {
    const { name } = await client.api('POST', `${client.serverPath(release)}/restart`, { announceSeconds: [3, 1] });
    const operation = await seen('the restart', async () => {
      const found = (await client.operations()).find(({ metadata }) => metadata.name === name);
      return found?.status?.['phase'] === 'Succeeded' ? found : undefined;
    });
    expect(operation.status?.['announced']).toEqual(
      expect.arrayContaining([expect.objectContaining({ secondsBefore: expect.any(Number) })]),
    );
  }

  /** Nothing more and nothing less than before the edition came, apart from this. */
  async function isLeft(expected: readonly string[]): Promise<void> {
    let last: string[] = [];
    const look = async (): Promise<boolean> => {
      const now = await inventory();
      const gone = [...before].filter((each) => !now.has(each)).map((each) => `no ${each}`);
      last = [...gone, ...[...now].filter((each) => !before.has(each))];
      return last.toSorted().join() === expected.toSorted().join();
    };
    await until(look, { within, everyMs: 1000, what: () => `${expected.join(', ')} to be left; there was ${last.join(', ')}` });
  }

  test('two manifests bring the edition, each part after those it needs', async () => {
    const { platform, releases, cluster, system } = installation;
    await follow('install-on-cozystack.md', 'Two manifests', releases.earlier.folder);
    const one = { values: { replicas: 1 } };
    await admin.patch(packages, { name: 'gse' }, { spec: { components: { 'gse-operator': one, 'gse-api': one } } });
    await platform.settle();
    const said = await follow('install-on-cozystack.md', 'What appears');
    expect(said).toMatch(/gse-operator-\S+ +1\/1 +Running/);
    expect(said).toMatch(/gse-api-\S+ +1\/1 +Running/);
    for (const { kind } of orders) expect(said).toContain(kind);
    await allOf(system, 'operator', 1, IMAGES.earlier);
    await allOf(system, 'api', 1, IMAGES.earlier);
    health = await startHealthChecks(cluster, admin, await platform.definitions());
  });

  test('a name is an order: five games stand side by side, and the dashboard shows of them what is the tenant’s', async () => {
    await Promise.all(
      // Roles add up: the charts' are part of the tenant's once a controller has seen them.
      orders.map((order) => seen(`ann to be allowed to order ${order.kind}`, () => mayYet(place(ann, order)))),
    );
    await installation.platform.settle();
    await Promise.all(orders.map(({ release }) => isReady(release)));
    for (const { release } of orders) {
      first.set(release, await podOf(release));
      expect((await serverOf(release)).status?.address).toMatch(/^198\.51\.100\.\d+:\d+$/);
      expect((await ann.get(services, { namespace: TENANT, name: release })).spec).toMatchObject({
        type: 'LoadBalancer',
        allocateLoadBalancerNodePorts: false,
        externalTrafficPolicy: 'Local',
      });
      const { data } = await ann.get(secrets, { namespace: TENANT, name: `${release}-connection` });
      expect(Buffer.from(data?.['host'] ?? '', 'base64').toString()).toBe(`${release}.${TENANT}.svc.cozy.local`);
      await expect(ann.get(secrets, { namespace: TENANT, name: `${release}-credentials` })).rejects.toMatchObject({ status: 403 });
      // What is billed: pod, volume and address, found by one selector.
      const { spec } = await ann.get(workloadMonitors, { namespace: TENANT, name: release });
      const labelSelector = Object.entries(spec.selector).join().replaceAll(/,/g, '=');
      for (const type of [pods, persistentVolumeClaims, services] as readonly ResourceType[])
        expect((await admin.list(type, { namespace: TENANT, labelSelector })).items, `${type.plural} of ${release}`).toHaveLength(1);
      // What leads the platform from the volume to the order.
      const claim = await admin.get(persistentVolumeClaims, { namespace: TENANT, name: claimName(release) });
      expect(claim.metadata.labels).toMatchObject({ 'helm.toolkit.fluxcd.io/name': release });
    }
  });

  test('a changed setting applies at once where it can, and waits where it cannot', async () => {
    await Promise.all(orders.map((order) => change(ann, order, { ...order.live.values, ...order.staged.values })));
    await installation.platform.settle();
    for (const { release, staged } of orders)
      await seen(`only ${staged.setting} of ${release} to wait`, async () => (await stagedOf(release)).join() === staged.setting);
    await Promise.all(orders.map(({ release }) => isReady(release)));
    await Promise.all(orders.map(isUntouched));
  });

  test('disk grows at once; CPU and memory wait for a restart, of which players are told', async () => {
    const { release } = minecraft;
    for (const order of [minecraft, factorio]) await change(ann, order, bigger);
    await installation.platform.settle();
    for (const order of [minecraft, factorio]) {
      await seen('the claim to grow', async () => {
        const { spec } = await admin.get(persistentVolumeClaims, { namespace: TENANT, name: claimName(order.release) });
        return spec.resources?.requests?.['storage'] === bigger.storageSize;
      });
      await seen('the size to wait', async () => (await stagedOf(order.release)).some((path) => path.startsWith('resources')));
      await isUntouched(order);
    }
    await playerJoins(release);
    await restart(release);
    await seen('nothing to wait', async () => (await stagedOf(release)).length === 0);
    await isReady(release);
    const pod = await podOf(release);
    expect(pod.metadata.uid).not.toBe(first.get(release)?.metadata.uid);
    expect(limitsOf(pod)).toMatchObject(bigger.resources);
    first.set(release, pod);
  });

  test('the next release comes with the next source: system and definitions are new, and no game notices', async () => {
    const { platform, releases, system } = installation;
    const columns = async (): Promise<string> =>
      JSON.stringify((await admin.get(customResourceDefinitions, { name: 'gameservers.gse.cozystack.io' })).spec);
    expect(await columns()).not.toContain(`"name":"${NEW_COLUMN}"`);
    expect((await serverOf(factorio.release)).metadata.labels).toHaveProperty(EARLIER_LABEL);

    await follow('upgrade.md', 'On Cozystack', releases.present.folder);
    await platform.settle();
    const [operator] = await allOf(system, 'operator', 1, IMAGES.present);
    const env = operator?.pod.spec.containers[0]?.env ?? [];
    expect(env.find(({ name }) => name === 'GSE_STOP_SECONDS')?.value).not.toBe(String(EARLIER_STOP_SECONDS));
    expect(await columns()).toContain(`"name":"${NEW_COLUMN}"`);
    for (const { release } of orders) {
      expect((await serverOf(release)).metadata.labels).not.toHaveProperty(EARLIER_LABEL);
      await seen('the new agent to wait', async () => (await stagedOf(release)).includes('agent'));
      await isReady(release);
    }
    await Promise.all(orders.map(isUntouched));
    await allOf(system, 'api', 1, IMAGES.present);
    // So far the roles of the charts were enough.
    expect(system.output).not.toMatch(/forbidden/i);
  });

  test('an order of the release before goes on: it is changed, and takes with a restart what has waited', async () => {
    const { release } = factorio;
    await change(ann, factorio, { maxPlayers: 20 });
    await installation.platform.settle();
    await seen('the change', async () => !(await stagedOf(release)).includes('not observed'));
    await isUntouched(factorio);
    await playerJoins(release);
    await restart(release);
    await seen('nothing to wait', async () => (await stagedOf(release)).length === 0);
    await isReady(release);
    const pod = await podOf(release);
    expect(limitsOf(pod)).toMatchObject(bigger.resources);
    expect(pod.spec.initContainers?.map(({ image }) => image)).toEqual([IMAGES.present, IMAGES.present]);
  });

  test('our pages order through the platform', async () => {
    const body = { name: 'two', namespace: TENANT, spec: { game: 'factorio', storage: { whenDeleted: 'Retain' } } };
    // Our pages wait for what becomes of the order, while the platform takes it.
    const [answer] = await Promise.all([
      client.api('POST', 'servers', body),
      seen('the order', async () => {
        await installation.platform.settle();
        return (
          (await admin.list(gameServers, { namespace: TENANT, fieldSelector: 'metadata.name=factorio-server-two' })).items.length === 1
        );
      }),
    ]);
    expect(answer).toMatchObject({ summary: { name: 'factorio-server-two' } });
    await isReady('factorio-server-two');
  });

  test('a server goes: players are told, the world is saved, and it goes or stays as ordered', async () => {
    const { release } = minecraft;
    await change(ann, minecraft, { announceSeconds: [6] });
    await installation.platform.settle();
    await seen('the change', async () => !(await stagedOf(release)).includes('not observed'));
    await playerJoins(release);
    const removed = async (): Promise<void> => {
      await remove(ann, minecraft);
      await ann.delete(factorio.type, { namespace: TENANT, name: 'two' });
      await installation.platform.settle();
    };
    const [said] = await Promise.all([followGame(admin, release, within), removed()]);
    expect(said.join('\n')).toMatch(/Server stops in \d seconds?[^]*Stopping server[^]*All dimensions are saved/);
    await seen('nothing to be left of them but a world', async () => {
      const left = [...(await inventory())].filter((each) => each.includes(release) || each.includes('-two'));
      return left.join() === `persistentvolumeclaims ${TENANT}/${kept}`;
    });
    await until(() => !existsSync(installation.tenant.volume(claimName(release))), { within, what: 'its world to go' });
  });

  test('the edition goes as its guide says, and leaves what the guide names', async () => {
    const { platform } = installation;
    await Promise.all(orders.filter((order) => order !== minecraft).map((order) => remove(ann, order)));
    await platform.settle();
    await health[Symbol.asyncDispose]();
    expect(await follow('install-on-cozystack.md', 'Removing it')).not.toContain(TENANT);
    await seen('every release to go', async () => {
      await platform.settle();
      return (await admin.list(helmReleases)).items.length === 0;
    });
    const world = [
      `persistentvolumeclaims ${TENANT}/${kept}`,
      `persistentvolumes ${(await admin.get(persistentVolumeClaims, { namespace: TENANT, name: kept })).spec.volumeName}`,
    ];
    const documented = [
      ...world,
      'apiservices.apiregistration.k8s.io v1alpha1.gse.cozystack.io',
      ...['gameservers', 'gameoperations'].map((plural) => `customresourcedefinitions.apiextensions.k8s.io ${plural}.gse.cozystack.io`),
      // The namespace, with the leader's Lease and what Kubernetes and the platform keep in every one.
      `namespaces ${SYSTEM_NAMESPACE}`,
      `leases.coordination.k8s.io ${SYSTEM_NAMESPACE}/gse-operator`,
      `configmaps ${SYSTEM_NAMESPACE}/kube-root-ca.crt`,
      `serviceaccounts ${SYSTEM_NAMESPACE}/default`,
      `secrets ${SYSTEM_NAMESPACE}/cozystack-values`,
    ];
    await isLeft(documented);
    await follow('install-on-cozystack.md', 'Removing what stayed');
    await isLeft(world);
    expect(existsSync(installation.tenant.volume(kept))).toBe(true);
  });
});
