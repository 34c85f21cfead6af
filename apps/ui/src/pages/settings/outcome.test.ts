import { describe, expect, it } from 'vitest';
import type { Game, Preview } from '../../api/types.ts';
import type { Edits } from '../../form/edits.ts';
import { countWhens, outcomesOf } from './outcome.ts';

const field = (name: string, applies: 'live' | 'restart' | 'wipe') => ({
  name,
  group: 'G',
  title: name.toUpperCase(),
  description: '',
  applies,
});
const game = {
  settings: {
    schema: { type: 'object', properties: { motd: { default: 'hello' }, seed: { default: '' } } },
    fields: [field('motd', 'restart'), field('level', 'live'), field('seed', 'wipe')],
  },
  presets: [
    { id: 'small', title: 'Small', cpu: '1', memory: '1Gi', storage: '5Gi', reason: '' },
    { id: 'large', title: 'Large', cpu: '4', memory: '8Gi', storage: '20Gi', reason: '' },
  ],
  defaultPreset: 'small',
  licences: [],
  secrets: [],
} as unknown as Game;
const spec = { game: 'x', settings: { level: 'easy' } };
const edits: Edits = {
  'settings.motd': { value: 'bye' },
  'settings.level': { value: 'hard', was: 'easy' },
  'settings.seed': { value: '5' },
  size: { value: 'large' },
  'network.type': { value: 'NodePort' },
};
const whens = (preview: Preview | undefined, isRunning = true): Record<string, string> =>
  Object.fromEntries(outcomesOf(game, spec, edits, preview, isRunning).map(({ path, when }) => [path, when]));

describe('before the server has said anything', () => {
  it('the schema lets expect when edits apply', () => {
    expect(whens(undefined)).toEqual({
      'settings.motd': 'restart',
      'settings.level': 'live',
      'settings.seed': 'wipe',
      size: 'restart',
      'network.type': 'live',
    });
  });

  it('nothing of the game applies before the start of a server that does not run', () => {
    expect(whens(undefined, false)).toEqual({
      'settings.motd': 'start',
      'settings.level': 'start',
      'settings.seed': 'wipe',
      size: 'start',
      'network.type': 'live',
    });
  });
});

describe('when the server has said what a change means', () => {
  const preview: Preview = {
    running: true,
    changes: [
      { path: 'settings.level', title: 'LEVEL', applies: 'restart', from: 'normal', to: 'hard' },
      { path: 'settings.other', title: 'OTHER', applies: 'restart', from: 1, to: 2 },
      { path: 'resources.memory', title: 'Memory', applies: 'restart', from: '1Gi', to: '4Gi' },
    ],
    other: ['network.type'],
    missingLicences: [],
  };

  it('its word counts, another plan is other resources, and what leads back to the running game applies at once', () => {
    expect(whens(preview)).toEqual({
      'settings.motd': 'live',
      'settings.level': 'restart',
      'settings.seed': 'live',
      size: 'restart',
      'network.type': 'live',
    });
  });

  it('values are those of the running game', () => {
    expect(outcomesOf(game, spec, edits, preview, true)[1]).toEqual({
      path: 'settings.level',
      title: 'LEVEL',
      when: 'restart',
      from: 'normal',
      to: 'hard',
    });
  });
});

it('values are the default where the spec says nothing', () => {
  const values = outcomesOf(game, spec, { ...edits, 'storage.size': { value: '50Gi' } }, undefined, true).map(({ path, from, to }) => [
    path,
    from,
    to,
  ]);
  expect(values).toEqual([
    ['settings.motd', 'hello', 'bye'],
    ['settings.level', 'easy', 'hard'],
    ['settings.seed', '', '5'],
    ['size', 'small', 'large'],
    ['network.type', 'LoadBalancer', 'NodePort'],
    ['storage.size', '5Gi', '50Gi'],
  ]);
});

it('ports of the node are the pod’s own, and wait for a restart', () => {
  const change: Edits = { 'network.type': { value: 'HostPort' }, 'network.ports': { value: { game: 28_100 } } };
  expect(outcomesOf(game, spec, change, undefined, true).map(({ when }) => when)).toEqual(['restart', 'restart']);
  expect(outcomesOf(game, { ...spec, network: { type: 'HostPort' } }, edits, undefined, false).map(({ when }) => when)).toContain('start');
});

it('outcomes are counted, the soonest first', () => {
  expect(countWhens(outcomesOf(game, spec, edits, undefined, true))).toEqual([
    ['live', 2],
    ['restart', 2],
    ['wipe', 1],
  ]);
});
