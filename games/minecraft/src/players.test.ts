import { describe, expect, test } from 'vitest';
import { parseList } from './players.ts';

const STEVE = '069a79f4-44e9-4726-a5be-fca90e38aaf6';

describe('the answer to list', () => {
  test('names everybody with their identity', () => {
    expect(parseList(`There are 2 of a max of 20 players online: Steve (${STEVE}), .Alex_1 (${STEVE.replace('0', '1')})`)).toEqual({
      known: true,
      online: 2,
      max: 20,
      names: [
        { name: 'Steve', id: STEVE },
        { name: '.Alex_1', id: STEVE.replace('0', '1') },
      ],
    });
  });

  test.each([
    ['There are 0 of a max of 20 players online: ', { known: true, online: 0, max: 20, names: [] }],
    ['There are 1 of a max 20 players online: Steve', { known: true, online: 1, max: 20, names: [{ name: 'Steve' }] }],
    ['There are 2 of a max of 20 players online: Steve, [AFK] Alex', { known: true, online: 2, max: 20 }],
  ])('%j is read', (answer, players) => expect(parseList(answer)).toEqual(players));

  test.each(['', 'There are 2 out of maximum 20 players online.', 'Unknown or incomplete command. See below for errorlist<--[HERE]'])(
    '%j is not one',
    (answer) => expect(parseList(answer)).toBeUndefined(),
  );
});
