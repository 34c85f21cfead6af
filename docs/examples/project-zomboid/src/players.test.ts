import { expect, test } from 'vitest';
import { parsePlayers } from './players.ts';

test.each([
  ['Players connected (0): \n', { known: true, online: 0, max: 16, names: [] }],
  ['Players connected (2): \n-Ada\n-Grace\n', { known: true, online: 2, max: 16, names: [{ name: 'Ada' }, { name: 'Grace' }] }],
  ['Players connected (3): \n-Ada', { known: true, online: 3, max: 16 }],
])('%j', (answer, expected) => {
  expect(parsePlayers(answer, 16)).toEqual(expected);
});

test.each(['', 'Unknown command players', 'Players connected (many):'])('is unknown, never zero, where the game says %j', (answer) => {
  expect(parsePlayers(answer, 16)).toMatchObject({ known: false });
});
