import { z } from 'zod';
import { defineGame } from '../src/index.ts';

/** A game without a protocol, for tests of decisions: only its facts matter. */
export const fakeGame = defineGame({
  id: 'fake', title: 'Fake', summary: 'A game for tests', tags: [], icon: '<svg/>',
  settings: z.object({
    motd: z.string().default('hello').meta({ group: 'g', title: 'Message', description: 'd', applies: 'restart' }),
    difficulty: z.enum(['easy', 'hard']).default('easy').meta({ group: 'g', title: 'Difficulty', description: 'd', applies: 'live' }),
  }),
  presets: { small: { title: 'Small', cpu: '1', memory: '1Gi', storage: '1Gi', reason: 'for tests' } },
  defaultPreset: 'small',
  licences: [{ id: 'eula', title: 'The EULA', summary: 's', url: 'https://example.org/eula' }],
  ports: { game: { protocols: ['TCP'], number: 1000, exposed: true, primary: true, title: 'Game' } },
  secrets: {},
  versions: { recommended: '1.0', channels: { latest: '1.0' }, accepts: /^\d+\.\d+$/ },
  budgets: { startSeconds: 60, saveSeconds: 20, stopSeconds: 10 },
  health: { intervalSeconds: 5, failures: 3 },
  workload: ({ version }) => ({ image: `fake:${version}`, dataPath: '/data', runAsUser: 1000, runAsGroup: 1000 }),
  files: () => [],
  diagnoses: [
    {
      id: 'BrokenWorld', title: 'Broken world', pattern: /world is broken/, fatal: true, meaning: 'The world is broken.', remedy: 'Restore it.',
      fix: { kind: 'link', title: 'How to restore', href: 'https://example.org' }, examples: ['world is broken'],
    },
    { id: 'NoMemory', title: 'Out of memory', exit: { oomKilled: true }, meaning: 'It needs more memory.', remedy: 'Give it more.', fix: { kind: 'patch', title: 'More', patch: { spec: { resources: { memory: '2Gi' } } } }, examples: [] },
  ],
  log: { file: 'log', ready: /ready/ },
  connections: {},
  probe: async () => ({ state: 'healthy' }),
  players: async () => ({ known: false, reason: 'not asked' }),
  command: async () => '',
  announce: async () => {},
  save: async () => {},
  stop: async () => {},
  applyLive: async () => {},
});
