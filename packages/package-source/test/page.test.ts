import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineGame } from '@gse/sdk';
import { referenceIndex, referencePage } from '../src/index.ts';

const nothing = async (): Promise<void> => {};

const pond = defineGame({
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

const page = referencePage(pond, '\n| pitfall | answer | where |\n| --- | --- | --- |\n| Mud | Boots | `boots.ts` |\n');

test.each([
  ['how to order one, licences included', '  size: small\n  licences:\n    - {id: rules, accepted: true}'],
  ['what a size is for', '| `small` (default) | 1 | 1Gi | 1Gi | For a few. |'],
  ['what players type', '| `game` | 4000/TCP+UDP | yes; players type it | Everything |'],
  ['who makes a credential', '| `key` | the platform, 32 characters | **Key.** Opens the gate. |'],
  [
    'a setting in one row, whatever its words have in them',
    '| `greeting` | **Greeting.** What visitors read. | `"a \\| b"` | text, up to 40 characters | at the next start | `pond.properties: greeting` |',
  ],
  ['limits and units', '| `10` | whole number, 1 to 50, visitors |'],
  ['what a list may have', 'list, up to 3 entries, each `white`, `grey` | in the next new world'],
  ['what is written into a file', '| `pond.properties` | 3 keys, at every start; everything else in it is yours |'],
  ['what the game does not have', '| kick | throws a player out | no |'],
  ['deadlines in words', '| from the start of the process until people can join, at most | 2 minutes |'],
  ['what a backup has', 'A backup has everything in the volume, without `cache`.'],
  ['a known trouble with its line', '`Frozen`. It is winter. **What to do:** Wait. Until then it is not started again'],
  ['a trouble without a line', 'Recognised by the kernel having ended the process for memory.'],
  ['the pitfalls of the adapter', '## Pitfalls\n\n| pitfall | answer | where |'],
])('the page has %s', (_, words) => {
  expect(page).toContain(words);
});

test('the page shows no value of a secret, and nothing of what the game does not have', () => {
  expect(page).not.toContain('not-a-secret');
  expect(page).not.toContain('undefined');
  expect(page).not.toContain('beside itself');
  expect(page).not.toMatch(/\n{3}/);
});

test('the list of games leads to their pages', () => {
  expect(referenceIndex([pond])).toContain('| [Pond](pond.md) | `pond` | Sit by a pond. |');
});
