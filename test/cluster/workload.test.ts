import { games, gameById } from '@gse/catalog';
import { controlPlaneProblem, startControlPlane, type ControlPlane } from '@gse/control-plane';
import {
  configMaps,
  connectCluster,
  createKubeClient,
  customResourceDefinitions as definitions,
  namespaces,
  networkPolicies,
  persistentVolumeClaims,
  pods,
  resourceType,
  secrets,
  services,
  statefulSets,
  type CustomResourceDefinition,
  type Fetch,
  type KubeClient,
  type KubeObject,
  type ResourceType,
} from '@gse/kube';
import { createOperator } from '@gse/operator';
import { customResourceDefinitions, gameServerSpecSchema, type GameServerSpecInput, type GameServerStatus } from '@gse/resources';
import { gameServers, type GameServer } from '@gse/server-objects';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/machine.ts';

const problem = controlPlaneProblem();
/** Patience with a busy machine. */
const within = 120_000;

const storageClasses = resourceType<KubeObject & { provisioner: string; allowVolumeExpansion?: boolean }>({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  plural: 'storageclasses',
  namespaced: false,
});
const persistentVolumes = resourceType<KubeObject & { spec: object }>({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  namespaced: false,
});
const resourceQuotas = resourceType<KubeObject & { spec: object; status?: { hard?: object } }>({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  namespaced: true,
});

/** Everything that is made for a server. */
const kinds: readonly ResourceType[] = [
  pods,
  services,
  persistentVolumeClaims,
  secrets,
  configMaps,
  networkPolicies,
  statefulSets,
] as ResourceType[];

/** An operator in this process, with a count of what it wrote. */
function startOperator(client: { baseUrl: string; fetch: Fetch }, agentImage = 'example.invalid/gse:1') {
  const writes: string[] = [];
  const counting: Fetch = (request) => {
    if (request.method !== 'GET') writes.push(`${request.method} ${new URL(request.url).pathname}`);
    return client.fetch(request);
  };
  const stop = new AbortController();
  const operator = createOperator({
    client: createKubeClient({ ...client, fetch: counting, fieldManager: 'gse-operator' }),
    gameById,
    agentImage,
  });
  const running = operator.run(stop.signal);
  return {
    writes,
    ready: operator.ready,
    async stop() {
      stop.abort();
      await running;
    },
  };
}

describe.skipIf(problem !== undefined)(`the workload on a real control plane${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: ControlPlane;
  let connection: Awaited<ReturnType<typeof connectCluster>>;
  let admin: KubeClient;
  let operator: ReturnType<typeof startOperator>;

  beforeAll(async () => {
    cluster = await startControlPlane();
    connection = await connectCluster({ kubeconfig: cluster.kubeconfig });
    admin = createKubeClient({ ...connection, fieldManager: 'admin' });
    for (const definition of customResourceDefinitions()) {
      await admin.create(definitions, definition as unknown as CustomResourceDefinition);
    }
    for (const [name, level] of [
      ['games', 'restricted'],
      ['lab', 'privileged'],
      ['poor', 'restricted'],
    ] as const) {
      const labels = { 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/enforce-version': 'latest' };
      await admin.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
    }
    for (const [name, allowVolumeExpansion] of [
      ['grows', true],
      ['fixed', false],
    ] as const) {
      await admin.create(storageClasses, {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name },
        provisioner: 'example.com/nobody',
        allowVolumeExpansion,
      });
    }
    await until(
      () =>
        admin.list(gameServers, { namespace: 'games' }).then(
          () => true,
          () => undefined,
        ),
      { within, what: 'the kinds' },
    );
    operator = startOperator(connection);
    await operator.ready;
  }, 180_000);
  afterAll(async () => {
    await operator?.stop();
    await cluster?.stop();
  });

  async function order(
    namespace: string,
    name: string,
    spec: Partial<GameServerSpecInput>,
    labels: Record<string, string> = {},
  ): Promise<GameServer> {
    const licences = games.find(({ id }) => id === spec.game)?.licences.map(({ id }) => ({ id, accepted: true })) ?? [];
    return await admin.create(gameServers, {
      apiVersion: 'gse.cozystack.io/v1alpha1',
      kind: 'GameServer',
      metadata: { namespace, name, labels },
      spec: gameServerSpecSchema.parse({ licences, ...spec, game: spec.game ?? 'factorio' }),
    });
  }
  const statusOf = async (namespace: string, name: string): Promise<GameServerStatus> =>
    (await admin.get(gameServers, { namespace, name })).status ?? {};
  const find = <T extends KubeObject>(type: ResourceType<T>, namespace: string, name: string): Promise<T | undefined> =>
    admin.get(type, { namespace, name }).catch(() => undefined);
  const change = (namespace: string, name: string, spec: object): Promise<GameServer> =>
    admin.patch(gameServers, { namespace, name }, { spec });
  const seen = <T>(what: string, look: () => Promise<T | undefined | false>): Promise<NonNullable<T>> =>
    until(look, { within, what }) as Promise<NonNullable<T>>;

  test(
    'every game gets a pod at the level restricted, one label finds all of a server, and no secret stands outside of its Secret',
    { timeout: 180_000 },
    async () => {
      const theirs = { 'app.kubernetes.io/managed-by': 'Helm' };
      await admin.create(secrets, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { namespace: 'games', name: 'mine', labels: theirs },
        stringData: { licenseKey: 'cfxk_5ecret0fAPerson' },
      });
      const release = { 'helm.toolkit.fluxcd.io/name': 'release', 'helm.toolkit.fluxcd.io/namespace': 'games' };
      const placement = { schedulerName: 'nobody', tolerations: [{ key: 'games', operator: 'Exists' as const }], nodeSelector: { a: 'b' } };
      for (const { id } of games)
        await order('games', `${id}-1`, { game: id, placement, ...(id === 'fivem' && { secretName: 'mine' }) }, release);

      for (const { id } of games) {
        const name = `${id}-1`;
        const pod = await seen(`the pod of ${id}`, () => find(pods, 'games', `${name}-0`));
        expect(pod.spec).toMatchObject({ ...placement, tolerations: expect.arrayContaining(placement.tolerations) });
        const [owner] = (await admin.list(gameServers, { namespace: 'games', fieldSelector: `metadata.name=${name}` })).items;
        const texts: string[] = [];
        const values: string[] = [];
        for (const type of kinds) {
          const { items } = await admin.list(type, { namespace: 'games', labelSelector: `gse.cozystack.io/server=${name}` });
          expect(items, `${type.kind} of ${id}`).toHaveLength(1);
          const [object] = items as (KubeObject & { data?: Record<string, string> })[];
          if (type.kind === 'Secret') values.push(...Object.values(object?.data ?? {}));
          else texts.push(JSON.stringify(object));
          const isTheirs = object?.metadata.name === 'mine';
          expect(object?.metadata.labels?.['app.kubernetes.io/managed-by']).toBe(isTheirs ? 'Helm' : 'gse');
          // What leads a platform to the order: the owner, and for the volume, which has none, the label of the release.
          if (type.kind === 'PersistentVolumeClaim') expect(object?.metadata.labels).toMatchObject(release);
          else if (type.kind !== 'Pod' && !isTheirs) expect(object?.metadata.ownerReferences?.[0]?.uid).toBe(owner?.metadata.uid);
        }
        expect(values.length).toBeGreaterThan(0);
        for (const encoded of values) {
          const value = Buffer.from(encoded, 'base64').toString();
          for (const text of texts) expect(text.includes(value) || text.includes(encoded)).toBe(false);
        }
      }
    },
  );

  test('an operator that starts anew writes nothing where nothing has changed', { timeout: 180_000 }, async () => {
    let before = -1;
    const isAtRest = () => before === (before = operator.writes.length);
    await until(isAtRest, {
      within,
      everyMs: 2000,
      what: () => `the operator to come to rest; last it wrote ${operator.writes.slice(-5).join()}`,
    });
    await operator.stop();
    operator = startOperator(connection);
    await operator.ready;
    // One change passes through every queue behind everything that the start has put there.
    await order('lab', 'marker', {});
    await seen('the marker', () => find(statefulSets, 'lab', 'marker'));
    expect(operator.writes.filter((write) => !write.includes('/lab/') && !write.includes('/leases/'))).toEqual([]);
  });

  test('another agent image waits for the next restart, and is said', { timeout: 180_000 }, async () => {
    await operator.stop();
    const image = 'example.invalid/gse:2';
    const pod = await find(pods, 'games', 'factorio-1-0');
    operator = startOperator(connection, image);
    const status = await seen('what is staged', async () => {
      const now = await statusOf('games', 'factorio-1');
      return now.staged?.some(({ path }) => path === 'agent') && now;
    });
    expect(status.staged).toEqual([{ path: 'agent', title: 'Agent beside the game', message: 'takes effect with the next restart' }]);
    const set = await find(statefulSets, 'games', 'factorio-1');
    expect(set?.spec.template.spec.initContainers?.map((container) => container.image)).toEqual([image, image]);
    expect((await find(pods, 'games', 'factorio-1-0'))?.metadata.uid).toBe(pod?.metadata.uid);
  });

  test('a Service becomes what is wished, whatever it was, and forgets what is no longer wished', { timeout: 180_000 }, async () => {
    const annotations = { 'service.beta.kubernetes.io/x': 'y' };
    await order('lab', 'city', {
      game: 'fivem',
      network: {
        type: 'LoadBalancer',
        address: '192.0.2.10',
        ports: { game: 31000, http: 31000 },
        allocateLoadBalancerNodePorts: false,
        annotations,
      },
    });
    const service = (what: string, is: (found: NonNullable<Awaited<ReturnType<typeof look>>>) => boolean) =>
      seen(what, async () => {
        const found = await look();
        return found && is(found) ? found : undefined;
      });
    const look = () => find(services, 'lab', 'city');
    const first = await service('the Service', () => true);
    expect(first.spec).toMatchObject({
      loadBalancerIP: '192.0.2.10',
      externalTrafficPolicy: 'Local',
      allocateLoadBalancerNodePorts: false,
    });
    expect(first.spec.ports?.map(({ port, protocol, nodePort }) => `${port}/${protocol} ${nodePort}`)).toEqual([
      '31000/UDP undefined',
      '31000/TCP undefined',
      '40120/TCP undefined',
    ]);
    await admin.patchStatus(services, first.metadata, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } } });
    await seen('the address', async () => (await statusOf('lab', 'city')).address === '192.0.2.10:31000');

    await change('lab', 'city', { network: { address: null, annotations: null, ports: null, sharedAddress: 'arena' } });
    const shared = await service('the shared address', ({ spec }) => spec.externalTrafficPolicy === 'Cluster');
    expect(shared.spec.loadBalancerIP).toBeUndefined();
    expect(shared.spec.ports?.map(({ port }) => port)).toEqual([30120, 30120, 40120]);
    expect(shared.metadata.annotations).toMatchObject({ 'lbipam.cilium.io/sharing-key': 'lab/arena' });
    expect(shared.metadata.annotations).not.toHaveProperty(Object.keys(annotations)[0] ?? '');

    await change('lab', 'city', { network: { type: 'NodePort', allocateLoadBalancerNodePorts: null } });
    const onNode = await service(
      'the node ports',
      ({ spec }) => spec.type === 'NodePort' && spec.ports?.every(({ nodePort }) => nodePort) === true,
    );
    const pod = await seen('the pod', () => find(pods, 'lab', 'city-0'));
    await admin.patchStatus(pods, pod.metadata, {
      status: { phase: 'Pending', hostIP: '198.51.100.3', hostIPs: [{ ip: '198.51.100.3' }] },
    });
    await seen(
      'the address of the node',
      async () => (await statusOf('lab', 'city')).address === `198.51.100.3:${onNode.spec.ports?.[0]?.nodePort}`,
    );

    await change('lab', 'city', { network: { type: 'ClusterIP' } });
    const inner = await service('the inner address', ({ spec }) => spec.type === 'ClusterIP');
    expect(inner.spec.clusterIP).not.toBe('None');
    expect(inner.spec.ports?.every(({ nodePort }) => nodePort === undefined)).toBe(true);
    expect((await statusOf('lab', 'city')).staged ?? []).toEqual([]);

    await order('lab', 'inside', { network: { type: 'ClusterIP' } });
    expect((await seen('a headless one', () => find(services, 'lab', 'inside'))).spec.clusterIP).toBe('None');
    await change('lab', 'inside', { network: { type: 'LoadBalancer' } });
    await seen('one with an address in its place', async () => (await find(services, 'lab', 'inside'))?.spec.type === 'LoadBalancer');
  });

  test('a volume grows as soon as it can, and where it cannot, the status says why', { timeout: 180_000 }, async () => {
    for (const className of ['grows', 'fixed']) {
      await order('lab', className, { storage: { size: '10Gi', className } });
      const claim = await seen('the claim', () => find(persistentVolumeClaims, 'lab', `data-${className}-0`));
      expect(claim.spec.storageClassName).toBe(className);
      // Not bound yet: nothing can be told to it, and nothing is.
      await change('lab', className, { storage: { size: '20Gi' } });
      await seen('the wait', async () => (await conditionOf(className)) === 'Growing');
      await admin.create(persistentVolumes, {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: `volume-${className}` },
        spec: {
          capacity: { storage: '10Gi' },
          accessModes: ['ReadWriteOnce'],
          storageClassName: className,
          claimRef: {
            namespace: 'lab',
            name: claim.metadata.name,
            uid: claim.metadata.uid,
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
          },
          csi: { driver: 'nobody.example.com', volumeHandle: className },
        },
      });
    }
    await seen('the growth', async () => {
      const claim = await find(persistentVolumeClaims, 'lab', 'data-grows-0');
      return claim?.spec.resources?.requests?.['storage'] === '20Gi';
    });
    await seen('the refusal', async () => (await conditionOf('fixed')) === 'ExpansionRefused');
    const { staged } = await statusOf('lab', 'fixed');
    expect(staged).toContainEqual(expect.objectContaining({ path: 'storage.size', message: expect.stringContaining('fixed') }));
    await change('lab', 'fixed', { storage: { size: '5Gi' } });
    await seen('the other refusal', async () => (await conditionOf('fixed')) === 'CannotShrink');
    await change('lab', 'fixed', { storage: { size: '10Gi' } });
    await seen('peace', async () => (await conditionOf('fixed')) === undefined && 'yes');
  });
  const conditionOf = async (name: string): Promise<string | undefined> =>
    (await statusOf('lab', name)).conditions?.find(({ type }) => type === 'StorageAsOrdered')?.reason;

  test(
    'what a quota or the pod security level refuses is said with the way out, and goes on when it is taken',
    { timeout: 180_000 },
    async () => {
      await admin.create(resourceQuotas, {
        apiVersion: 'v1',
        kind: 'ResourceQuota',
        metadata: { namespace: 'poor', name: 'tenant-quota' },
        spec: {
          hard: {
            'services.loadbalancers': '0',
            'limits.cpu': '100',
            'limits.memory': '100Gi',
            'requests.cpu': '100',
            'requests.memory': '100Gi',
          },
        },
      });
      await seen('the quota', async () => (await find(resourceQuotas, 'poor', 'tenant-quota'))?.status?.hard !== undefined);
      await order('poor', 'world', {});
      const refused = await seen('the refusal', async () => {
        const { reason } = await statusOf('poor', 'world');
        return reason?.code === 'QuotaExceeded' && reason;
      });
      expect(refused.message).toContain('services.loadbalancers');
      expect(refused.fix).toMatchObject({ kind: 'patch', patch: { spec: { network: { type: 'NodePort' } } } });
      await change('poor', 'world', refused.fix?.patch?.['spec'] ?? {});
      // Its containers all have limits, so that the quota lets it in.
      await seen('the pod', () => find(pods, 'poor', 'world-0'));

      await order('poor', 'hostess', { network: { type: 'HostPort' } });
      const level = await seen('the other refusal', async () => {
        const { reason } = await statusOf('poor', 'hostess');
        return reason?.code === 'PodSecurity' && reason;
      });
      expect(level.message).toContain('hostPort');
    },
  );

  test('somebody else’s object of the same name is left alone, and the status says so', { timeout: 180_000 }, async () => {
    await admin.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'lab', name: 'taken-config' },
      data: { a: 'b' },
    });
    await order('lab', 'taken', {});
    await seen('the reason', async () => (await statusOf('lab', 'taken')).reason?.code === 'NameTaken');
    expect((await find(configMaps, 'lab', 'taken-config'))?.data).toEqual({ a: 'b' });
  });

  test('a name that no Service or pod could have is refused at the order', async () => {
    await expect(order('lab', '1st', {})).rejects.toMatchObject({ status: 422 });
    await expect(order('lab', 'w'.repeat(53), {})).rejects.toMatchObject({ status: 422 });
  });
});
