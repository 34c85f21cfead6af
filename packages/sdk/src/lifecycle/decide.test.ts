import { describe, expect, it } from 'vitest';
import { World } from '../../test/world.ts';
import { stepTitles } from './decide.ts';
import { isFinished } from './engine.ts';

const MINUTE = 60_000;

function running(spec: ConstructorParameters<typeof World>[0] = {}): World {
  const world = new World(spec);
  world.reconcile();
  world.pass(30_000);
  expect(world.status.phase).toBe('Running');
  return world;
}

describe('an order', () => {
  it('comes up through phases that a person can follow', () => {
    const world = new World();
    const phases: (string | undefined)[] = [];
    world.reconcile();
    for (let i = 0; i < 60; i++) {
      if (world.status.phase !== phases.at(-1)) phases.push(world.status.phase);
      world.pass(500);
    }
    expect(phases).toEqual(['Provisioning', 'Installing', 'Starting', 'Running']);
    expect(world.status.conditions?.find((condition) => condition.type === 'Ready')).toMatchObject({
      status: 'True',
      reason: 'PlayersCanJoin',
    });
    expect(world.operations.map((operation) => [operation.spec.type, operation.status.phase])).toEqual([['start', 'Succeeded']]);
  });

  it('waits for its licence and says how to accept it', () => {
    const world = new World({ licences: [] });
    world.reconcile();
    expect(world.status).toMatchObject({
      phase: 'Pending',
      reason: { code: 'LicenceNotAccepted', fix: { kind: 'patch', patch: { spec: { licences: [{ id: 'eula', accepted: true }] } } } },
    });
    expect(world.operations).toEqual([]);
    world.patch({ licences: [{ id: 'eula', accepted: true }] });
    world.pass(30_000);
    expect(world.status.phase).toBe('Running');
  });

  it('with settings that cannot be met names the field, and starts once they can', () => {
    const world = new World({ settings: { difficulty: 'absurd' } });
    world.reconcile();
    expect(world.status.conditions?.find((condition) => condition.type === 'SettingsValid')).toMatchObject({ status: 'False' });
    expect(world.status.reason?.message).toContain('spec.settings.difficulty');
    world.patch({ settings: { difficulty: 'hard' } });
    world.pass(30_000);
    expect(world.status.phase).toBe('Running');
  });

  it('that hangs while starting is left alone inside its budget, and explained after it', () => {
    const world = new World();
    world.hangsAtStart = true;
    world.reconcile();
    world.pass(50_000);
    expect(world.status).toMatchObject({ phase: 'Starting', reason: { code: 'GameStarting' } });
    world.pass(30_000);
    expect(world.operations[0]?.status).toMatchObject({ phase: 'Failed', reason: { code: 'StartBudgetExceeded' } });
    expect(world.pod).toBeDefined();
    world.isHung = false;
    world.pass(10_000);
    expect(world.status.phase).toBe('Running');
  });
});

describe('an operation of the operator', () => {
  it('has a name of its own, also when the operator was killed before it had counted it', () => {
    for (let writes = 1; writes < 4; writes++) {
      const world = new World();
      world.dieAfterWrites = writes;
      world.reconcile();
      world.pass(30_000);
      world.patch({ state: 'Stopped' });
      world.pass(10_000);
      world.patch({ state: 'Running' });
      world.pass(30_000);
      expect(world.operations.map(({ name, status }) => [name, status.phase])).toEqual([
        ['w-start-1', 'Succeeded'],
        ['w-stop-2', 'Succeeded'],
        ['w-start-3', 'Succeeded'],
      ]);
    }
  });
});

describe('a stop', () => {
  it('of an empty server happens at once', () => {
    const world = running();
    world.patch({ state: 'Stopped' });
    world.pass(5_000);
    expect(world.status.phase).toBe('Stopped');
    expect(world.heard).toEqual([]);
  });

  it('warns players with the true time left, and happens when it was said', () => {
    const world = running();
    world.online = 3;
    world.patch({ state: 'Stopped' });
    world.pass(6 * MINUTE);
    expect(world.status.phase).toBe('Stopped');
    expect(world.heard.map((heard) => heard.message)).toEqual([
      'Server stops in 5 minutes',
      'Server stops in 1 minute',
      'Server stops in 10 seconds',
    ]);
    const stopped = world.disruptions[0]?.at ?? 0;
    for (const heard of world.heard) expect(Math.abs(heard.disruptsAt - stopped)).toBeLessThan(1000);
  });

  it('tells players no moment before it stands in the journal, whenever the operator is killed', () => {
    for (let writes = 0; writes < 8; writes++) {
      const world = running({ disruption: { announceSeconds: [20, 5] } });
      world.online = 1;
      world.patch({ state: 'Stopped' });
      world.dieAfterWrites = writes;
      world.pass(60_000);
      expect(world.unpublished, `killed after ${writes} writes`).toEqual([]);
      expect(world.heard.map((heard) => heard.message)).toEqual(['Server stops in 20 seconds', 'Server stops in 5 seconds']);
      expect(world.status.phase).toBe('Stopped');
    }
  });

  it('repeats a notice that did not reach the game until it does, with the time that is left then', () => {
    const world = running();
    world.online = 1;
    world.isHung = true;
    world.patch({ state: 'Stopped' });
    world.pass(20_000);
    expect(world.heard).toEqual([]);
    expect(world.operations.at(-1)?.status.announced).toMatchObject([{ secondsBefore: 300, delivered: false }]);
    world.isHung = false;
    world.pass(6 * MINUTE);
    expect(world.heard.map((heard) => heard.message)).toEqual([
      'Server stops in 270 seconds',
      'Server stops in 1 minute',
      'Server stops in 10 seconds',
    ]);
    expect(world.operations.at(-1)?.status.announced?.every((notice) => notice.delivered)).toBe(true);
    expect(world.status.phase).toBe('Stopped');
  });

  it('is given up when the wish changes back during the countdown', () => {
    const world = running();
    world.online = 1;
    world.patch({ state: 'Stopped' });
    world.pass(10_000);
    world.patch({ state: 'Running' });
    world.pass(10 * MINUTE);
    expect(world.status.phase).toBe('Running');
    expect(world.disruptions).toEqual([]);
    expect(world.heard.at(-1)?.message).toBe('Stop cancelled');
  });

  it('that was skipped is not asked for again before the wish changes', () => {
    const world = running();
    world.online = 1;
    world.patch({ state: 'Stopped' });
    world.pass(2_000);
    const stop = world.operations.find((operation) => operation.spec.type === 'stop');
    world.edit(stop?.name ?? '', { skip: true });
    world.pass(10 * MINUTE);
    expect(world.status).toMatchObject({ phase: 'Running', held: { generation: world.generation } });
    expect(world.operations.filter((operation) => operation.spec.type === 'stop')).toHaveLength(1);
    world.patch({ state: 'Stopped', settings: { motd: 'x' } });
    world.pass(6 * MINUTE);
    expect(world.status.phase).toBe('Stopped');
  });

  it('ordered as an operation is refused with the patch that does it', () => {
    const world = running();
    const name = world.order('stop');
    world.pass(1000);
    expect(world.operation(name).status).toMatchObject({
      phase: 'Refused',
      reason: { code: 'OrderTheState', fix: { patch: { spec: { state: 'Stopped' } } } },
    });
  });

  it.each([
    ['stop', 'OrderTheState'],
    ['recover', 'AutomaticOnly'],
  ] as const)('or recovery, such as a %s, is not taken for one of the operator because it has a generation', (type, code) => {
    const world = running();
    world.online = 1;
    const name = world.order(type, { generation: 1, actor: 'mallory' });
    const suspension = world.order(type, { generation: 1 });
    world.pass(1000);
    for (const order of [name, suspension]) expect(world.operation(order).status).toMatchObject({ phase: 'Refused', reason: { code } });
    world.pass(MINUTE);
    expect(world.disruptions).toEqual([]);
  });

  it('waits for an empty server until the hard deadline, with the countdown before it', () => {
    const world = running({ disruption: { announceSeconds: [60], onlyWhenEmpty: { deadline: '30m' } } });
    world.online = 2;
    const asked = world.now;
    world.patch({ state: 'Stopped' });
    world.pass(20 * MINUTE);
    expect(world.status.phase).toBe('Running');
    expect(Date.parse(world.status.next?.at ?? '') - asked).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(world.heard).toEqual([]);
    world.pass(11 * MINUTE);
    expect(world.status.phase).toBe('Stopped');
    expect(world.heard.map((heard) => heard.message)).toEqual(['Server stops in 1 minute']);
  });

  it('happens as soon as the server is empty', () => {
    const world = running({ disruption: { onlyWhenEmpty: { deadline: '4h' } } });
    world.online = 2;
    world.patch({ state: 'Stopped' });
    world.pass(20 * MINUTE);
    world.online = 0;
    world.pass(5_000);
    expect(world.status.phase).toBe('Stopped');
  });

  it('takes an unknown player count for an occupied server', () => {
    const world = running({ disruption: { onlyWhenEmpty: { deadline: '30m' } } });
    world.isAgentDead = true;
    world.patch({ state: 'Stopped' });
    world.pass(20 * MINUTE);
    expect(world.pod).toBeDefined();
    expect(world.status.players).toEqual({ known: false });
    world.pass(12 * MINUTE);
    expect(world.status.phase).toBe('Stopped');
  });
});

describe('a restart', () => {
  it('can be postponed and then skipped, and players are told', () => {
    const world = running();
    world.online = 1;
    const name = world.order('restart');
    world.pass(10_000);
    expect(world.operation(name).status).toMatchObject({ phase: 'Running', step: 'countdown' });
    world.edit(name, { postponeUntil: new Date(world.now + 30 * MINUTE).toISOString() });
    world.pass(20 * MINUTE);
    expect(world.operation(name).status.step).toBe('wait');
    expect(world.heard.at(-1)?.message).toMatch(/^Restart postponed by/);
    world.pass(6 * MINUTE);
    expect(world.operation(name).status.step).toBe('countdown');
    world.edit(name, { skip: true });
    world.pass(20 * MINUTE);
    expect(world.operation(name).status.phase).toBe('Skipped');
    expect(world.disruptions).toEqual([]);
    expect(world.heard.at(-1)?.message).toBe('Restart skipped');
  });

  it('that is told to go ahead now shrinks its countdown to the last warning, and says the true time', () => {
    const world = running();
    world.online = 1;
    const name = world.order('restart');
    world.pass(100_000);
    world.edit(name, { runNow: true });
    const told = world.now;
    world.pass(20_000);
    expect(world.heard.map(({ message }) => message)).toEqual(['Server restarts in 5 minutes', 'Server restarts in 10 seconds']);
    const at = world.disruptions[0]?.at ?? 0;
    expect(at - told).toBeGreaterThanOrEqual(10_000);
    expect(at - told).toBeLessThan(11_500);
    expect(Math.abs((world.heard.at(-1)?.disruptsAt ?? 0) - at)).toBeLessThan(1000);
    expect(world.operation(name).status.announced?.at(-1)).toMatchObject({ secondsBefore: 10 });
  });

  it.each([
    ['of its own', { disruption: { announceSeconds: [120, 30] } }, 'Server restarts in 30 seconds'],
    ['that was postponed', { postponeUntil: '2027-01-01T00:00:00Z' }, 'Server restarts in 10 seconds'],
    ['that waits for an empty server', { disruption: { onlyWhenEmpty: { deadline: '4h' } } }, 'Server restarts in 10 seconds'],
  ])('told to go ahead now, with a policy %s, keeps the last warning and nothing else', (_case, spec, warning) => {
    const world = running();
    world.online = 1;
    const name = world.order('restart', spec);
    world.pass(1_000);
    const before = world.heard.length;
    world.edit(name, { runNow: true });
    world.pass(35_000);
    expect(world.heard.slice(before).map(({ message }) => message)).toEqual([warning]);
    expect(world.disruptions).toHaveLength(1);
    expect(world.operation(name).status.waitsUntil).toBeUndefined();
  });

  it('told to go ahead now happens at once where nobody is warned anyway', () => {
    const world = running();
    world.online = 1;
    const name = world.order('restart', { postponeUntil: new Date(world.now + MINUTE).toISOString(), disruption: { announceSeconds: [] } });
    world.pass(1_000);
    expect(world.disruptions).toEqual([]);
    world.edit(name, { runNow: true });
    world.pass(500);
    expect(world.disruptions).toHaveLength(1);
    expect(world.heard).toEqual([]);
  });

  it('told to go ahead now never comes later than it was announced', () => {
    const world = running();
    world.online = 1;
    const name = world.order('restart', { disruption: { announceSeconds: [60, 30] } });
    world.pass(45_000);
    const published = Date.parse(world.operation(name).status.disruptsAt ?? '');
    world.edit(name, { runNow: true });
    world.pass(1_000);
    expect(Date.parse(world.operation(name).status.disruptsAt ?? '')).toBe(published);
  });

  it('told to go ahead now can still be skipped before it disturbs anybody', () => {
    const world = running();
    world.online = 1;
    const name = world.order('restart');
    world.pass(5_000);
    world.edit(name, { runNow: true });
    world.pass(5_000);
    world.edit(name, { skip: true });
    world.pass(10_000);
    expect(world.operation(name).status.phase).toBe('Skipped');
    expect(world.disruptions).toEqual([]);
  });

  it('tells players its cause in one line that agents take', () => {
    const world = running();
    world.online = 1;
    world.order('restart', { cause: `for \u0007 a\nnew ${'x'.repeat(480)}` });
    world.pass(1_000);
    expect(world.heard[0]?.message).toMatch(/^Server restarts in 5 minutes \(for a new x{189}…\)$/);
  });

  it('whose moment passed while no operator ran counts down anew', () => {
    const world = running();
    world.online = 1;
    world.order('restart');
    world.pass(100_000);
    world.now += 10 * MINUTE;
    world.report();
    world.pass(1000);
    expect(world.disruptions).toEqual([]);
    expect(world.heard.at(-1)?.message).toBe('Server restarts in 5 minutes');
    world.pass(6 * MINUTE);
    expect(world.disruptions).toHaveLength(1);
  });

  it('applies what is staged', () => {
    const world = running();
    world.patch({ settings: { motd: 'new' } });
    world.pass(1000);
    expect(world.status.staged).toEqual([
      expect.objectContaining({ path: 'settings.motd', message: 'takes effect with the next restart' }),
    ]);
    world.order('restart');
    world.pass(MINUTE);
    expect(world.status.staged).toBeUndefined();
    expect(world.status.phase).toBe('Running');
  });

  it('counts down on an empty server when the order says so', () => {
    const world = running();
    const name = world.order('restart', { disruption: { announceSeconds: [60, 10] } });
    world.pass(30_000);
    expect(world.operation(name).status.step).toBe('countdown');
    world.pass(60_000);
    expect(world.operation(name).status.phase).toBe('Succeeded');
  });

  it('of a stopped server is refused with the way out', () => {
    const world = running();
    world.patch({ state: 'Stopped' });
    world.pass(10_000);
    const name = world.order('restart');
    world.pass(1000);
    expect(world.operation(name).status).toMatchObject({ phase: 'Refused', reason: { code: 'ServerStopped' } });
  });
});

describe('an operation of a type that only a newer edition knows', () => {
  const update = 'update' as 'restart';

  it('is refused with the way out, and holds up nothing', () => {
    const world = running();
    const name = world.order(update);
    world.crash();
    world.pass(1_000);
    expect(world.operation(name).status).toMatchObject({
      phase: 'Refused',
      reason: { code: 'UnknownOperation', message: expect.stringContaining('type update') },
    });
    world.pass(MINUTE);
    expect(world.status).toMatchObject({ phase: 'Running', crash: { count: 1 } });
  });

  it('is given up where that edition had begun it, and players who were warned are told', () => {
    const world = running();
    world.online = 1;
    const name = world.order(update);
    const disruptsAt = new Date(world.now + MINUTE).toISOString();
    const announced = [{ at: new Date(world.now).toISOString(), secondsBefore: 60, disruptsAt, delivered: true }];
    world.operations = world.operations.map((operation) =>
      operation.name === name ? { ...operation, status: { phase: 'Running', step: 'countdown', disruptsAt, announced } } : operation,
    );
    world.pass(2 * MINUTE);
    expect(world.operation(name).status.phase).toBe('Refused');
    expect(world.heard.map(({ message }) => message)).toEqual(['Interruption cancelled']);
    expect(world.disruptions).toEqual([]);
  });

  it('waits through a maintenance, which hears nothing of it', () => {
    const world = running();
    world.patch({ intent: 'Maintenance' });
    const name = world.order(update);
    world.pass(1_000);
    expect(world.operation(name).status).toEqual({});
    expect(stepTitles(update)).toEqual([]);
  });
});

describe('a new operator', () => {
  it('does not take a game that is up for one that starts, because it has not heard its agent yet', () => {
    const world = running();
    world.regulars = 2;
    world.agent = undefined;
    world.reconcile();
    expect(world.status).toMatchObject({ phase: 'Running', health: 'Unknown', players: { known: false }, reason: { code: 'AgentSilent' } });
    world.pass(1_000);
    expect(world.status).toMatchObject({ phase: 'Running', health: 'Healthy', players: { known: true, online: 2 } });
  });
});

describe('a crash', () => {
  it('is kept with its fingerprint and recovered from after a back-off', () => {
    const world = running();
    world.crash({ exitCode: 134, lines: ['first', 'last words'] });
    world.pass(1000);
    expect(world.status).toMatchObject({
      phase: 'Crashed',
      crash: { count: 1, exitCode: 134, lines: ['first', 'last words'] },
      reason: { code: 'GameCrashed' },
    });
    world.pass(60_000);
    expect(world.status).toMatchObject({ phase: 'Running', crash: { count: 1 } });
    world.pass(11 * MINUTE);
    expect(world.status.crash).toBeUndefined();
  });

  it('keeps its last words whenever the operator is killed', () => {
    for (let writes = 0; writes < 10; writes++) {
      const world = running();
      world.crash({ exitCode: 134, lines: ['last words'] });
      world.dieAfterWrites = writes;
      world.reconcile();
      world.dieAfterWrites = writes % 3;
      world.pass(60_000);
      expect(world.status, `killed after ${writes} writes`).toMatchObject({ phase: 'Running', crash: { count: 1, lines: ['last words'] } });
    }
  });

  it('again and again ends in Failed, which a restart leaves', () => {
    const world = running();
    for (let i = 0; i < 6; i++) {
      world.crash();
      world.pass(7 * MINUTE, 2_000);
    }
    expect(world.status).toMatchObject({ phase: 'Failed', crash: { count: 6 } });
    world.pass(60 * MINUTE, 10_000);
    expect(world.status.phase).toBe('Failed');
    world.order('restart');
    world.pass(MINUTE);
    expect(world.status.phase).toBe('Running');
  });

  it('that starting again cannot help fails at once, and a changed spec tries again', () => {
    const world = running();
    world.crash({ lines: ['the world is broken'] });
    world.pass(10_000);
    expect(world.status).toMatchObject({ phase: 'Failed', reason: { code: 'BrokenWorld', fix: { kind: 'link' } } });
    world.patch({ settings: { motd: 'fixed' } });
    world.pass(MINUTE);
    expect(world.status.phase).toBe('Running');
  });

  it('for memory offers more memory', () => {
    const world = running();
    world.crash({ exitCode: 137, oomKilled: true, lines: [] });
    world.pass(3000);
    expect(world.status.reason).toMatchObject({
      code: 'NoMemory',
      fix: { kind: 'patch', patch: { spec: { resources: { memory: '2Gi' } } } },
    });
  });

  it('while stopped is wished ends stopped', () => {
    const world = running();
    world.online = 1;
    world.patch({ state: 'Stopped' });
    world.pass(10_000);
    world.crash();
    world.pass(20_000);
    expect(world.status.phase).toBe('Stopped');
  });
});

describe('a game that hangs', () => {
  it('is Unresponsive with its reason, and nothing is done to it unasked', () => {
    const world = running();
    world.isHung = true;
    world.pass(5 * MINUTE);
    expect(world.status).toMatchObject({
      phase: 'Running',
      health: 'Unresponsive',
      players: { known: false },
      reason: { code: 'GameUnresponsive', fix: { kind: 'operation', operation: 'restart' } },
    });
    expect(world.disruptions).toEqual([]);
  });

  it('gets its time to leave when it is stopped, not the whole time to save', () => {
    const world = running();
    world.isHung = true;
    world.pass(MINUTE);
    world.order('restart', { disruption: { announceSeconds: [] } });
    const decision = world.decide();
    expect(decision.effects).toContainEqual({ kind: 'hurry', key: 'hurry/pod-1', podUid: 'pod-1', graceSeconds: 10 });
  });
});

describe('the provider', () => {
  it('suspends a server whatever its owner wishes, and lifts it again', () => {
    const world = running();
    world.patch({ intent: 'Suspended' });
    world.pass(10_000);
    expect(world.status.phase).toBe('Suspended');
    world.patch({ intent: 'None' });
    world.pass(30_000);
    expect(world.status.phase).toBe('Running');
  });

  it('in maintenance is not interfered with', () => {
    const world = running();
    world.patch({ intent: 'Maintenance', state: 'Stopped' });
    world.pass(10 * MINUTE);
    expect(world.pod).toBeDefined();
    expect(world.operations.every(isFinished)).toBe(true);
  });
});

describe('a deletion', () => {
  it('lets the players finish, then lets go', () => {
    const world = running();
    world.online = 1;
    world.deleting = true;
    world.pass(MINUTE - 1_000);
    expect(world.status.phase).toBe('Deleting');
    expect(world.released).toBe(false);
    world.pass(10_000);
    expect(world.released).toBe(true);
    expect(world.heard.map(({ message }) => message)).toEqual([
      'Server stops in 1 minute (the server is deleted)',
      'Server stops in 10 seconds (the server is deleted)',
    ]);
  });

  it('of a server that never started lets go at once', () => {
    const world = new World({ licences: [] });
    world.reconcile();
    world.deleting = true;
    world.pass(1000);
    expect(world.released).toBe(true);
  });
});
