import { describe, expect, it } from 'vitest';
import { World } from '../../test/world.ts';
import { CRASH_POLICY } from './policy.ts';

const MINUTE = 60_000;

function running(spec: ConstructorParameters<typeof World>[0] = {}): World {
  const world = new World(spec);
  world.reconcile();
  world.pass(30_000);
  expect(world.status.phase).toBe('Running');
  return world;
}

const why = { code: 'QuotaExceeded', message: 'no room', fix: { kind: 'patch' as const, title: 'Do without', patch: {} } };

describe('what the platform says', () => {
  it('of a workload it refuses is the reason while there is no pod, and is forgotten with the first one', () => {
    const world = new World();
    world.platform = { trouble: why };
    world.reconcile();
    const { pod } = world;
    world.pod = undefined;
    expect(world.decide().status).toMatchObject({ phase: 'Provisioning', reason: why });
    world.pod = pod;
    expect(world.decide().status.reason?.code).not.toBe(why.code);
  });

  it('of an address it does not give is why a running server is not Ready, with the way out', () => {
    const world = running();
    world.platform = { network: { state: 'Waiting', endpoints: [], message: 'no pool', reason: { ...why, code: 'NoAddress' } } };
    const { status } = world.decide();
    expect(status).toMatchObject({ phase: 'Running', network: { state: 'Waiting', message: 'no pool' }, reason: { code: 'NoAddress' } });
    expect(status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'False', reason: 'NoAddress' });
  });

  it('of a volume that is not as it was ordered is staged and a condition, and the server is Ready all the same', () => {
    const world = running();
    world.platform = { storage: { code: 'CannotShrink', message: 'it cannot' } };
    const { status } = world.decide();
    expect(status.staged).toEqual([{ path: 'storage.size', title: 'Storage', message: 'it cannot' }]);
    expect(status.conditions?.map(({ type, status: is, reason }) => `${type} ${is} ${reason}`)).toEqual([
      'Ready True PlayersCanJoin',
      'SettingsValid True Valid',
      'Simulated True NoContainerEngine',
      'StorageAsOrdered False CannotShrink',
    ]);
  });
});

describe('a stop of ours', () => {
  it('is told to the agent before the pod goes, so that it does not warn players twice', () => {
    const world = running();
    world.order('restart', { disruption: { announceSeconds: [] } });
    const decision = world.decide();
    expect(decision.status.desiredReplicas).toBe(0);
    expect(decision.effects).toContainEqual({ kind: 'expectStop', key: 'expectStop/pod-1' });
  });
});

describe('what must be', () => {
  const forEver = { onlyWhenEmpty: { deadline: '99999999999h' } };

  it.each([
    ['suspension', (world: World) => world.patch({ intent: 'Suspended' }), 5 * MINUTE],
    ['deletion', (world: World) => void (world.deleting = true), MINUTE],
  ])('a %s, waits for no empty server, and players get its countdown', (_case, impose, lead) => {
    const world = running({ disruption: forEver });
    world.online = 1;
    impose(world);
    world.pass(lead - 2_000);
    expect(world.status.phase).not.toBe('Suspended');
    expect(world.disruptions).toEqual([]);
    world.pass(10_000);
    expect(world.status.phase).toBe(world.deleting ? 'Deleting' : 'Suspended');
    expect(world.released).toBe(world.deleting);
    expect(world.heard.length).toBeGreaterThan(1);
  });

  it('ends the wait of a stop that had been wished for before', () => {
    const world = running({ disruption: forEver });
    world.online = 1;
    world.patch({ state: 'Stopped' });
    world.pass(10 * MINUTE);
    const stop = world.operations.at(-1)?.name ?? '';
    expect(world.operation(stop).status).toMatchObject({ step: 'wait', waitsUntil: '2026-01-08T00:00:30.500Z' });
    world.patch({ intent: 'Suspended' });
    world.pass(1_000);
    expect(world.operation(stop).status.step).toBe('countdown');
    expect(world.operation(stop).status.waitsUntil).toBeUndefined();
    world.pass(6 * MINUTE);
    expect(world.status.phase).toBe('Suspended');
  });

  it('shortens the countdown of a stop that is deleted meanwhile, and says the true time', () => {
    const world = running();
    world.online = 1;
    world.patch({ state: 'Stopped' });
    world.pass(10_000);
    world.deleting = true;
    world.pass(MINUTE + 5_000);
    expect(world.heard.map(({ message }) => message)).toEqual([
      'Server stops in 5 minutes',
      'Server stops in 1 minute',
      'Server stops in 10 seconds',
    ]);
    expect(world.unpublished).toEqual([]);
    expect(world.released).toBe(true);
  });
});

describe('a game that its node has started again after a crash', () => {
  /** It crashed while nobody looked, and was up again for so long. */
  function backFor(milliseconds: number): World {
    const world = running();
    world.online = 2;
    world.regulars = 2;
    world.crash({ exitCode: 3 });
    world.startInPlace();
    world.now += milliseconds;
    world.report();
    return world;
  }

  it('is counted, and left to the players who are back on it until they are gone', () => {
    const world = backFor(MINUTE);
    world.pass(5 * MINUTE);
    expect(world.pod?.uid).toBe('pod-1');
    expect(world.status).toMatchObject({ phase: 'Running', players: { online: 2 }, crash: { count: 1, exitCode: 3 } });
    expect(world.operations.map(({ spec }) => spec.type)).toEqual(['start']);
    world.online = 0;
    world.pass(MINUTE);
    expect(world.pod?.uid).toBe('pod-2');
    expect(world.status).toMatchObject({ phase: 'Running', crash: { count: 1 } });
    expect(world.disruptions.every(({ provenEmpty }) => provenEmpty)).toBe(true);
  });

  it('is not given up for crashes that are long over, however many there were', () => {
    const world = running();
    for (let crashes = 1; crashes < CRASH_POLICY.giveUpAfter; crashes++) {
      world.crash();
      world.pass(7 * MINUTE);
    }
    expect(world.status.crash?.count).toBe(CRASH_POLICY.giveUpAfter - 1);
    world.regulars = 2;
    world.crash();
    world.startInPlace();
    world.now += 40_000;
    world.report();
    world.pass(MINUTE);
    expect(world.status).toMatchObject({ phase: 'Running', players: { online: 2 }, crash: { count: CRASH_POLICY.giveUpAfter } });
    world.pass(20 * MINUTE, 5_000);
    expect(world.status.crash?.count).toBe(0);
    world.regulars = 0;
    world.online = 0;
    world.pass(2 * MINUTE);
    expect(world.pod?.game.state).toBe('running');
    expect(world.status).toMatchObject({ phase: 'Running', desiredReplicas: 1 });
  });

  it('is not given up for a hopeless crash that it got over during maintenance', () => {
    const world = running();
    world.patch({ intent: 'Maintenance' });
    world.pass(5_000);
    world.regulars = 2;
    world.crash({ lines: ['world is broken'] });
    world.startInPlace();
    world.pass(30 * MINUTE, 5_000);
    world.patch({ intent: 'None' });
    world.pass(MINUTE);
    expect(world.status.crash).toMatchObject({ count: 0 });
    world.regulars = 0;
    world.online = 0;
    world.pass(2 * MINUTE);
    expect(world.status).toMatchObject({ phase: 'Running', desiredReplicas: 1 });
  });

  it('gets its countdown when a restart is ordered', () => {
    const world = backFor(3 * 3_600_000);
    world.order('restart');
    world.pass(6 * MINUTE);
    expect(world.heard[0]?.message).toBe('Server restarts in 5 minutes');
    expect(world.pod?.uid).toBe('pod-2');
  });

  it('is left alone as well where its recovery had begun before', () => {
    const world = running();
    world.crash();
    world.dieAfterWrites = 2;
    const decision = world.decide();
    expect(decision.journal).toMatchObject([{ kind: 'open', spec: { type: 'recover' }, status: { step: 'evidence' } }]);
    const [{ name, spec, status } = { name: '', spec: {}, status: {} }] = decision.journal as never[];
    world.operations.push({ name, createdAt: world.now, spec, status } as never);
    world.status = decision.status;
    world.regulars = 2;
    world.startInPlace();
    world.now += 3_600_000;
    world.report();
    world.pass(MINUTE);
    expect(world.operation(name).status).toMatchObject({ phase: 'Succeeded', message: 'the game runs again, and players may be on it' });
    expect(world.pod?.uid).toBe('pod-1');
    expect(world.disruptions).toEqual([]);
  });

  it('is left alone where nobody can tell who is on it', () => {
    const world = backFor(3 * 3_600_000);
    world.isAgentDead = true;
    world.report();
    world.pass(20 * MINUTE);
    expect(world.pod?.uid).toBe('pod-1');
  });

  it('is replaced at once as long as nobody can be back, also where the agent still tells of who was on it', () => {
    const world = running();
    world.online = 2;
    world.report();
    const { agent } = world;
    world.crash();
    world.startInPlace();
    world.isAgentMute = true;
    world.agent = agent;
    world.pass(10_000);
    expect(world.pod?.uid).toBe('pod-2');
  });
});

describe('a crash by a clock that is ahead', () => {
  it('is not waited for until that time has come', () => {
    const world = running();
    world.crash();
    world.pod = world.pod && { ...world.pod, lastEnd: { exitCode: 1, oomKilled: false, finishedAt: world.now + 3 * 3_600_000 } };
    world.pass(MINUTE);
    expect(world.status).toMatchObject({ phase: 'Running', crash: { count: 1 } });
  });
});

describe('a pod that cannot start', () => {
  function stuck(): World {
    const world = new World({ version: { pin: '9.9' } });
    world.reconcile();
    world.pass(MINUTE);
    expect(world.status).toMatchObject({ phase: 'Installing', reason: { code: 'ImagePullBackOff' } });
    return world;
  }

  it('is made anew as soon as the order is mended, with all the time of a start', () => {
    const world = stuck();
    world.pass(40 * MINUTE, 5_000);
    expect(world.pod?.uid).toBe('pod-1');
    world.patch({ version: { pin: '9.8' } });
    world.pass(1_000);
    expect(world.status).toMatchObject({ phase: 'Stopping', reason: { code: 'OrderChanged' } });
    world.startsInMs = 10 * MINUTE;
    world.pass(30_000);
    expect(world.pod).toMatchObject({ uid: 'pod-2', game: { state: 'running' } });
    expect(world.operations).toMatchObject([{ spec: { type: 'start' }, status: { phase: 'Running', step: 'verify' } }]);
    expect(world.operations[0]?.status.steps?.[0]?.message).toBe('the order was changed, so the pod is made anew');
  });

  it('is made anew also after its start was given up', () => {
    const world = stuck();
    world.pass(60 * MINUTE, 5_000);
    expect(world.operations).toMatchObject([{ status: { phase: 'Failed', reason: { code: 'ImagePullBackOff' } } }]);
    world.patch({ version: { pin: '9.8' } });
    world.pass(30_000);
    expect(world.status).toMatchObject({ phase: 'Running' });
  });

  it('stays where the changed order could not be started either, or the provider keeps the server', () => {
    const world = stuck();
    world.patch({ version: { pin: '9.8' }, licences: [] });
    world.pass(MINUTE);
    expect(world.pod?.uid).toBe('pod-1');
    world.patch({ licences: [{ id: 'eula', accepted: true }], intent: 'Maintenance' });
    world.pass(MINUTE);
    expect(world.pod?.uid).toBe('pod-1');
    world.patch({ intent: 'None' });
    world.pass(MINUTE);
    expect(world.pod?.uid).toBe('pod-2');
  });

  it('is the only one that a change replaces: a game that runs keeps its pod', () => {
    const world = running();
    world.patch({ version: { pin: '9.8' } });
    world.pass(MINUTE);
    expect(world.pod?.uid).toBe('pod-1');
  });
});

describe('a pod that is taken away on a node that is down', () => {
  it('is overdue once its grace period has long passed, with the node and the way out', () => {
    const world = running();
    world.isNodeDown = true;
    world.evict();
    world.pod = world.pod && { ...world.pod, node: 'node-7', goneBy: world.now + 45_000 };
    world.reconcile();
    expect(world.status).toMatchObject({ phase: 'Stopping', reason: { code: 'PodDeleted' } });
    expect(world.requeueAfterMs).toBe(105_000);
    world.pass(106_000);
    expect(world.status).toMatchObject({ phase: 'Stopping', reason: { code: 'StopOverdue' } });
    expect(world.status.reason?.message).toContain('kubectl taint node node-7 node.kubernetes.io/out-of-service');
    world.deleting = true;
    world.pass(10 * MINUTE);
    expect(world.status).toMatchObject({ phase: 'Deleting', reason: { code: 'StopOverdue' } });
  });

  it('has its own time to go, which may be longer than that of a pod made today', () => {
    const world = running();
    world.isNodeDown = true;
    world.patch({ state: 'Stopped' });
    world.pass(1_000);
    world.pod = world.pod && { ...world.pod, goneBy: world.now + 10 * MINUTE };
    world.pass(9 * MINUTE);
    expect(world.status).toMatchObject({ phase: 'Stopping', operation: expect.any(String) });
    expect(world.status.reason?.code).not.toBe('StopOverdue');
    world.pass(3 * MINUTE);
    expect(world.status.reason?.code).toBe('StopOverdue');
  });
});
