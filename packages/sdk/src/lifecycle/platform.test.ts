import { describe, expect, it } from 'vitest';
import { World } from '../../test/world.ts';

function running(): World {
  const world = new World();
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
