/** Words of the page "marketplace". */
export const marketplace = {
  title: 'Marketplace',
  lead: 'Choose a game. Your server is ready in a few minutes.',
  search: 'Search for a game',
  tags: 'Kinds of games',
  moreTags: (hidden: number) => `${hidden} more`,
  fewerTags: 'Fewer',
  clear: 'Show all games',
  found: (games: number) => (games === 1 ? '1 game' : `${games} games`),
  nothing: 'No game matches',
  nothingHint: 'Try another word, or fewer kinds at once.',
  none: 'No games here yet',
  noneHint: 'This edition was installed without games. The person who runs it can add some.',
  failed: 'The games could not be loaded',
  from: (figures: string) => `from ${figures}`,
  licences: (titles: string) => `Asks you to accept the ${titles}`,
  order: (title: string) => `Order ${title}`,
};
