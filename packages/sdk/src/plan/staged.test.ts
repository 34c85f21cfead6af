import { gameServerSpecSchema, type GameServerSpecInput } from '@gse/resources';
import { describe, expect, it } from 'vitest';
import { fakeGame } from '../../test/fake-game.ts';
import { planServer } from './plan.ts';
import { differences, podDifferences, type Difference } from './staged.ts';

const running = { generation: 1, version: '1.0', cpu: '1', memory: '1Gi', settings: { motd: 'hello', difficulty: 'easy' } };

function changed(spec: Partial<GameServerSpecInput>): readonly Difference[] {
  const result = planServer(fakeGame, gameServerSpecSchema.parse({ game: 'fake', ...spec }));
  return result.ok ? differences(fakeGame, result.plan, running) : expect.fail('the order has problems');
}

describe('what differs from the running game', () => {
  it('is nothing where nothing was changed', () => {
    expect(changed({})).toEqual([]);
  });

  it('is told field by field, with when it takes effect', () => {
    expect(changed({ settings: { motd: 'x', difficulty: 'hard' }, version: { pin: '2.0' }, resources: { memory: '2Gi' } })).toEqual([
      { path: 'settings.motd', title: 'Message', applies: 'restart', from: 'hello', to: 'x' },
      { path: 'settings.difficulty', title: 'Difficulty', applies: 'live', from: 'easy', to: 'hard' },
      { path: 'version', title: 'Version', applies: 'restart', from: '1.0', to: '2.0' },
      { path: 'resources.memory', title: 'Memory', applies: 'restart', from: '1Gi', to: '2Gi' },
    ]);
  });

  it('is not the spelling of an amount', () => {
    expect(changed({ resources: { cpu: '1000m', memory: '1024Mi' } })).toEqual([]);
    expect(changed({ resources: { cpu: 1, memory: 2 ** 30 } })).toEqual([]);
  });
});

describe('what of a pod is behind', () => {
  const made = { ...running, agentImage: 'a:1', placement: 'p', hostPorts: '', game: 'g', platform: 'x' };
  const paths = (wanted: object, from: object = made) =>
    podDifferences({ ...made, ...wanted }, from as typeof made).map(({ path }) => path);

  it('is told part by part', () => {
    expect(paths({})).toEqual([]);
    expect(paths({ agentImage: 'a:2', placement: 'q', hostPorts: '1/TCP', platform: 'y' })).toEqual([
      'agent',
      'placement',
      'network',
      'platform',
    ]);
  });

  it('is another way to run the game only where the order is the same', () => {
    expect(paths({ game: 'h' })).toEqual(['game']);
    expect(paths({ game: 'h', settings: { motd: 'x' } })).toEqual([]);
  });

  it('is not known of a pod that does not say', () => {
    expect(paths({ agentImage: 'a:2' }, running)).toEqual([]);
  });
});
