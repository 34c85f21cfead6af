import { expect, test } from 'vitest';
import { parsePlayers } from './players.ts';

test.each([
  ['Players (0/16):', { known: true, online: 0, max: 16, names: [] }],
  ['Players (2/16): Ada, Grace', { known: true, online: 2, max: 16, names: [{ name: 'Ada' }, { name: 'Grace' }] }],
  // A list that was cut off.
  ['Players (3/16): Ada, Gr', { known: true, online: 3, max: 16 }],
])('%s', (answer, expected) => {
  expect(parsePlayers(answer)).toEqual(expected);
});

test.each(['', 'Unknown command: players', 'Players (many/16):'])('is unknown, never zero, where the game says %j', (answer) => {
  expect(parsePlayers(answer)).toMatchObject({ known: false });
});
