import { gameServerSpecSchema } from '@gse/resources';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { problemsOf } from './validation.ts';

const schema = z.object({
  players: z.int().min(1).max(100),
  name: z.string().min(1).max(5),
  word: z.string().regex(/^[a-z]+$/),
  own: z.string().regex(/^[a-z]+$/, { error: 'must consist of a-z' }),
  mode: z.enum(['easy', 'hard']),
  list: z.array(z.number()).max(1),
  on: z.boolean(),
  step: z.number().multipleOf(5),
});
const good = { players: 1, name: 'a', word: 'a', own: 'a', mode: 'easy', list: [], on: true, step: 5 };

test.each([
  [{ players: 500 }, 'must be at most 100'],
  [{ players: 0 }, 'must be at least 1'],
  [{ players: 1.5 }, 'must be a whole number'],
  [{ players: 'many' }, 'must be a number'],
  [{ players: undefined }, 'is needed'],
  [{ name: '' }, 'must not be empty'],
  [{ name: 'abcdef' }, 'must have at most 5 characters'],
  [{ word: '1' }, 'does not have the form that is needed here'],
  [{ own: '1' }, 'must consist of a-z'],
  [{ mode: 'soft' }, 'must be easy or hard'],
  [{ list: [1, 2] }, 'must have at most 1 entries'],
  [{ list: 1 }, 'must be a list'],
  [{ on: 'yes' }, 'must be true or false'],
  [{ step: 7 }, 'must be a multiple of 5'],
])('%j is answered with "%s"', (change, message) => {
  const { error } = schema.safeParse({ ...good, ...change }, { reportInput: true });
  expect(error && problemsOf(error).map((problem) => problem.message)).toContain(message);
});

test('no field of an order is refused in the words of a program', () => {
  const wrong = {
    game: 7,
    state: 'On',
    version: { pin: 5 },
    size: 'x'.repeat(50),
    storage: { size: {} },
    licences: {},
    disruption: { announceSeconds: [0] },
  };
  const { error } = gameServerSpecSchema.safeParse(wrong, { reportInput: true });
  for (const { path, message } of error ? problemsOf(error) : [])
    expect([path, message]).toEqual([path, expect.not.stringMatching(/Invalid|expected|Too /)]);
});
