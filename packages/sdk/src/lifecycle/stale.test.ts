import { gameServerSpecSchema } from '@gse/resources';
import { describe, expect, it } from 'vitest';
import { fakeGame } from '../../test/fake-game.ts';
import { planServer, type Applied } from '../plan/plan.ts';
import type { DecideInput, ObservedAgent, ObservedPod } from './input.ts';
import { stalePod } from './stale.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const spec = gameServerSpecSchema.parse({ game: 'fake', licences: [{ id: 'eula', accepted: true }] });
const applied: Applied = { generation: 1, version: '1.0', cpu: '1', memory: '1Gi', settings: { motd: 'a', difficulty: 'easy' } };

function isStale(wanted: Partial<Applied>, more: { pod?: Partial<ObservedPod>; agent?: Partial<ObservedAgent> } = {}): boolean {
  const pod: ObservedPod = {
    uid: 'p',
    deleting: false,
    scheduled: true,
    game: { state: 'waiting' },
    ends: 0,
    applied,
    wanted: { ...applied, ...wanted },
    ...more.pod,
  };
  const agent: ObservedAgent = {
    podUid: 'p',
    receivedAt: NOW,
    health: 'Healthy',
    everHealthy: true,
    players: { known: true, online: 1, max: 20 },
    simulated: false,
    ...more.agent,
  };
  const input: DecideInput = {
    now: NOW,
    server: { name: 'w', uid: 'u', generation: 2, deleting: false },
    spec,
    game: fakeGame,
    plan: planServer(fakeGame, spec),
    observed: { pod, network: { state: 'Ready', endpoints: [] }, ...(more.agent && { agent }) },
    previous: {},
    operations: [],
  };
  return stalePod(input) !== undefined;
}

describe('a pod whose game never ran', () => {
  it('is stale where the person ordered something else', () => {
    expect(isStale({ generation: 2, version: '1.1' })).toBe(true);
    expect(isStale({ generation: 2, settings: { motd: 'b', difficulty: 'easy' } })).toBe(true);
    expect(isStale({ generation: 2 })).toBe(false);
  });

  it('is not stale for what another edition would make of the same order', () => {
    expect(isStale({ version: '1.1', settings: { ...applied.settings, added: false } })).toBe(false);
    expect(isStale({ settings: { difficulty: 'easy', motd: 'a' } })).toBe(false);
  });

  it('is not stale where its agent has met players already', () => {
    expect(isStale({ generation: 2, version: '1.1' }, { agent: {} })).toBe(false);
    expect(isStale({ generation: 2, version: '1.1' }, { agent: { podUid: 'of another pod' } })).toBe(true);
    expect(isStale({ generation: 2, version: '1.1' }, { agent: { everHealthy: false, health: 'Starting' } })).toBe(true);
  });
});
