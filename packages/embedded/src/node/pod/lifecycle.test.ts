import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decidePod, type ContainerRole, type ContainerStage, type ContainerView, type PodView } from './lifecycle.ts';
import { countEnd, kubernetesBackoff, restartDelayMs } from './restart-backoff.ts';

const waiting: ContainerStage = { is: 'waiting', retryAtMs: 0 };
const running: ContainerStage = { is: 'running', isStarted: true, isFailing: false };
const booting: ContainerStage = { is: 'running', isStarted: false, isFailing: false };
const failing: ContainerStage = { is: 'running', isStarted: true, isFailing: true };
const stopping: ContainerStage = { is: 'stopping' };
const exited = (exitCode: number, restartAtMs = 0): ContainerStage => ({ is: 'exited', exitCode, restartAtMs });

const init = (stage: ContainerStage, name = 'prepare'): ContainerView => ({ name, role: 'init', stage });
const sidecar = (stage: ContainerStage, name = 'sidecar'): ContainerView => ({ name, role: 'sidecar', stage });
const main = (stage: ContainerStage, name = 'game'): ContainerView => ({ name, role: 'main', stage });

function decide(containers: ContainerView[], more: Partial<PodView> = {}) {
  return decidePod({ containers, restartPolicy: 'Always', isStopping: false, nowMs: 1000, ...more });
}

test('init containers run one after the other, then all main containers start', () => {
  expect(decide([init(waiting, 'a'), init(waiting, 'b'), main(waiting)]).start).toEqual(['a']);
  expect(decide([init({ is: 'starting' }, 'a'), init(waiting, 'b'), main(waiting)]).start).toEqual([]);
  expect(decide([init(exited(0), 'a'), init(waiting, 'b'), main(waiting)]).start).toEqual(['b']);
  expect(decide([init(exited(0), 'a'), init(exited(0), 'b'), main(waiting, 'x'), main(waiting, 'y')]).start).toEqual(['x', 'y']);
});

test('a failed init container is tried again, later ones wait', () => {
  expect(decide([init(exited(1)), main(waiting)]).start).toEqual(['prepare']);
  expect(decide([init(exited(1, 5000)), main(waiting)])).toMatchObject({ start: [], wakeAtMs: 5000, isInitialized: false });
});

test('with restartPolicy Never a failed init container fails the pod', () => {
  expect(decide([init(exited(1)), main(waiting)], { restartPolicy: 'Never' })).toMatchObject({ start: [], outcome: 'failed' });
});

test('a sidecar lets the next container start as soon as its startup probe has passed', () => {
  expect(decide([sidecar(booting), init(waiting), main(waiting)]).start).toEqual([]);
  expect(decide([sidecar(running), init(waiting), main(waiting)]).start).toEqual(['prepare']);
  expect(decide([sidecar(running), init(exited(0)), main(waiting)]).start).toEqual(['game']);
});

test('a sidecar that ended is started again without touching the main containers', () => {
  expect(decide([sidecar(exited(0)), main(running)])).toMatchObject({ start: ['sidecar'], stop: [] });
});

test('main containers restart by policy', () => {
  expect(decide([main(exited(0))]).start).toEqual(['game']);
  expect(decide([main(exited(1))], { restartPolicy: 'OnFailure' }).start).toEqual(['game']);
  expect(decide([main(exited(0))], { restartPolicy: 'OnFailure' })).toMatchObject({ start: [], outcome: 'succeeded' });
  expect(decide([main(exited(3))], { restartPolicy: 'Never' })).toMatchObject({ start: [], outcome: 'failed' });
});

test('a restart waits for its back-off', () => {
  expect(decide([main(exited(1, 1001))])).toMatchObject({ start: [], wakeAtMs: 1001 });
  expect(decide([main(exited(1, 1000))])).toMatchObject({ start: ['game'], wakeAtMs: undefined });
});

test('a container whose liveness probe fails is stopped, and nothing else is', () => {
  expect(decide([main(failing), main(running, 'agent')]).stop).toEqual([{ name: 'game', because: 'probeFailed' }]);
});

test('a stopping pod stops its main containers at once and its sidecars after them, last one first', () => {
  const stop = (containers: ContainerView[]) => decide(containers, { isStopping: true });
  const names = (containers: ContainerView[]) => stop(containers).stop.map(({ name }) => name);
  expect(names([sidecar(running, 'a'), sidecar(running, 'b'), main(running, 'x'), main(running, 'y')])).toEqual(['x', 'y']);
  expect(names([sidecar(running, 'a'), sidecar(running, 'b'), main(stopping, 'x'), main(exited(0), 'y')])).toEqual([]);
  expect(names([sidecar(running, 'a'), sidecar(running, 'b'), main(exited(0))])).toEqual(['b']);
  expect(names([sidecar(running, 'a'), sidecar(stopping, 'b'), main(exited(0))])).toEqual([]);
  expect(names([sidecar(running, 'a'), sidecar(exited(0), 'b'), main(exited(0))])).toEqual(['a']);
  expect(stop([sidecar(exited(0)), main(waiting)])).toMatchObject({ outcome: 'stopped', start: [], stop: [] });
});

test('when the main containers of a finite pod are done, its sidecars are stopped before it counts as finished', () => {
  expect(decide([sidecar(running), main(exited(0))], { restartPolicy: 'Never' })).toMatchObject({
    stop: [{ name: 'sidecar', because: 'podFinished' }],
    outcome: 'active',
  });
  expect(decide([sidecar(exited(143)), main(exited(0))], { restartPolicy: 'Never' }).outcome).toBe('succeeded');
});

const anyStage: fc.Arbitrary<ContainerStage> = fc.oneof(
  fc.record({ is: fc.constant('waiting' as const), retryAtMs: fc.integer({ min: 0, max: 2000 }) }),
  fc.constant({ is: 'starting' as const }),
  fc.record({ is: fc.constant('running' as const), isStarted: fc.boolean(), isFailing: fc.boolean() }),
  fc.constant({ is: 'stopping' as const }),
  fc.record({ is: fc.constant('exited' as const), exitCode: fc.constantFrom(0, 1, 137), restartAtMs: fc.integer({ min: 0, max: 2000 }) }),
);
const anyContainers = (role: fc.Arbitrary<ContainerRole>, max: number, prefix: string) =>
  fc
    .array(fc.record({ role, stage: anyStage }), { maxLength: max })
    .map((list) => list.map((container, index): ContainerView => ({ name: `${prefix}${index}`, ...container })));
const anyPod: fc.Arbitrary<PodView> = fc
  .tuple(
    anyContainers(fc.constantFrom<ContainerRole>('init', 'sidecar'), 3, 'i'),
    anyContainers(fc.constant<ContainerRole>('main'), 3, 'm').filter((list) => list.length > 0),
    fc.constantFrom('Always' as const, 'OnFailure' as const, 'Never' as const),
    fc.boolean(),
  )
  .map(([before, mains, restartPolicy, isStopping]) => ({ containers: [...before, ...mains], restartPolicy, isStopping, nowMs: 1000 }));

test('no decision starts what runs, stops what does not, starts anything in a stopping pod, or starts two init containers', () => {
  fc.assert(
    fc.property(anyPod, (pod) => {
      const decision = decidePod(pod);
      const stageOf = (name: string) => pod.containers.find((container) => container.name === name)?.stage.is;
      for (const name of decision.start) expect(['waiting', 'exited']).toContain(stageOf(name));
      for (const { name } of decision.stop) expect(['starting', 'running']).toContain(stageOf(name));
      if (pod.isStopping) expect(decision.start).toEqual([]);
      const started = pod.containers.filter(({ name, role }) => role === 'init' && decision.start.includes(name));
      expect(started.length).toBeLessThanOrEqual(1);
      if (decision.outcome !== 'active') expect(decision.start).toEqual([]);
    }),
    { numRuns: 5000 },
  );
});

/** What the world makes of a decision, one step at a time. */
function step(pod: PodView): PodView {
  const decision = decidePod(pod);
  const containers = pod.containers.map((container): ContainerView => {
    if (decision.stop.some(({ name }) => name === container.name)) return { ...container, stage: stopping };
    if (decision.start.includes(container.name)) return { ...container, stage: { is: 'starting' } };
    if (container.stage.is === 'stopping') return { ...container, stage: exited(143, pod.nowMs) };
    if (container.stage.is === 'starting') return { ...container, stage: container.role === 'init' ? exited(0) : running };
    if (container.stage.is === 'running' && container.role === 'init') return { ...container, stage: exited(0) };
    if (container.stage.is === 'running') return { ...container, stage: running };
    return container;
  });
  return { ...pod, containers, nowMs: decision.wakeAtMs ?? pod.nowMs };
}

test('from any state a pod comes to rest: everything runs, it is finished, or it is stopped', () => {
  fc.assert(
    fc.property(anyPod, (start) => {
      let pod = start;
      for (let i = 0; i < 60; i++) pod = step(pod);
      const { outcome } = decidePod(pod);
      const allMainRun = pod.containers.every(
        ({ role, stage }) => role !== 'main' || stage.is === 'running' || (stage.is === 'exited' && pod.restartPolicy !== 'Always'),
      );
      expect(outcome !== 'active' || allMainRun).toBe(true);
      if (pod.isStopping) expect(outcome).toBe('stopped');
    }),
    { numRuns: 2000 },
  );
});

test('restarts come at once, then after 10, 20, 40 … 300 s, and at once again after ten quiet minutes', () => {
  const delays: number[] = [];
  let ends = 0;
  for (let i = 0; i < 8; i++) {
    ends = countEnd(ends, 1000, kubernetesBackoff);
    delays.push(restartDelayMs(ends, kubernetesBackoff) / 1000);
  }
  expect(delays).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
  expect(restartDelayMs(countEnd(ends, 600_000, kubernetesBackoff), kubernetesBackoff)).toBe(0);
});

test('once main containers have run, an init container is not run again and a sidecar that is down holds nobody up', () => {
  expect(decide([init(exited(137)), sidecar(exited(1, 9000)), main(exited(1)), main(running, 'agent')])).toMatchObject({
    start: ['game'],
    wakeAtMs: 9000,
    isInitialized: true,
  });
});
