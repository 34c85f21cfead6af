import { execFile, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlPlaneProblem, startControlPlane, type ControlPlane, type Credentials } from '@gse/control-plane';
import {
  configMaps,
  connectCluster,
  createEventRecorder,
  createInformer,
  createKubeClient,
  createLeaderElector,
  events,
  httpFetch,
  isConflict,
  metadataOnly,
  namespaces,
  pods,
  resourceType,
  secrets,
  statefulSets,
  type KubeClient,
  type KubeObject,
} from '@gse/kube';
import { startFaultProxy } from '@gse/kube/testing';
import { until } from './support/machine.ts';

const problem = controlPlaneProblem();
const run = promisify(execFile);

interface RoleBinding extends KubeObject {
  roleRef: { apiGroup: string; kind: string; name: string };
  subjects: readonly { kind: string; name: string; namespace?: string }[];
}
const roleBindings = resourceType<RoleBinding>({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  plural: 'rolebindings',
  namespaced: true,
});
interface SelfSubjectReview extends KubeObject {
  status?: { userInfo: { username: string } };
}
const selfReviews = resourceType<SelfSubjectReview>({
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'SelfSubjectReview',
  plural: 'selfsubjectreviews',
  namespaced: false,
});

describe.skipIf(problem !== undefined)(`a control plane for tests${problem ? ` (skipped: ${problem})` : ''}`, () => {
  let cluster: ControlPlane;
  let admin: KubeClient;

  beforeAll(async () => {
    cluster = await startControlPlane({ scheduler: true });
    admin = createKubeClient({ ...(await connectCluster({ kubeconfig: cluster.kubeconfig })), fieldManager: 'admin' });
    await admin.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  });
  afterAll(() => cluster?.stop());

  async function clientOf(name: string, credentials: Credentials): Promise<KubeClient> {
    const connection = await connectCluster({ kubeconfig: await cluster.writeKubeconfig(name, credentials) });
    return createKubeClient({ ...connection, fieldManager: name });
  }

  async function whoIs(client: KubeClient): Promise<string | undefined> {
    const review: SelfSubjectReview = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview', metadata: { name: '' } };
    return (await client.create(selfReviews, review)).status?.userInfo.username;
  }

  test('a person may do what RBAC says, and nothing else', async () => {
    const ann = await clientOf('ann', await cluster.user('ann', ['players']));
    expect(await whoIs(ann)).toBe('ann');
    await expect(ann.list(pods, { namespace: 'shop' })).rejects.toMatchObject({ status: 403, reason: 'Forbidden' });
    await admin.create(roleBindings, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'players', namespace: 'shop' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'Group', name: 'players' }],
    });
    await until(
      async () =>
        ann.list(pods, { namespace: 'shop' }).then(
          () => true,
          () => undefined,
        ),
      { what: 'the binding to count' },
    );
    await expect(ann.list(pods, { namespace: 'default' })).rejects.toMatchObject({ status: 403 });
  });

  test('a service account has a real token, which the API server made and checks', async () => {
    await until(
      async () =>
        cluster.serviceAccount('shop', 'default').then(
          () => true,
          () => undefined,
        ),
      { what: 'the service account' },
    );
    const robot = await clientOf('robot', await cluster.serviceAccount('shop', 'default'));
    expect(await whoIs(robot)).toBe('system:serviceaccount:shop:default');
    const forged = await clientOf('forged', { token: 'eyJhbGciOiJub25lIn0.e30.' });
    await expect(forged.list(pods, { namespace: 'shop' })).rejects.toMatchObject({ status: 401 });
  });

  test('controllers and the scheduler work', async () => {
    await admin.create(statefulSets, {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'world', namespace: 'shop' },
      spec: {
        replicas: 1,
        serviceName: 'world',
        selector: { matchLabels: { app: 'world' } },
        template: { metadata: { labels: { app: 'world' } }, spec: { containers: [{ name: 'game', image: 'example.invalid/game:1' }] } },
      },
    });
    const pod = await until(
      async () => {
        const found = await admin.get(pods, { namespace: 'shop', name: 'world-0' }).catch(() => undefined);
        return found?.status?.conditions?.some(({ type }) => type === 'PodScheduled') ? found : undefined;
      },
      { what: 'the scheduler to look at the pod' },
    );
    expect(pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')).toMatchObject({ status: 'False', reason: 'Unschedulable' });
  });

  test('helm and kubectl use its kubeconfigs', async () => {
    const { stdout } = await run(cluster.programs.helm, ['list', '--all-namespaces', '--output=json'], {
      env: { ...process.env, KUBECONFIG: cluster.kubeconfig, HOME: cluster.folder },
    });
    expect(JSON.parse(stdout)).toEqual([]);
  });

  test('the client applies, sees what it wrote, and reads metadata alone', async () => {
    const informer = createInformer({ client: admin, type: configMaps, namespace: 'shop' });
    const names = createInformer({ client: admin, type: metadataOnly(secrets), namespace: 'shop' });
    const stop = new AbortController();
    const ended = [informer.run(stop.signal), names.run(stop.signal)];
    await Promise.all([informer.waitForSync(stop.signal), names.waitForSync(stop.signal)]);
    const wanted = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'applied', namespace: 'shop', labels: { app: 'x' } },
      data: { a: '1' },
    };
    const first = await admin.apply(configMaps, wanted);
    informer.observe(first);
    const cached = informer.cache.get('shop', 'applied');
    expect(cached?.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    const changed = await admin.apply(configMaps, { ...wanted, metadata: { name: 'applied', namespace: 'shop' } });
    expect(changed.metadata.labels).toBeUndefined();

    await admin.create(secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hidden', namespace: 'shop' },
      stringData: { a: 'b' },
    });
    const seen = await until(async () => names.cache.get('shop', 'hidden'), { what: 'the secret' });
    expect(Object.keys(seen).sort()).toEqual(['apiVersion', 'kind', 'metadata']);
    stop.abort();
    await Promise.all(ended);
  });

  test('events are told and aggregated', async () => {
    const about = await admin.get(configMaps, { namespace: 'shop', name: 'applied' });
    const recorder = createEventRecorder({ client: admin, component: 'test' });
    for (let n = 0; n < 20; n++) recorder.record(about, 'Warning', 'Trouble', `number ${n}`);
    recorder.record(about, 'Normal', 'Fine', 'well');
    await recorder.flush();
    const { items } = await admin.list(events, { namespace: 'shop', fieldSelector: 'involvedObject.name=applied' });
    expect(items).toHaveLength(12);
    expect(items.find(({ message }) => message?.startsWith('(combined'))).toMatchObject({ count: 10, reason: 'Trouble' });
  });

  test('of two candidates one leads, and the other after it', async () => {
    const order: string[] = [];
    const [first, second] = ['one', 'two'].map((identity) => {
      const elector = createLeaderElector({
        client: admin,
        namespace: 'shop',
        name: 'lock',
        identity,
        leaseDurationMs: 30_000,
        renewDeadlineMs: 20_000,
        retryPeriodMs: 500,
      });
      const stop = new AbortController();
      const lead = (signal: AbortSignal): Promise<void> => {
        order.push(identity);
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      };
      return { elector, stop, start: () => elector.run(lead, stop.signal) };
    });
    const firstEnded = first?.start();
    await until(async () => first?.elector.isLeader || undefined, { what: 'the first to lead' });
    const secondEnded = second?.start();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(order).toEqual(['one']);
    first?.stop.abort();
    await firstEnded;
    await until(async () => second?.elector.isLeader || undefined, { what: 'the second to lead' });
    second?.stop.abort();
    await secondEnded;
    expect(order).toEqual(['one', 'two']);
  });

  test('etcd and the API server may go and come back: caches go on where they were, through a bad network too', async () => {
    const credentials = await cluster.user('watcher', ['system:masters']);
    await using proxy = await startFaultProxy({ upstream: cluster.url, ca: cluster.ca, ...('cert' in credentials ? credentials : {}) });
    const fetch = httpFetch();
    const client = createKubeClient({ baseUrl: proxy.url, fetch, fieldManager: 'watcher', timeoutMs: 5000 });
    const informer = createInformer({ client, type: configMaps, namespace: 'shop', backoff: { baseMs: 50, maxMs: 500 } });
    const deleted: string[] = [];
    informer.onChange((type, { metadata }) => void (type === 'deleted' && deleted.push(metadata.name)));
    const stop = new AbortController();
    const ended = informer.run(stop.signal);
    await informer.waitForSync(stop.signal);
    const before = informer.cache.size;
    const create = async (name: string) => {
      await until(
        async () =>
          admin.create(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' } }).then(
            () => true,
            (error: unknown) => (isConflict(error) || String(error).includes('already exists') ? true : undefined),
          ),
        { what: `${name} to be made` },
      );
      await until(async () => informer.cache.get('shop', name), { what: `${name} to be seen` });
    };

    await cluster.components['kube-apiserver'].stop();
    await until(() => informer.state.failures > 0, { what: 'the outage to be noticed' });
    cluster.components['kube-apiserver'].start();
    await cluster.ready();
    await create('after-the-api-server');

    await cluster.components.etcd.stop();
    await new Promise((resolve) => setTimeout(resolve, 1500));
    cluster.components.etcd.start();
    await cluster.ready();
    await create('after-etcd');

    proxy.fail({ kind: 'cut', afterBytes: 700 }, { times: 3 });
    proxy.fail({ kind: 'status', status: 429, retryAfterSeconds: 1 }, { times: 1 });
    proxy.breakAll();
    await create('after-the-cuts');
    expect(informer.cache.size).toBe(before + 3);
    expect(deleted).toEqual([]);
    stop.abort();
    await ended;
    await fetch.close();
  });

  test('several run side by side', async () => {
    await using other = await startControlPlane({ controllerManager: false });
    const client = createKubeClient({ ...(await connectCluster({ kubeconfig: other.kubeconfig })), fieldManager: 'other' });
    await expect(client.get(namespaces, { name: 'shop' })).rejects.toMatchObject({ status: 404 });
    expect(other.url).not.toBe(cluster.url);
    await other.stop();
    expect(existsSync(other.folder)).toBe(false);
  });

  test('when a test process is killed, nothing is left of its control plane', async () => {
    const child = fork(fileURLToPath(new URL('support/control-plane.process.ts', import.meta.url)), [], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const { folder, url } = await new Promise<{ folder: string; url: string }>((resolve, reject) => {
      child.once('message', (message) => resolve(message as { folder: string; url: string }));
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
    });
    expect(existsSync(folder)).toBe(true);
    child.kill('SIGKILL');
    await until(async () => !existsSync(folder) || undefined, { what: 'its folder to go' });
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});
