import { afterAll, beforeAll, expect, test } from 'vitest';
import { podMetrics, silentLog, systemClock, type Clock, type Pod } from '@gse/kube';
import { program, startMachine, type TestMachine } from '../testing/test-node.ts';
import type { ContainerRuntime, ContainerUsage } from '../runtime/container-runtime.ts';
import { createPodUsage } from './pod-usage.ts';

let machine: TestMachine;
beforeAll(async () => {
  machine = startMachine();
  await machine.startNode();
});
afterAll(async () => await machine.close());

function usageOf(read: () => ContainerUsage): { runtime: ContainerRuntime; asked: () => number } {
  let asked = 0;
  const runtime = { usage: async () => (asked++, await Promise.resolve(read())) };
  // Only `usage` is called; the rest of a runtime is not what this is about.
  return { runtime: runtime as unknown as ContainerRuntime, asked: () => asked };
}

function pod(name: string, namespace = 'default'): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, spec: { containers: [] } };
}

/** Time that passes only by waiting. */
function manualClock(): Clock & { pass(ms: number): void } {
  let now = 1_000_000;
  return {
    now: () => now,
    elapsed: () => now,
    pass: (ms) => void (now += ms),
    after: (ms, callback) => (setImmediate(() => ((now += ms), callback())), () => {}),
  };
}

test('processor use is the difference of two readings, and the first answer takes two', async () => {
  const clock = manualClock();
  const { runtime, asked } = usageOf(() => ({ cpuSeconds: clock.now() / 4000, memoryBytes: 5 }));
  const usage = createPodUsage({
    pods: () => [{ pod: pod('a'), containers: [{ name: 'game', runtime, id: 'x' }] }],
    clock,
    log: silentLog,
  });
  const never = new AbortController().signal;
  const [first] = await usage(undefined, never);
  expect(first).toMatchObject({ namespace: 'default', name: 'a', windowMs: 1000, containers: [{ name: 'game', memoryBytes: 5 }] });
  expect(first?.containers[0]?.cpuMillis).toBeCloseTo(250);
  expect(asked()).toBe(2);
  await Promise.all([usage(undefined, never), usage('default', never), usage('other', never)]);
  expect(asked()).toBe(2);
  clock.pass(30_000);
  const [later] = await usage('default', never);
  expect(later).toMatchObject({ windowMs: 30_000 });
  expect(later?.containers[0]?.cpuMillis).toBeCloseTo(250);
  expect(asked()).toBe(3);
});

test('a container that cannot be measured leaves its neighbours alone', async () => {
  const { runtime } = usageOf(() => ({ cpuSeconds: 0, cpuMillis: 100, memoryBytes: 7 }));
  const { runtime: broken } = usageOf(() => {
    throw new Error('the engine is busy');
  });
  const usage = createPodUsage({
    pods: () => [
      {
        pod: pod('a'),
        containers: [
          { name: 'game', runtime: broken, id: 'x' },
          { name: 'agent', runtime, id: 'y' },
        ],
      },
      { pod: pod('b'), containers: [{ name: 'game', runtime: broken, id: 'z' }] },
    ],
    clock: systemClock,
    log: silentLog,
  });
  expect(await usage(undefined, new AbortController().signal)).toMatchObject([
    { name: 'a', containers: [{ name: 'agent', cpuMillis: 100, memoryBytes: 7 }] },
  ]);
});

test('what pods use is asked of the API server as of any cluster with resource metrics', async () => {
  const limits = { cpu: '2', memory: '1Gi' };
  await machine.createPod(
    'measured',
    { containers: [program('game', 'pretend', ['0.25', '0.5'], { resources: { limits } }), program('side', 'wait')] },
    { app: 'm' },
  );
  await machine.createPod('other', { containers: [program('game', 'wait')] });
  for (const name of ['measured', 'other']) await machine.podWhen(name, 'running', ({ status }) => status?.phase === 'Running');
  const found = await machine.client.list(podMetrics, { labelSelector: 'app=m' });
  expect(found.items).toMatchObject([
    {
      metadata: { name: 'measured', namespace: 'default', labels: { app: 'm' } },
      containers: [
        { name: 'game', usage: { cpu: '500000000n', memory: '524288Ki' } },
        { name: 'side', usage: { cpu: expect.stringMatching(/^\d+n$/), memory: expect.stringMatching(/^\d+Ki$/) } },
      ],
    },
  ]);
  expect((await machine.client.list(podMetrics, { namespace: 'default' })).items.map(({ metadata }) => metadata.name)).toEqual([
    'measured',
    'other',
  ]);
  expect((await machine.client.list(podMetrics, { namespace: 'elsewhere' })).items).toEqual([]);
  expect(await machine.client.get(podMetrics, { namespace: 'default', name: 'other' })).toMatchObject({ kind: 'PodMetrics' });
  await expect(machine.client.get(podMetrics, { namespace: 'default', name: 'none' })).rejects.toMatchObject({ status: 404 });
  await expect(machine.client.delete(podMetrics, { namespace: 'default', name: 'other' })).rejects.toMatchObject({ status: 405 });
});
