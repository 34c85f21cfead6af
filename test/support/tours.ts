import { games } from '@gse/catalog';
import { settingMetas } from '@gse/sdk';
import type { Json } from './client.ts';

/** What a tour of a game needs to know of it: nothing else in the tests knows a game. */
export interface Tour {
  readonly game: string;
  readonly name: string;
  readonly order: Json;
  /** Credentials a person gives with the order. */
  readonly secrets?: Readonly<Record<string, string>>;
  readonly player: string;
  /** A console command and what its answer looks like. */
  readonly command: readonly [string, RegExp];
  /** A setting of text that needs a restart, and a setting that does not. */
  readonly staged: readonly [string, string];
  readonly live: readonly [string, unknown];
  /** A trouble that ends the game and has a fix. */
  readonly trouble: string;
}

/** One tour for each game of the catalogue. */
export const tours: readonly Tour[] = [
  {
    game: 'minecraft',
    name: 'tour-world',
    player: 'Steve',
    command: ['list', /players online/],
    order: { game: 'minecraft', size: 'small', licences: [{ id: 'minecraft-eula', accepted: true }], settings: { motd: 'A tour' } },
    staged: ['motd', 'Another tour'],
    live: ['difficulty', 'hard'],
    trouble: 'OutOfMemory',
  },
  {
    game: 'factorio',
    name: 'tour-factory',
    player: 'Alice',
    command: ['/version', /\d+\.\d+\.\d+/],
    order: { game: 'factorio', size: 'small', settings: { name: 'A tour' } },
    staged: ['description', 'Another tour'],
    live: ['maxPlayers', 12],
    trouble: 'OutOfMemory',
  },
  {
    game: 'counter-strike',
    name: 'tour-arena',
    player: 'Robin',
    command: ['status', /hostname|players/i],
    order: { game: 'counter-strike', settings: { name: 'A tour' } },
    staged: ['map', 'de_nuke'],
    live: ['name', 'Another tour'],
    trouble: 'OutOfMemory',
  },
  {
    game: 'rust',
    name: 'tour-island',
    player: 'Robin',
    command: ['serverinfo', /Players/],
    order: { game: 'rust', settings: { hostname: 'A tour' } },
    staged: ['rustPlusAddress', '203.0.113.10'],
    live: ['hostname', 'Another tour'],
    trouble: 'OutOfMemory',
  },
  {
    game: 'fivem',
    name: 'tour-city',
    player: 'Robin',
    command: ['sv_hostname', /sv_hostname/],
    order: { game: 'fivem', licences: [{ id: 'cfx-terms', accepted: true }], settings: { hostname: 'A tour' } },
    secrets: { licenseKey: 'cfxk_tour1234567890' },
    staged: ['gameBuild', '2944'],
    live: ['hostname', 'Another tour'],
    trouble: 'OutOfMemory',
  },
];

/** The words a form has for a setting. */
export function titleOf(game: string, setting: string): string {
  const found = games.find(({ id }) => id === game);
  const title = found === undefined ? undefined : settingMetas(found.settings).get(setting)?.title;
  if (title === undefined) throw new Error(`${game} has no setting ${setting}`);
  return title;
}
