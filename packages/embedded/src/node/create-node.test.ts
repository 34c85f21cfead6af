import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { configMaps, leases, nodes, persistentVolumeClaims, pods, secrets, services, type Pod } from '@gse/kube';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { portMapAnnotation } from './ports/port-map.ts';
import { program, startMachine, statusOf, type TestMachine } from './testing/test-node.ts';
import { until } from './testing/until.ts';

const namespace = 'default';
let machine: TestMachine;

beforeEach(async () => {
  machine = startMachine();
  await machine.startNode();
});

afterEach(() => machine.close());

const isReady = (pod: Pod) => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');

test('the node registers itself as ready and keeps a lease', async () => {
  const node = await machine.client.get(nodes, { name: 'this-machine' });
  expect(node.status?.conditions).toMatchObject([{ type: 'Ready', status: 'True', message: 'runs containers with: simulated' }]);
  const lease = await until('the lease', () =>
    machine.client.get(leases, { namespace: 'kube-node-lease', name: 'this-machine' }).catch(() => undefined),
  );
  expect(lease.spec?.holderIdentity).toBe('this-machine');
});

test('a pod is taken, prepared, started and ready, and its events read as a story', async () => {
  await machine.createPod('world', {
    initContainers: [program('prepare', 'exit', ['0'])],
    containers: [program('agent', 'wait'), program('game', 'wait')],
  });
  const pod = await machine.podWhen('world', 'the pod to be ready', isReady);
  expect(pod.spec.nodeName).toBe('this-machine');
  expect(pod.status).toMatchObject({ phase: 'Running', podIP: '127.0.0.1' });
  expect(statusOf(pod, 'prepare')).toMatchObject({
    ready: true,
    restartCount: 0,
    state: { terminated: { exitCode: 0, reason: 'Completed' } },
  });
  expect(statusOf(pod, 'game')).toMatchObject({ ready: true, started: true, state: { running: {} } });
  expect(pod.status?.conditions?.map(({ type, status }) => `${type}=${status}`)).toEqual(
    expect.arrayContaining(['PodScheduled=True', 'Initialized=True', 'ContainersReady=True', 'Ready=True']),
  );
  await until('the story', async () => (await machine.story('world')).length >= 4);
  expect(await machine.story('world')).toEqual([
    'Scheduled: Successfully assigned default/world to this-machine',
    'Started: Started container prepare',
    expect.stringContaining('Started: Started container '),
    expect.stringContaining('Started: Started container '),
  ]);
  expect(await machine.log('world', 'prepare')).toBe('leaving with 0');
});

test('a failing init container is retried and holds the others back', async () => {
  await machine.createPod('world', { initContainers: [program('prepare', 'exit', ['1'])], containers: [program('game', 'wait')] });
  const pod = await machine.podWhen('world', 'a back-off', (_, status) => status('prepare')?.state?.waiting?.reason === 'CrashLoopBackOff');
  expect(statusOf(pod, 'prepare')?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
  expect(statusOf(pod, 'game')?.state?.waiting?.reason).toBe('PodInitializing');
  expect(pod.status?.phase).toBe('Pending');
});

test('a crashed container is restarted with a growing delay, and the log of the run before can be read', async () => {
  await machine.createPod('world', { containers: [program('game', 'exit', ['3']), program('agent', 'wait')] });
  const pod = await machine.podWhen(
    'world',
    'a second restart',
    (_, status) => (status('game')?.restartCount ?? 0) >= 2 && status('game')?.state?.waiting?.reason === 'CrashLoopBackOff',
  );
  expect(statusOf(pod, 'game')).toMatchObject({
    ready: false,
    state: {
      waiting: { reason: 'CrashLoopBackOff', message: expect.stringMatching(/^back-off \d+s restarting failed container=game pod=world$/) },
    },
    lastState: { terminated: { exitCode: 3, reason: 'Error' } },
  });
  expect(statusOf(pod, 'agent')).toMatchObject({ restartCount: 0, ready: true });
  expect(isReady(pod)).toBe(false);
  await until('the event', async () =>
    (await machine.story('world')).includes('BackOff: Back-off restarting failed container game in pod world'),
  );
  expect(await machine.log('world', 'game', { previous: true })).toBe('leaving with 3');
});

test('the last log lines are the termination message where the container asks for that', async () => {
  await machine.createPod('world', { containers: [program('game', 'throw', [], { terminationMessagePolicy: 'FallbackToLogsOnError' })] });
  const pod = await machine.podWhen('world', 'the crash', (_, status) => status('game')?.lastState?.terminated);
  expect(statusOf(pod, 'game')?.lastState?.terminated?.message).toContain('something broke inside');
});

test('a deleted pod runs its preStop hook, gets SIGTERM, and is gone from API and disk', async () => {
  const pod = await machine.createPod('world', {
    volumes: [
      { name: 'gse', emptyDir: {} },
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
    ],
    containers: [
      program('game', 'wait', [], {
        volumeMounts: [
          { name: 'gse', mountPath: '/gse' },
          { name: 'data', mountPath: '/data' },
        ],
        lifecycle: {
          preStop: { exec: { command: ['/bin/sh', '-c', 'echo drained > /data/drained; while [ ! -e /gse/go ]; do sleep 0.05; done'] } },
        },
      }),
    ],
  });
  await machine.podWhen('world', 'the missing claim to be told', async () =>
    (await machine.story('world')).some((line) => line.includes('persistentvolumeclaim "data" not found')),
  );
  await createClaim('data');
  await machine.podWhen('world', 'the pod to be ready', isReady);
  await machine.client.delete(pods, pod.metadata);
  const drained = join(machine.dataDir, 'volumes/default/data/drained');
  await until('the hook to run', () => existsSync(drained));
  expect(isReady((await machine.pod('world')) ?? pod)).toBe(true);
  writeFileSync(join(machine.dataDir, 'pods', pod.metadata.uid ?? '', 'volumes/gse/go'), '');
  await until('the pod to be gone', async () => (await machine.pod('world')) === undefined);
  expect(existsSync(join(machine.dataDir, 'pods', pod.metadata.uid ?? ''))).toBe(false);
  expect(existsSync(join(machine.dataDir, 'logs', pod.metadata.uid ?? ''))).toBe(false);
  expect(readFileSync(drained, 'utf8')).toBe('drained\n');
});

test('a hook that never ends and a program that ignores SIGTERM are cut off when the grace period is over', async () => {
  const pod = await machine.createPod('world', {
    terminationGracePeriodSeconds: 1,
    containers: [program('game', 'deaf', [], { lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', 'sleep 1000'] } } } })],
  });
  await machine.podWhen('world', 'the pod to be ready', isReady);
  await machine.client.delete(pods, pod.metadata);
  await until('the pod to be gone', async () => (await machine.pod('world')) === undefined);
  const failure = 'FailedPreStopHook: PreStop hook of container game failed: it was not done when the grace period was over';
  await until('the event', async () => (await machine.story('world')).includes(failure));
});

test('sidecars start before and stop after the main containers', async () => {
  const pod = await machine.createPod('world', {
    initContainers: [program('agent', 'wait', [], { restartPolicy: 'Always' }), program('prepare', 'exit', ['0'])],
    containers: [program('game', 'wait')],
  });
  await machine.podWhen('world', 'the pod to be ready', isReady);
  await machine.client.delete(pods, pod.metadata);
  await until('the pod to be gone', async () => (await machine.pod('world')) === undefined);
  const story = await until('the story', async () => {
    const lines = await machine.story('world');
    return lines.filter((line) => line.startsWith('Killing')).length === 2 && lines;
  });
  const order = [
    'Started container agent',
    'Started container prepare',
    'Started container game',
    'Stopping container game',
    'Stopping container agent',
  ];
  expect(story.map((line) => line.split(': ')[1]).filter((message) => order.includes(message ?? ''))).toEqual(order);
});

test('a finite pod succeeds, and its log stays readable', async () => {
  await machine.createPod('job', { restartPolicy: 'Never', containers: [program('job', 'exit', ['0'])] });
  const pod = await machine.podWhen('job', 'success', ({ status }) => status?.phase === 'Succeeded');
  expect(statusOf(pod, 'job')?.state?.terminated).toMatchObject({ exitCode: 0, reason: 'Completed' });
  expect(await machine.log('job', 'job')).toBe('leaving with 0');
  await machine.client.delete(pods, pod.metadata);
  await until('the pod to be gone', async () => (await machine.pod('job')) === undefined);
});

test('readiness probes decide about readiness, a failing liveness probe restarts the container', async () => {
  const file = join(machine.dataDir, 'ready');
  await machine.createPod('world', {
    containers: [
      program('game', 'wait', [], {
        readinessProbe: { exec: { command: ['test', '-e', file] }, periodSeconds: 1 },
        livenessProbe: { exec: { command: ['test', '!', '-e', `${file}.dead`] }, periodSeconds: 1, failureThreshold: 1 },
      }),
    ],
  });
  await machine.podWhen('world', 'the container to run unready', (pod, status) => status('game')?.state?.running && !isReady(pod));
  writeFileSync(file, '');
  await machine.podWhen('world', 'the pod to be ready', isReady);
  writeFileSync(`${file}.dead`, '');
  await machine.podWhen('world', 'the restart', (_, status) => (status('game')?.restartCount ?? 0) > 0);
  const isTold = (line: string): boolean => line.includes('Unhealthy: Liveness probe of container game failed');
  await until('the event', async () => (await machine.story('world')).some(isTold));
});

test('Secrets and ConfigMaps are files and variables, and changed ones reach the files', async () => {
  await machine.createPod('world', {
    volumes: [
      { name: 'secrets', secret: { secretName: 'rcon' } },
      { name: 'config', configMap: { name: 'conf' } },
    ],
    containers: [
      program('game', 'report', ['$(PASSWORD)', '/config/server.json'], {
        env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'rcon', key: 'password' } } }],
        volumeMounts: [
          { name: 'secrets', mountPath: '/secrets', readOnly: true },
          { name: 'config', mountPath: '/config' },
        ],
      }),
      program('agent', 'wait'),
    ],
  });
  await machine.podWhen('world', 'the missing objects to be told', async () =>
    (await machine.story('world')).some((line) => line.startsWith('FailedMount: secret "rcon" not found')),
  );
  await machine.client.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace, name: 'rcon' },
    stringData: { password: 'one' },
  });
  await machine.client.create(configMaps, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name: 'conf' },
    data: { 'server.json': '{}' },
  });
  const pod = await machine.podWhen('world', 'the report', (_, status) => (status('game')?.restartCount ?? 0) > 0);
  const volumes = join(machine.dataDir, 'pods', pod.metadata.uid ?? '', 'volumes');
  const report = JSON.parse(await machine.log('world', 'game', { previous: true })) as { args: string[] };
  expect(report.args).toEqual(['one', join(volumes, 'config/server.json')]);
  expect(readFileSync(join(volumes, 'secrets/password'), 'utf8')).toBe('one');
  await machine.client.patch(secrets, { namespace, name: 'rcon' }, { stringData: { password: 'two' } });
  await until('the new password', () => readFileSync(join(volumes, 'secrets/password'), 'utf8') === 'two');
});

test('ports are the node ports of the Service or private ones, and the pod says which', async () => {
  const nodePort = 31_000 + Math.floor(Math.random() * 1000);
  await machine.client.create(services, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name: 'world' },
    spec: { type: 'NodePort', selector: { app: 'world' }, ports: [{ name: 'game', port: 25565, targetPort: 'game', nodePort }] },
  });
  await machine.createPod(
    'world',
    {
      containers: [
        program('game', 'listen', ['25565'], {
          ports: [{ name: 'game', containerPort: 25565 }],
          readinessProbe: { tcpSocket: { port: 'game' }, periodSeconds: 1 },
        }),
        program('agent', 'listen', ['8443'], { ports: [{ containerPort: 8443 }] }),
      ],
    },
    { app: 'world' },
  );
  const pod = await machine.podWhen('world', 'the pod to be ready', isReady);
  const map = JSON.parse(pod.metadata.annotations?.[portMapAnnotation] ?? '{}') as Record<string, string>;
  expect(map['25565/TCP']).toBe(`127.0.0.1:${nodePort}`);
  expect(map['8443/TCP']).toMatch(/^127\.0\.0\.1:1\d{4}$/);
  expect(await greeting(nodePort)).toBe('hello');
});

test('a claim loses its folder when it is deleted and no pod uses it any more', async () => {
  await createClaim('data');
  const pod = await machine.createPod('world', {
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
    containers: [program('game', 'wait', [], { volumeMounts: [{ name: 'data', mountPath: '/data', subPath: 'world' }] })],
  });
  await machine.podWhen('world', 'the pod to be ready', isReady);
  const folder = join(machine.dataDir, 'volumes/default/data');
  expect(existsSync(join(folder, 'world'))).toBe(true);
  await machine.client.delete(persistentVolumeClaims, { namespace, name: 'data' });
  expect((await machine.client.get(persistentVolumeClaims, { namespace, name: 'data' })).metadata.deletionTimestamp).toBeDefined();
  expect(existsSync(folder)).toBe(true);
  await machine.client.delete(pods, pod.metadata);
  await until('the folder to be gone', () => !existsSync(folder));
  await until('the claim to be gone', async () => (await machine.client.list(persistentVolumeClaims, { namespace })).items.length === 0);
});

test('when the node stops, games are drained and pods are marked as ended with it, to be replaced by whoever made them', async () => {
  await machine.createPod('world', {
    volumes: [{ name: 'gse', emptyDir: {} }],
    initContainers: [program('prepare', 'exit', ['0'])],
    containers: [
      program('game', 'wait', [], {
        volumeMounts: [{ name: 'gse', mountPath: '/gse' }],
        lifecycle: { preStop: { exec: { command: ['/bin/sh', '-c', `echo saved > ${machine.dataDir}/saved`] } } },
      }),
    ],
  });
  await machine.podWhen('world', 'the pod to be ready', isReady);
  await machine.stopNode();
  expect(readFileSync(join(machine.dataDir, 'saved'), 'utf8')).toBe('saved\n');
  const stopped = await machine.pod('world');
  expect(statusOf(stopped, 'game')?.state?.terminated).toMatchObject({ exitCode: 0 });
  expect(stopped?.status).toMatchObject({ phase: 'Failed', reason: 'Terminated' });
  expect(stopped?.status?.conditions).toContainEqual(
    expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet' }),
  );
  await machine.startNode();
  await machine.client.delete(pods, { namespace, name: 'world' });
  await until('the pod to be gone', async () => (await machine.client.list(pods, { namespace })).items.length === 0);
});

test('a pod recreated under the same name starts when the old one is gone', async () => {
  const first = await machine.createPod('world', {
    containers: [program('game', 'wait', [], { lifecycle: { preStop: { exec: { command: ['sleep', '0.5'] } } } })],
  });
  await machine.podWhen('world', 'the pod to be ready', isReady);
  await machine.client.delete(pods, first.metadata, { gracePeriodSeconds: 0 });
  await machine.createPod('world', { containers: [program('game', 'wait')] });
  const second = await machine.podWhen('world', 'the new pod to be ready', isReady);
  expect(second.metadata.uid).not.toBe(first.metadata.uid);
});

test('nothing is written while nothing changes', async () => {
  await machine.createPod('world', {
    containers: [program('game', 'wait', [], { livenessProbe: { exec: { command: ['true'] }, periodSeconds: 1 } })],
  });
  const before = await machine.podWhen('world', 'the pod to be ready', isReady);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect((await machine.pod('world'))?.metadata.resourceVersion).toBe(before.metadata.resourceVersion);
});

async function createClaim(name: string): Promise<void> {
  await machine.client.create(persistentVolumeClaims, {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { namespace, name },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  });
}

function greeting(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    connect(port, '127.0.0.1')
      .on('data', (chunk) => (text += chunk.toString()))
      .on('end', () => resolve(text))
      .on('error', reject);
  });
}

test('a pod and a node that the cluster has given up while it did not hear of them are ready again when it does', async () => {
  await machine.createPod('world', { containers: [program('game', 'wait')] });
  const pod = await machine.podWhen('world', 'the pod to be ready', isReady);
  const conditions = [
    ...(pod.status?.conditions ?? []).map((condition) => (condition.type === 'Ready' ? { ...condition, status: 'False' } : condition)),
    { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' },
  ];
  await machine.client.patchStatus(pods, pod.metadata, { status: { conditions } });
  const again = await machine.podWhen('world', 'the pod to be ready again', isReady);
  expect(again.status?.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', status: 'True' }));
});
