import { expect, it } from 'vitest';
import type { GameCard } from '../../api/types.ts';
import { countTags, findGames } from './find-games.ts';

function game(id: string, title: string, tags: string[], summary = ''): GameCard {
  return { id, title, summary, tags, icon: '', licences: [], defaultPreset: 'small', presets: [] };
}

const games = [
  game('survive', 'Survive', ['survival', 'sandbox'], 'Better than a factory.'),
  game('factory', 'The Factory', ['automation', 'sandbox']),
  game('café', 'Café Racer', ['cars']),
];
const found = (query: string, tags: string[] = []): string[] => findGames(games, query, tags).map(({ id }) => id);

it('every word and every tag has to match', () => {
  expect(found('')).toEqual(['survive', 'factory', 'café']);
  expect(found('sandbox factory')).toEqual(['survive', 'factory']);
  expect(found('', ['sandbox', 'automation'])).toEqual(['factory']);
  expect(found('factory', ['cars'])).toEqual([]);
});

it('titles come before what is only mentioned, and accents do not matter', () => {
  expect(found('FACTORY')).toEqual(['factory', 'survive']);
  expect(found('cafe')).toEqual(['café']);
});

it('tags are counted, the most common first', () => {
  expect(countTags(games)[0]).toEqual({ tag: 'sandbox', games: 2 });
  expect(countTags(games)).toHaveLength(4);
});
