import { expect, test } from 'vitest';
import { referenceIndex, referencePage } from '../src/index.ts';
import { pond } from './pond.ts';

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
