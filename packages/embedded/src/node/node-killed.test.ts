import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pods, silentLog, systemClock, type Pod } from '@gse/kube';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EngineRuntime } from './engine/engine-runtime.ts';
import { busyboxFiles, importImage, podmanProblem, startPodman, type PodmanService } from './engine/testing/index.ts';
import { isAlive } from './testing/is-alive.ts';
import { program, startMachine, statusOf, type TestMachine } from './testing/test-node.ts';
import { until } from './testing/until.ts';

const isReady = (pod: Pod) => pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
const pidIn = async (machine: TestMachine) => Number(/waiting in (\d+)/.exec(await machine.log('world', 'game'))?.[1]);

describe('when the node process is killed, local programs', () => {
  let machine: TestMachine;
  beforeEach(() => {
    machine = startMachine();
  });
  afterEach(() => machine.close());

  test('die with it, and are started again with their end on record', async () => {
    const kill = await machine.startNodeProcess();
    await machine.createPod('world', {
      initContainers: [program('prepare', 'exit', ['0'])],
      containers: [program('game', 'wait'), program('agent', 'wait')],
    });
    await machine.podWhen('world', 'the pod to be ready', isReady);
    await kill();
    await machine.startNode();
    const pod = await machine.podWhen('world', 'the restart', (current, status) => isReady(current) && status('game')?.restartCount === 1);
    expect(statusOf(pod, 'game')?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'NodeRestarted' });
    expect(statusOf(pod, 'prepare')).toMatchObject({ restartCount: 1, state: { terminated: { exitCode: 0 } } });
  });

  test('of a pod deleted meanwhile are not started again, and the pod goes', async () => {
    const kill = await machine.startNodeProcess();
    const pod = await machine.createPod('world', { containers: [program('game', 'wait')] });
    await machine.podWhen('world', 'the pod to be ready', isReady);
    await kill();
    await machine.client.delete(pods, pod.metadata);
    await machine.startNode();
    await until('the pod to be gone', async () => (await machine.pod('world')) === undefined);
  });

  test('are never doubled, killed at any moment of a start', async () => {
    const pids: number[] = [];
    await machine.createPod('world', {
      initContainers: [program('prepare', 'exit', ['0'])],
      containers: [program('game', 'wait'), program('agent', 'wait')],
    });
    for (let round = 0; round < 4; round++) {
      const kill = await machine.startNodeProcess();
      await new Promise((resolve) => setTimeout(resolve, round * 40));
      pids.push(...(await pidsSoFar()));
      await kill();
    }
    await machine.startNode();
    await machine.podWhen('world', 'the pod to be ready', isReady);
    const current = await until('the game', () => pidIn(machine).catch(() => undefined));
    await until('the earlier ones to be gone', () => pids.every((pid) => pid === current || !isAlive(pid)));
  });

  /** Process ids that games of this test have written into their logs. */
  async function pidsSoFar(): Promise<number[]> {
    const found = await Promise.all([false, true].map((previous) => machine.log('world', 'game', { previous }).catch(() => '')));
    return [...found.join('\n').matchAll(/waiting in (\d+)/g)].map((match) => Number(match[1]));
  }
});

const problem = podmanProblem();

describe.skipIf(problem)(`when the node process is killed, containers in Podman${problem ? ` (skipped: ${problem})` : ''}`, () => {
  const image = 'localhost/gse-test:1';
  let podman: PodmanService;
  let machine: TestMachine;
  beforeAll(async () => {
    podman = await startPodman();
    await importImage(podman.engine, { name: image, files: busyboxFiles(), command: ['/bin/sh'] });
  }, 60_000);
  beforeEach(() => {
    machine = startMachine(runtime);
  });
  afterEach(async () => {
    await machine.close();
  });
  afterAll(() => podman?.stop(), 60_000);

  const runtime = () => new EngineRuntime({ engine: podman.engine, instance: 'killed-node', clock: systemClock, log: silentLog });
  const signal = AbortSignal.timeout(600_000);

  async function listed() {
    const own = runtime();
    try {
      return await own.list(signal);
    } finally {
      await own.close();
    }
  }

  const script = 'trap "echo saved > /data/saved; exit 0" TERM; echo up; while true; do sleep 0.1; done';
  const shell = (name: string, text: string, more = {}) => ({
    name,
    image,
    imagePullPolicy: 'IfNotPresent' as const,
    args: ['/bin/sh', '-c', text],
    ...more,
  });

  function world() {
    return machine.createPod('world', {
      terminationGracePeriodSeconds: 10,
      securityContext: { runAsUser: 1000, fsGroup: 1000 },
      volumes: [{ name: 'data', emptyDir: {} }],
      initContainers: [
        program('prepare', 'write', ['/data/config', 'made by the agent'], { volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
      ],
      containers: [
        shell('game', script, { volumeMounts: [{ name: 'data', mountPath: '/data' }], ports: [{ containerPort: 25565 }] }),
        program('agent', 'wait'),
      ],
    });
  }

  test('go on, are adopted and still obey', async () => {
    const kill = await machine.startNodeProcess({ dockerHost: podman.dockerHost });
    const pod = await world();
    const ready = await machine.podWhen('world', 'the pod to be ready', isReady);
    const before = await listed();
    expect(before).toHaveLength(1);
    await kill();
    await machine.startNode();
    const after = await machine.podWhen(
      'world',
      'the agent to be restarted',
      (current, status) => isReady(current) && status('agent')?.restartCount === 1,
    );
    // A busy engine may need more than one attempt at a start; being killed adds none.
    expect(statusOf(after, 'game')).toMatchObject({
      restartCount: statusOf(ready, 'game')?.restartCount,
      ready: true,
      containerID: `gse://${before[0]?.id}`,
    });
    expect(statusOf(after, 'prepare')?.restartCount).toBe(0);
    expect(await listed()).toEqual(before);
    expect(await machine.log('world', 'game')).toBe('up');
    const data = join(machine.dataDir, 'pods', pod.metadata.uid ?? '', 'volumes/data');
    await machine.stopNode();
    expect(readFileSync(join(data, 'saved'), 'utf8')).toBe('saved\n');
    expect(statusOf(await machine.pod('world'), 'game')?.state?.terminated).toMatchObject({ exitCode: 0 });
    expect((await machine.pod('world'))?.status).toMatchObject({ phase: 'Failed', reason: 'Terminated' });
    await machine.startNode();
    await machine.client.delete(pods, pod.metadata);
    await until('the pod to be gone', async () => (await machine.pod('world')) === undefined);
    await until('its container to be gone', async () => (await listed()).length === 0);
  }, 90_000);

  test('that ended meanwhile are restarted with their own exit code on record', async () => {
    const kill = await machine.startNodeProcess({ dockerHost: podman.dockerHost });
    const game = shell('game', 'until [ -e /data/over ]; do sleep 0.1; done; exit 9', {
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    });
    await machine.createPod('world', { volumes: [{ name: 'data', emptyDir: {} }], containers: [game, program('agent', 'wait')] });
    const ready = await machine.podWhen('world', 'the pod to be ready', isReady);
    await kill();
    writeFileSync(join(machine.dataDir, 'pods', ready.metadata.uid ?? '', 'volumes/data/over'), '');
    await until('the container to end', async () => (await listed())[0]?.state === 'exited');
    await machine.startNode();
    const pod = await machine.podWhen('world', 'the restart', (_, status) => status('game')?.restartCount === 1);
    expect(statusOf(pod, 'game')?.lastState?.terminated).toMatchObject({ exitCode: 9, reason: 'Error' });
  }, 60_000);

  test('of a pod that does not exist any more are stopped gracefully and removed', async () => {
    const kill = await machine.startNodeProcess({ dockerHost: podman.dockerHost });
    const pod = await world();
    await machine.podWhen('world', 'the pod to be ready', isReady);
    await kill();
    await machine.client.delete(pods, pod.metadata, { gracePeriodSeconds: 0 });
    await until('the pod to be gone', async () => (await machine.pod('world')) === undefined);
    await machine.startNode();
    await until('the container to be gone', async () => (await listed()).length === 0);
  }, 60_000);

  test('tell their image and memory troubles in the words of Kubernetes', async () => {
    await machine.startNode();
    await machine.createPod('lost', { containers: [{ name: 'game', image: 'localhost:1/none:1' }] });
    await machine.createPod('greedy', {
      containers: [shell('game', 'x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done', { resources: { limits: { memory: '32Mi' } } })],
    });
    await machine.createPod('wrong', { containers: [{ name: 'game', image, imagePullPolicy: 'IfNotPresent', command: ['/nope'] }] });
    const greedy = await machine.podWhen('greedy', 'the end', (_, status) => status('game')?.lastState?.terminated);
    expect(statusOf(greedy, 'game')?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
    const wrong = await machine.podWhen('wrong', 'the failure', (_, status) => status('game')?.lastState?.terminated);
    expect(statusOf(wrong, 'game')?.lastState?.terminated).toMatchObject({
      reason: 'ContainerCannotRun',
      message: expect.stringContaining('/nope'),
    });
    const lost = await machine.podWhen(
      'lost',
      'the back-off',
      (_, status) => status('game')?.state?.waiting?.reason === 'ImagePullBackOff',
    );
    expect(statusOf(lost, 'game')?.state?.waiting?.message).toContain('the registry cannot be reached');
    expect(await machine.story('lost')).toContain('Pulling: Pulling image "localhost:1/none:1"');
  }, 90_000);
});
