import type { GameCard } from '../../api/types.ts';
import { foldCase } from '../../form/outline.ts';

/** A tag and how many of the games have it. */
export interface TagCount {
  readonly tag: string;
  readonly games: number;
}

/** The games that match every word and have every tag. Games whose title matches come first; otherwise the order stays. */
export function findGames(games: readonly GameCard[], query: string, tags: readonly string[]): readonly GameCard[] {
  const wanted = foldCase(query).split(/\s+/).filter(Boolean);
  const matching = games.filter((game) => {
    const text = foldCase([game.title, game.summary, game.id, ...game.tags].join(' '));
    return tags.every((tag) => game.tags.includes(tag)) && wanted.every((word) => text.includes(word));
  });
  const isByTitle = (game: GameCard): boolean => wanted.length > 0 && wanted.every((word) => foldCase(game.title).includes(word));
  return [...matching.filter(isByTitle), ...matching.filter((game) => !isByTitle(game))];
}

/** The tags of some games, most common first. */
export function countTags(games: readonly GameCard[]): readonly TagCount[] {
  const counts = new Map<string, number>();
  for (const tag of games.flatMap((game) => game.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  return [...counts].map(([tag, games]) => ({ tag, games })).sort((a, b) => b.games - a.games || a.tag.localeCompare(b.tag));
}
