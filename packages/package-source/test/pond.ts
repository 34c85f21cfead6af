import { z } from 'zod';
import { defineGame } from '@gse/sdk';

const nothing = async (): Promise<void> => {};

/** A game for tests of what is made from adapters: small, with one of each thing. */
export const pond = defineGame({
  id: 'pond',
  title: 'Pond',
  summary: 'Sit by a pond.',
  tags: ['calm'],
  icon: '<svg/>',
  settings: z.object({
    greeting: z.string().max(40).default('a | b').meta({
      group: 'Pond',
      title: 'Greeting',
      description: 'What visitors\nread.',
      applies: 'restart',
      lands: 'pond.properties: greeting',
    }),
    visitors: z
      .int()
      .min(1)
      .max(50)
      .default(10)
      .meta({ group: 'Pond', title: 'Visitors', description: 'How many fit.', applies: 'restart', unit: 'visitors' }),
    ducks: z
      .array(z.enum(['white', 'grey']))
      .max(3)
      .default([])
      .meta({ group: 'Animals', title: 'Ducks', description: 'Their colours.', applies: 'wipe' }),
  }),
  presets: { small: { title: 'Small', cpu: '1', memory: '1Gi', storage: '1Gi', reason: 'For a few.' } },
  defaultPreset: 'small',
  licences: [{ id: 'rules', title: 'Rules', summary: 'Do not feed the ducks.', url: 'https://example.org/rules' }],
  ports: { game: { protocols: ['TCP', 'UDP'], number: 4000, exposed: true, primary: true, title: 'Everything' } },
  secrets: { key: { title: 'Key', description: 'Opens the gate.', generate: 32 } },
  versions: { recommended: '1.0', channels: { stable: '1.0' }, accepts: /^\d\.\d$/ },
  budgets: { startSeconds: 120, saveSeconds: 1, stopSeconds: 30 },
  health: { intervalSeconds: 10, failures: 3 },
  workload: () => ({ image: 'example.org/pond:1.0', dataPath: '/pond', runAsUser: 1000, runAsGroup: 1000 }),
  files: ({ secrets, accepted }) => [
    { path: 'pond.properties', format: 'properties', set: { greeting: 'x', key: secrets.key, rules: accepted.has('rules') } },
  ],
  diagnoses: [
    {
      id: 'Frozen',
      title: 'The pond is frozen',
      pattern: /^ice$/,
      meaning: 'It is winter.',
      remedy: 'Wait.',
      examples: ['ice'],
      fatal: true,
    },
    { id: 'Dry', title: 'The pond is dry', exit: { oomKilled: true }, meaning: 'No water.', remedy: 'Dig.', examples: [] },
  ],
  log: { file: 'pond.log', ready: /^open$/ },
  backup: { include: ['*'], exclude: ['cache'] },
  connections: {},
  probe: async () => ({ state: 'healthy' }),
  players: async () => ({ known: false, reason: 'Nobody looks.' }),
  command: async () => '',
  announce: nothing,
  save: nothing,
  stop: nothing,
});
