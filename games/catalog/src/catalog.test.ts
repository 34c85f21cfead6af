import { expect, test } from 'vitest';
import { gameById, games } from './index.ts';
import { simulatorOf, simulators } from './simulators.ts';

test('every game is found by its id, which no other game has', () => {
  expect(new Set(games.map(({ id }) => id)).size).toBe(games.length);
  for (const game of games) expect(gameById(game.id)).toBe(game);
  expect(gameById('constructor')).toBeUndefined();
});

test('every game has a simulator, and every simulator a game', () => {
  expect(simulators.map(({ game }) => game).toSorted()).toEqual(games.map(({ id }) => id).toSorted());
  for (const { id } of games) expect(simulatorOf(id)?.game).toBe(id);
});
