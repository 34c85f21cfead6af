import { describe, expect, test } from 'vitest';
import { mutate, seeded } from './mutation.testkit.ts';
import { parseNames } from './lists.ts';

const LIST = 'Banned players (2):\n  Alice\n  Bob-1.x_: griefing\n';

describe('a list of names', () => {
  test.each([
    ['two stand on it', LIST, [{ name: 'Alice' }, { name: 'Bob-1.x_', reason: 'griefing' }]],
    ['nobody stands on it', 'Whitelisted players (0):\n', []],
    ['nothing was printed', '', []],
    ['there is no head', '  Alice (online)\n  Bob\n', [{ name: 'Alice' }, { name: 'Bob' }]],
    ['the words are translated', 'Gesperrte Spieler (1):\r\n  Alice\r\n', [{ name: 'Alice' }]],
    ['it stands in one line', 'Whitelisted players: Alice, Bob-1.x_ and Carl', [{ name: 'Alice' }, { name: 'Bob-1.x_' }, { name: 'Carl' }]],
    ['one stands in one line', 'Whitelisted players: Alice', [{ name: 'Alice' }]],
    ['two stand in one line', 'Spieler auf der Liste: Alice und Bob\n', [{ name: 'Alice' }, { name: 'Bob' }]],
    ['one without a head is banned for a reason', 'Bob: griefing', [{ name: 'Bob', reason: 'griefing' }]],
    ['a sentence says that it is empty', 'Whitelist is empty.', []],
    ['a sentence says that there is nobody', 'No banned players.\n', []],
    ['something else than names stands in one line', 'Whitelisted players: <none>', undefined],
    ['it is cut off', 'Banned players (2):\n  Alice\n', undefined],
    ['it is a sentence', 'There are no bans.', undefined],
    ['it is an error', 'Unknown command "banlist". Type "/help" for a list of all commands.', undefined],
  ])('%s', (_, reply, players) => expect(parseNames(reply)).toEqual(players));

  test('whatever comes, names are names (100,000 mutated replies)', () => {
    const { random, seed } = seeded();
    const wrong: string[] = [];
    for (let round = 0; round < 100_000; round++) {
      const reply = mutate(LIST, random);
      const names = parseNames(reply) ?? [];
      if (names.length > 100 || names.some(({ name, reason = '' }) => !/^[A-Za-z0-9._-]{1,60}$/.test(name) || reason.length > 400))
        wrong.push(`seed ${seed}: ${JSON.stringify(reply)}`);
    }
    expect(wrong).toEqual([]);
  });

  test('a reply of megabytes is read in no time worth mentioning', () => {
    expect(parseNames(`${' ('.repeat(500_000)}\n${' a'.repeat(500_000)}`)).toBeUndefined();
    expect(parseNames(Array.from({ length: 50_000 }, (_, at) => `  p${at}`).join('\n'))).toHaveLength(50_000);
  });
});
