import { describe, expect, test } from 'vitest';
import { parseEvolution, parsePlayTime } from './metrics.ts';
import { mutate, seeded } from './mutation.testkit.ts';
import { parsePlayers, type PlayerList } from './players.ts';

const LIST = 'Online players (2):\n  Alice (online)\n  Bob-1.x_ (online)\n';

describe('the player list', () => {
  test.each<[string, string, PlayerList | undefined]>([
    ['two are on', LIST, { online: 2, names: [{ name: 'Alice' }, { name: 'Bob-1.x_' }] }],
    ['nobody is on', 'Online players (0):\n', { online: 0, names: [] }],
    ['only the count was asked for', 'Online players (3)', { online: 3 }],
    ['the words are translated', 'Spieler verbunden (1):\n  Alice (verbunden)', { online: 1, names: [{ name: 'Alice' }] }],
    ['the list is cut off', 'Online players (2):\n  Alice (online)\n', { online: 2 }],
    ['the list is longer than it says', 'Online players (1):\n  Alice (online)\n  Bob (online)\n', { online: 1 }],
    ['lines end as on Windows', 'Online players (1):\r\n  Alice (online)\r\n', { online: 1, names: [{ name: 'Alice' }] }],
    [
      'chat stands before it',
      '2026-01-20 10:30:04 [CHAT] Mallory: hello (7)\nOnline players (1):\n  Alice (online)\n',
      { online: 1, names: [{ name: 'Alice' }] },
    ],
    ['an unnamed player is on', 'Online players (1):\n   (online)\n', { online: 1 }],
    ['an empty reply', '', undefined],
    ['an unknown command', 'Unknown command "players". Type /help for a list of commands.', undefined],
    ['an absurd number', 'Online players (999999)', undefined],
    ['a negative number', 'Online players (-1)', undefined],
  ])('%s', (_, reply, list) => {
    expect(parsePlayers(reply)).toEqual(list);
  });

  test('whatever comes, names and numbers are plausible (100,000 mutated replies)', () => {
    const { random, seed } = seeded();
    const wrong: string[] = [];
    for (let round = 0; round < 100_000; round++) {
      const reply = mutate(LIST, random);
      const list = parsePlayers(reply);
      if (list === undefined) continue;
      const sound =
        Number.isSafeInteger(list.online) &&
        list.online >= 0 &&
        list.online <= 65_535 &&
        (list.names === undefined ||
          (list.names.length === list.online && list.names.every(({ name }) => /^[A-Za-z0-9._-]{1,60}$/.test(name))));
      if (!sound) wrong.push(`seed ${seed}: ${JSON.stringify(reply)} gave ${JSON.stringify(list)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a reply of megabytes is read in no time worth mentioning', () => {
    expect(parsePlayers(`${' ('.repeat(500_000)}\n${' a'.repeat(500_000)}`)).toBeUndefined();
    const names = Array.from({ length: 65_535 }, (_, at) => `  p${at} (online)`);
    expect(parsePlayers(`Online players (65535):\n${names.join('\n')}`)?.names).toHaveLength(65_535);
  });
});

describe('figures', () => {
  test.each([
    ['1 day, 11 hours, 1 minute and 26 seconds', 126_086],
    ['26 seconds', 26],
    ['0 seconds', 0],
    ['', undefined],
    ['no time at all', undefined],
  ])('play time %j', (reply, seconds) => {
    expect(parsePlayTime(reply)).toBe(seconds);
  });

  test.each([
    ['Evolution factor: 0.4321. (Time 10%) (Pollution 80%) (Spawner kills 10%)', 0.4321],
    ['Nauvis - Evolution factor: 0.0000. (Time 0%)', 0],
    ['Evolution factor: 7.5', undefined],
    ['', undefined],
  ])('evolution %j', (reply, factor) => {
    expect(parseEvolution(reply)).toBe(factor);
  });
});
