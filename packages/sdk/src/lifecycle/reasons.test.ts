import { describe, expect, it } from 'vitest';
import { World } from '../../test/world.ts';

const MINUTE = 60_000;

function running(spec: ConstructorParameters<typeof World>[0] = {}): World {
  const world = new World(spec);
  world.reconcile();
  world.pass(30_000);
  expect(world.status.phase).toBe('Running');
  return world;
}

describe('an agent', () => {
  it('that has been silent for long proves no empty server', () => {
    const world = running();
    expect(world.status.players).toMatchObject({ known: true, online: 0 });
    world.isAgentDead = true;
    // The operator was told nothing either: the last report still says that nobody is there.
    const { agent } = world;
    world.now += 3 * MINUTE;
    world.patch({ state: 'Stopped' });
    world.agent = agent;
    expect(world.decide().status).toMatchObject({ phase: 'Running', health: 'Unknown', players: { known: false } });
    expect(world.decide().journal).toMatchObject([{ kind: 'open', status: { step: 'countdown' } }]);
  });

  it('of an earlier pod is not believed', () => {
    const world = running();
    const { agent } = world;
    world.order('restart');
    world.pass(4_000);
    expect(world.pod).toMatchObject({ uid: 'pod-2', game: { state: 'running' } });
    world.agent = agent;
    expect(world.decide().status).toMatchObject({ phase: 'Starting', health: 'Unknown', players: { known: false } });
  });
});

describe('a pod that does not go', () => {
  it('is told as overdue until it is gone', () => {
    const world = running();
    world.isNodeDown = true;
    world.patch({ state: 'Stopped' });
    world.pass(30 * MINUTE, 5_000);
    expect(world.operations.at(-1)).toMatchObject({ spec: { type: 'stop' }, status: { phase: 'Failed', reason: { code: 'StopOverdue' } } });
    expect(world.status).toMatchObject({ phase: 'Stopping', reason: { code: 'StopOverdue' } });
    world.isNodeDown = false;
    world.pass(5_000);
    expect(world.status.phase).toBe('Stopped');
    expect(world.status.reason).toBeUndefined();
  });

  it('does not keep anybody looking without a pause, even with a crash on record', () => {
    const world = running();
    world.crash();
    world.pass(MINUTE);
    expect(world.status).toMatchObject({ phase: 'Running', crash: { count: 1 } });
    world.isNodeDown = true;
    world.patch({ state: 'Stopped' });
    world.pass(30 * MINUTE, 5_000);
    expect(world.decide().requeueAfterMs ?? Number.POSITIVE_INFINITY).toBeGreaterThan(100);
  });
});

describe('a server in maintenance', () => {
  it('shows the crash that it does not recover from, and why', () => {
    const world = running();
    world.patch({ intent: 'Maintenance' });
    world.crash({ exitCode: 3 });
    world.pass(MINUTE);
    expect(world.status).toMatchObject({
      phase: 'Crashed',
      reason: { code: 'GameCrashed', message: 'The game ended with exit code 3.' },
      next: { what: expect.stringContaining('in maintenance') },
    });
    world.patch({ intent: 'None' });
    world.pass(MINUTE);
    expect(world.status).toMatchObject({ phase: 'Running', crash: { count: 1 } });
  });

  it('is not told changed settings', () => {
    const world = running();
    world.report();
    const { agent } = world;
    world.agent = agent && { ...agent, settings: { motd: 'hello', difficulty: 'easy' } };
    world.patch({ settings: { difficulty: 'hard' } });
    expect(world.decide().effects).toContainEqual(expect.objectContaining({ kind: 'applyLive', changes: { difficulty: 'hard' } }));
    world.patch({ intent: 'Maintenance' });
    expect(world.decide().effects).toEqual([]);
  });
});

describe('a suspension', () => {
  it.each([{ skip: true }, { cancel: true }, { postponeUntil: '2026-02-01T00:00:00Z' }])('cannot be put off with %o', (attempt) => {
    const world = running();
    world.online = 1;
    world.patch({ intent: 'Suspended' });
    world.pass(10_000);
    const stop = world.operations.at(-1)?.name ?? '';
    world.edit(stop, attempt);
    world.pass(1_000);
    expect(world.operation(stop).status).toMatchObject({ phase: 'Running', step: 'countdown', reason: { code: 'CannotBeDeclined' } });
    world.pass(6 * MINUTE);
    expect(world.status.phase).toBe('Suspended');
    expect(world.heard.map(({ message }) => message)).toEqual([
      'Server stops in 5 minutes (suspended by the provider)',
      'Server stops in 1 minute (suspended by the provider)',
      'Server stops in 10 seconds (suspended by the provider)',
    ]);
  });
});

describe('a suspension that is told to go ahead now', () => {
  it('keeps the last warning', () => {
    const world = running();
    world.online = 1;
    world.patch({ intent: 'Suspended' });
    world.pass(10_000);
    world.edit(world.operations.at(-1)?.name ?? '', { runNow: true });
    world.pass(15_000);
    expect(world.status.phase).toBe('Suspended');
    expect(world.heard.at(-1)?.message).toBe('Server stops in 10 seconds (suspended by the provider)');
  });
});

describe('a server that was given up', () => {
  it('stays Failed until its postponed restart begins', () => {
    const world = running();
    world.crash({ lines: ['the world is broken'] });
    world.pass(10_000);
    expect(world.status.phase).toBe('Failed');
    world.order('restart', { postponeUntil: new Date(world.now + 10 * MINUTE).toISOString() });
    world.pass(5 * MINUTE);
    expect(world.status).toMatchObject({ phase: 'Failed', reason: { code: 'BrokenWorld' }, next: { what: 'The server restarts.' } });
    world.pass(6 * MINUTE);
    expect(world.status.phase).toBe('Running');
    expect(world.operations.map(({ spec }) => spec.type)).toEqual(['start', 'recover', 'restart']);
  });
});

describe('an order with a hundred faults', () => {
  it('still has a status that the API accepts', () => {
    const world = new World({ settings: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`nonsense${i}`, 1])) });
    world.reconcile();
    expect(world.status.reason?.message).toHaveLength(2000);
  });
});

describe('a server without an address', () => {
  it('runs, and is not Ready for that reason', () => {
    const world = new World();
    world.isReachable = false;
    world.reconcile();
    world.pass(30_000);
    expect(world.status).toMatchObject({ phase: 'Running', network: { state: 'Waiting' } });
    expect(world.status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'False',
      reason: 'NoAddress',
      message: 'waits for an address',
    });
  });
});

describe('a pod taken away from outside', () => {
  it('is followed by a new one without an operation, and every moment is explained', () => {
    const world = running();
    world.evict();
    world.pass(500);
    expect(world.status).toMatchObject({ phase: 'Stopping', reason: { code: 'PodDeleted' }, next: { what: 'A new pod follows.' } });
    world.pass(2_000);
    expect(world.status.phase).toBe('Installing');
    expect(world.status.next).toEqual({ what: 'The game is started as soon as everything it needs is in place.' });
    world.pass(20_000);
    expect(world.status.phase).toBe('Running');
    expect(world.operations).toHaveLength(1);
  });
});

describe('a machine that was restarted', () => {
  it('is no crash of the game', () => {
    const world = running();
    world.restartNode();
    world.pass(500);
    expect(world.status).toMatchObject({ phase: 'Starting', reason: { code: 'NodeRestarted' } });
    world.pass(20_000);
    expect(world.status.phase).toBe('Running');
    expect(world.status.crash).toBeUndefined();
  });
});

describe('a licence withdrawn', () => {
  it('leaves the running game alone and holds the next start', () => {
    const world = running();
    world.patch({ licences: [] });
    world.pass(MINUTE);
    expect(world.status.phase).toBe('Running');
    world.patch({ state: 'Stopped' });
    world.pass(10_000);
    world.patch({ state: 'Running' });
    world.pass(MINUTE);
    expect(world.status).toMatchObject({ phase: 'Pending', reason: { code: 'LicenceNotAccepted' } });
  });

  it('refuses a restart, which the game would not come up from', () => {
    const world = running();
    world.patch({ licences: [] });
    const name = world.order('restart');
    world.pass(1_000);
    expect(world.operation(name).status).toMatchObject({
      phase: 'Refused',
      reason: { code: 'LicenceNotAccepted', fix: { kind: 'patch' } },
    });
  });
});

describe('two restarts at once', () => {
  it('are one: the later is refused and names the earlier', () => {
    const world = running();
    world.online = 1;
    const [first, second] = [world.order('restart'), world.order('restart')];
    world.pass(1_000);
    expect(world.operation(first).status).toMatchObject({ phase: 'Running', step: 'countdown' });
    expect(world.operation(second).status).toMatchObject({
      phase: 'Refused',
      reason: { code: 'AlreadyPending', message: expect.stringContaining(first) },
    });
  });
});

describe('what the agent complains of', () => {
  it('keeps the way out that the agent knows', () => {
    const world = running();
    world.isHung = true;
    world.pass(1_000);
    const fix = { kind: 'link', title: 'How to mend it', href: 'https://example.org' } as const;
    world.agent = world.agent && { ...world.agent, reason: { code: 'GameUnresponsive', message: 'It hangs.', fix } };
    expect(world.decide().status.reason).toMatchObject({ code: 'GameUnresponsive', fix });
    world.agent = world.agent && { ...world.agent, reason: { code: 'GameUnresponsive', message: 'It hangs.' } };
    expect(world.decide().status.reason).toMatchObject({ fix: { kind: 'operation', operation: 'restart' } });
  });

  it.each([
    { kind: 'patch', title: 'Restart', patch: { spec: { placement: { nodeName: 'theirs' } } } } as const,
    { kind: 'operation', title: 'Restart', operation: 'stop' } as const,
  ])('never changes the order or orders another act with the rights of who believes it: %o', (fix) => {
    const world = running();
    world.isHung = true;
    world.pass(1_000);
    world.agent = world.agent && { ...world.agent, reason: { code: 'NoMemory', message: 'It hangs.', fix } };
    const own = { kind: 'patch', title: 'More', patch: { spec: { resources: { memory: '2Gi' } } } };
    expect(world.decide().status.reason).toMatchObject({ code: 'NoMemory', fix: own });
    world.agent = world.agent && { ...world.agent, reason: { code: 'GameUnresponsive', message: 'It hangs.', fix } };
    expect(world.decide().status.reason).toMatchObject({ fix: { kind: 'operation', operation: 'restart' } });
  });
});
