import { expect, test } from 'vitest';
import { Roster } from './roster.ts';

const since = (players: readonly { name: string; since: string }[]): Record<string, number> =>
  Object.fromEntries(players.map((player) => [player.name, Date.parse(player.since)]));

test('a player is on since the agent first saw them in this visit', () => {
  const roster = new Roster();
  roster.joined('Alice', 1000);
  expect(
    since(
      roster.update(
        [
          { name: 'Alice', id: 'a' },
          { name: 'Bob', id: 'b' },
        ],
        5000,
      ),
    ),
  ).toEqual({ Alice: 1000, Bob: 5000 });
  expect(since(roster.update([{ name: 'Alice', id: 'a' }], 9000))).toEqual({ Alice: 1000 });
  expect(since(roster.update([{ name: 'Bob', id: 'b' }], 12_000))).toEqual({ Bob: 12_000 });
});

test('who left and came back between two questions begins anew', () => {
  const roster = new Roster();
  roster.update([{ name: 'Alice', id: 'a' }], 1000);
  roster.left('Alice');
  roster.joined('Alice', 4000);
  expect(since(roster.update([{ name: 'Alice', id: 'a' }], 5000))).toEqual({ Alice: 4000 });
});
