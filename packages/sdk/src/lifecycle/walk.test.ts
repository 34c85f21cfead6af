import { gameOperationStatusSchema, gameServerStatusSchema } from '@gse/resources';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { World } from '../../test/world.ts';
import { DEFAULT_ANNOUNCE_SECONDS } from '../plan/budget.ts';
import { isFinished } from './engine.ts';

const RUNS = Number(process.env['GSE_WALKS'] ?? 100);
const seed = Number(process.env['GSE_SEED'] ?? Date.now() % 2 ** 31);
console.info(`random walks: seed ${seed} (GSE_SEED repeats a run)`);

type Move =
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'state'; readonly state: 'Running' | 'Stopped' }
  | { readonly kind: 'intent'; readonly intent: 'None' | 'Suspended' | 'Maintenance' }
  | { readonly kind: 'players'; readonly online: number }
  | { readonly kind: 'restart'; readonly explicit: boolean }
  | { readonly kind: 'change'; readonly what: 'skip' | 'cancel' | 'postpone' | 'runNow'; readonly seconds: number }
  | { readonly kind: 'setting'; readonly motd: string }
  | { readonly kind: 'version'; readonly pin: string }
  | { readonly kind: 'crash'; readonly oom: boolean; readonly broken: boolean }
  | { readonly kind: 'crashUnseen'; readonly seconds: number }
  | { readonly kind: 'hang'; readonly hung: boolean }
  | { readonly kind: 'hangAtStart' }
  | { readonly kind: 'agent'; readonly dead: boolean }
  | { readonly kind: 'die'; readonly writes: number }
  | { readonly kind: 'mute'; readonly mute: boolean }
  | { readonly kind: 'delete' }
  | { readonly kind: 'network'; readonly ready: boolean }
  | { readonly kind: 'licence'; readonly accepted: boolean }
  | { readonly kind: 'evict' }
  | { readonly kind: 'restartNode' }
  | { readonly kind: 'whenEmpty'; readonly deadline: string | undefined }
  | { readonly kind: 'sleepOperator'; readonly seconds: number };

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(1, 3, 10, 45, 100, 320, 700) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('state' as const), state: fc.constantFrom('Running' as const, 'Stopped' as const) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('intent' as const),
      intent: fc.constantFrom('None' as const, 'Suspended' as const, 'Maintenance' as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('players' as const), online: fc.nat({ max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('restart' as const), explicit: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      what: fc.constantFrom('skip' as const, 'cancel' as const, 'postpone' as const, 'runNow' as const),
      seconds: fc.constantFrom(30, 400, 1000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('setting' as const), motd: fc.constantFrom('a', 'b') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('version' as const), pin: fc.constantFrom('9.8', '9.9') }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('crash' as const), oom: fc.boolean(), broken: fc.constant(false) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crashUnseen' as const), seconds: fc.constantFrom(1, 400) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hang' as const), hung: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hangAtStart' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('agent' as const), dead: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('die' as const), writes: fc.nat({ max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mute' as const), mute: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('network' as const), ready: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('licence' as const), accepted: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('evict' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restartNode' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('whenEmpty' as const), deadline: fc.constantFrom(undefined, '1m', '10m') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('sleepOperator' as const), seconds: fc.constantFrom(5, 90, 400) }) },
);

/** Phases each phase may turn into; what is not listed is a bug. Deleting may follow any. */
const legal: Readonly<Record<string, readonly string[]>> = {
  // A killed operator is followed by the next at once, which finds the pod that was made in between.
  Pending: ['Provisioning', 'Installing', 'Stopped', 'Suspended'],
  Provisioning: ['Installing', 'Starting', 'Stopping', 'Stopped', 'Suspended', 'Crashed'],
  Installing: ['Starting', 'Stopping', 'Stopped', 'Suspended', 'Crashed', 'Provisioning', 'Running'],
  Starting: ['Running', 'Stopping', 'Stopped', 'Crashed', 'Provisioning', 'Suspended', 'Installing'],
  Running: ['Stopping', 'Crashed', 'Stopped', 'Provisioning', 'Suspended', 'Starting', 'Installing'],
  Stopping: ['Stopped', 'Provisioning', 'Suspended', 'Pending', 'Starting', 'Installing'],
  Stopped: ['Provisioning', 'Suspended', 'Pending'],
  Crashed: ['Provisioning', 'Failed', 'Stopping', 'Stopped', 'Suspended', 'Installing', 'Starting', 'Running', 'Pending'],
  Failed: ['Provisioning', 'Stopped', 'Suspended', 'Stopping', 'Pending'],
  Suspended: ['Provisioning', 'Stopped', 'Pending', 'Failed'],
};

function play(world: World, moves: readonly Move[], options: { dies: boolean }): void {
  for (const step of moves) apply(world, step, options);
}

function apply(world: World, step: Move, options: { dies: boolean }): void {
  switch (step.kind) {
    case 'pass':
      return watchPhases(world, step.seconds);
    case 'state':
      return world.patch({ state: step.state });
    case 'intent':
      return world.patch({ intent: step.intent });
    case 'players':
      if (world.agent?.health === 'Healthy' && world.pod?.game.state === 'running' && !world.pod.deleting) world.online = step.online;
      return world.report();
    case 'restart':
      return void world.order('restart', step.explicit ? { disruption: { announceSeconds: [30, 5] } } : {});
    case 'change': {
      const open = world.operations.find((operation) => !isFinished(operation));
      if (open)
        world.edit(
          open.name,
          step.what === 'postpone'
            ? { postponeUntil: new Date(world.now + step.seconds * 1000).toISOString(), runNow: false }
            : { [step.what]: true },
        );
      return;
    }
    case 'setting':
      return world.patch({ settings: { motd: step.motd } });
    case 'version':
      return world.patch({ version: { pin: step.pin } });
    case 'crash':
      return world.crash({ exitCode: 1, oomKilled: step.oom, lines: step.broken ? ['world is broken'] : ['oops'] });
    case 'crashUnseen':
      world.crash();
      world.startInPlace();
      world.now += step.seconds * 1000;
      return world.report();
    case 'hang':
      world.isHung = step.hung;
      return world.report();
    case 'hangAtStart':
      world.hangsAtStart = true;
      return;
    case 'agent':
      world.isAgentDead = step.dead;
      return world.report();
    case 'die':
      if (options.dies) world.dieAfterWrites = step.writes;
      return;
    case 'mute':
      world.isAgentMute = step.mute;
      return world.report();
    case 'delete':
      world.deleting = true;
      return;
    case 'network':
      world.isReachable = step.ready;
      return;
    case 'licence':
      return world.patch({ licences: step.accepted ? [{ id: 'eula', accepted: true }] : [] });
    case 'evict':
      return world.evict();
    case 'restartNode':
      return world.restartNode();
    case 'whenEmpty':
      return world.patch({ disruption: step.deadline === undefined ? {} : { onlyWhenEmpty: { deadline: step.deadline } } });
    case 'sleepOperator':
      world.now += step.seconds * 1000;
      return world.report();
  }
}

function watchPhases(world: World, seconds: number): void {
  const end = world.now + seconds * 1000;
  while (world.now < end && !world.released) {
    const from = world.status.phase;
    world.pass(Math.min(1000, end - world.now), 1000);
    const to = world.status.phase;
    if (!world.released) explainsItself(world);
    if (from !== undefined && to !== undefined && from !== to && to !== 'Deleting') {
      expect(legal[from], `${from} → ${to}`).toContain(to);
    }
  }
}

/** Whatever is not plainly running or stopped says why, or what happens next; and nobody is asked to look without end. */
function explainsItself(world: World): void {
  const { phase, reason, next } = world.status;
  if (phase !== 'Running' && phase !== 'Stopped') expect(reason ?? next, `${phase} explains nothing`).toBeDefined();
  if (world.requeueAfterMs === 1) {
    world.now += 1;
    expect(world.decide().requeueAfterMs, `${phase} is looked at without a pause`).not.toBe(1);
  }
}

/** Brings everything into order that the walk may have left broken, and gives it time. */
function settle(world: World): void {
  world.dieAfterWrites = undefined;
  world.isAgentDead = false;
  world.isHung = false;
  world.hangsAtStart = false;
  world.isAgentMute = false;
  world.isReachable = true;
  world.online = 0;
  world.patch({
    state: 'Running',
    intent: 'None',
    version: { pin: '9.8' },
    settings: { motd: 'end' },
    licences: [{ id: 'eula', accepted: true }],
    disruption: {},
  });
  for (const operation of world.operations) if (!isFinished(operation)) world.edit(operation.name, { cancel: true });
  watchPhases(world, 1200);
}

describe('random walks', { timeout: 30_000 + RUNS * 300 }, () => {
  it('never disturb players without a notice that told the true time', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 40 }), (moves) => {
        const world = new World();
        world.regulars = 2;
        watchPhases(world, 30);
        play(world, moves, { dies: true });
        for (const disruption of world.disruptions) {
          if (disruption.provenEmpty) continue;
          // Nobody can be told by a dead agent or a hung game: then the journal must have published the moment.
          const published = world.operations.flatMap((operation) => operation.status.announced ?? []);
          const told = published.some(
            (notice) => Math.abs(Date.parse(notice.disruptsAt) - disruption.at) <= 61_000 && Date.parse(notice.at) < disruption.at,
          );
          expect(told, `disruption at ${new Date(disruption.at).toISOString()} with ${disruption.online} online`).toBe(true);
        }
        expect(world.unpublished, 'moments that nobody would know of after a kill').toEqual([]);
        for (const heard of world.heard) {
          const match = /in (\d+) (second|minute|hour)/.exec(heard.message);
          if (!match) continue;
          const seconds = Number(match[1]) * ({ second: 1, minute: 60, hour: 3600 }[match[2] ?? ''] ?? 1);
          expect(Math.abs(heard.disruptsAt - heard.at - seconds * 1000)).toBeLessThanOrEqual(1000);
        }
      }),
      { numRuns: RUNS, seed },
    );
  });

  it('go ahead within the last announcement when told to, whatever was waited for', () => {
    fc.assert(
      fc.property(
        fc.array(move, { minLength: 3, maxLength: 30 }),
        fc.constantFrom(undefined, [90], [45, 20], []),
        (moves, announceSeconds) => {
          const world = new World({ disruption: { onlyWhenEmpty: { deadline: '10m' } } });
          world.regulars = 2;
          watchPhases(world, 30);
          play(world, moves, { dies: true });
          settle(world);
          world.online = 2;
          world.patch({
            disruption: { onlyWhenEmpty: { deadline: '4h' }, ...(announceSeconds && { announceSeconds: [...announceSeconds] }) },
          });
          const name = world.order('restart', { postponeUntil: new Date(world.now + 3_600_000).toISOString() });
          watchPhases(world, 5);
          const disruptionsBefore = world.disruptions.length;
          world.edit(name, { runNow: true });
          const last = (announceSeconds ?? DEFAULT_ANNOUNCE_SECONDS).at(-1) ?? 0;
          watchPhases(world, last + 2);
          expect(world.disruptions).toHaveLength(disruptionsBefore + 1);
          expect(world.operation(name).status.announced ?? []).toHaveLength(last === 0 ? 0 : 1);
        },
      ),
      { numRuns: Math.ceil(RUNS / 2), seed },
    );
  });

  it('take no illegal turn, and every state can be left', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 40 }), (moves) => {
        const world = new World();
        watchPhases(world, 30);
        play(world, moves, { dies: true });
        settle(world);
        expect(world.status).toMatchObject({ phase: 'Running', health: 'Healthy' });
        expect(world.operations.filter((operation) => !isFinished(operation))).toEqual([]);
      }),
      { numRuns: RUNS, seed },
    );
  });

  it('end in a server that is let go once it is deleted, whatever else happens to it', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 2, maxLength: 25 }), fc.array(move, { maxLength: 10 }), (before, after) => {
        const world = new World();
        world.regulars = 2;
        watchPhases(world, 30);
        play(world, [...before, { kind: 'delete' }, ...after], { dies: true });
        // The longest wait for an empty server, the longest countdown, and the stop.
        watchPhases(world, 600 + 1000 + 400);
        expect(world.released).toBe(true);
        expect(world.pod).toBeUndefined();
      }),
      { numRuns: RUNS, seed },
    );
  });

  it('end the same whether or not the operator is killed between any two writes', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 30 }), (moves) => {
        const calm = new World();
        const shaken = new World();
        for (const world of [calm, shaken]) watchPhases(world, 30);
        play(calm, moves, { dies: false });
        play(shaken, moves, { dies: true });
        for (const world of [calm, shaken]) settle(world);
        expect(shaken.status.phase).toBe(calm.status.phase);
        expect(shaken.status.version).toEqual(calm.status.version);
        expect(shaken.status.staged).toEqual(calm.status.staged);
      }),
      { numRuns: RUNS, seed },
    );
  });

  it('never have more than one act past the point of return, nor write what the API would refuse', () => {
    fc.assert(
      fc.property(fc.array(move, { minLength: 5, maxLength: 40 }), (moves) => {
        const world = new World();
        for (const step of moves) {
          apply(world, step, { dies: true });
          const acting = world.operations.filter(
            (operation) =>
              operation.status.phase === 'Running' &&
              ['stop', 'start', 'verify', 'clear', 'backoff', 'evidence'].includes(operation.status.step ?? ''),
          );
          expect(acting.length).toBeLessThanOrEqual(1);
          gameServerStatusSchema.parse(world.status);
          for (const operation of world.operations) gameOperationStatusSchema.parse(operation.status);
        }
      }),
      { numRuns: RUNS, seed },
    );
  });
});
