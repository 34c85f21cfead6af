import { describe, expect, test } from 'vitest';
import { minecraft } from './definition.ts';
import { parseBans, parseWhitelist } from './lists.ts';
import { FLAVOURS } from './settings/index.ts';
import { readyServer } from './simulator/run.testkit.ts';

describe('the answer to banlist', () => {
  test.each([
    ['There are no bans', { players: [] }],
    ['There are 1 ban(s):Steve was banned by Rcon: rude', { players: [{ name: 'Steve', reason: 'rude' }] }],
    ['There are 1 bans:Steve was banned by Rcon: rude', { players: [{ name: 'Steve', reason: 'rude' }] }],
    [
      'There are 2 ban(s):\nSteve was banned by Rcon: rude\n.Alex_1 was banned by Server: Banned by an operator.',
      {
        players: [
          { name: 'Steve', reason: 'rude' },
          { name: '.Alex_1', reason: 'Banned by an operator.' },
        ],
      },
    ],
    [
      'There are 3 ban(s):Steve was banned by Rcon: Banned by an operator.Alex was banned by Rcon: Really (twice)!Bob was banned by Console: x',
      {
        players: [
          { name: 'Steve', reason: 'Banned by an operator.' },
          { name: 'Alex', reason: 'Really (twice)!' },
          { name: 'Bob', reason: 'x' },
        ],
      },
    ],
    [
      'There are 2 ban(s):Steve was banned by Rcon: Enough..Alex was banned by Rcon: x',
      {
        players: [
          { name: 'Steve', reason: 'Enough.' },
          { name: '.Alex', reason: 'x' },
        ],
      },
    ],
    [
      'There are 3 ban(s):Steve was banned by Rcon: be kindAlex was banned by Rcon: out.Bob was banned by Rcon: no',
      { players: [{ name: 'Steve' }, { name: 'Bob', reason: 'no' }], unreadable: 1 },
    ],
  ])('%j is read', (answer, list) => expect(parseBans(answer)).toEqual({ known: true, ...list }));

  test.each(['', 'Unknown or incomplete command. See below for errorbanlist<--[HERE]', 'Bans (2): Steve, Alex'])(
    '%j is not one',
    (answer) => expect(parseBans(answer)).toMatchObject({ known: false }),
  );
});

describe('the answer to whitelist list', () => {
  test.each([
    ['There are no whitelisted players', { players: [] }],
    ['There are 2 whitelisted player(s): Steve, .Alex_1', { players: [{ name: 'Steve' }, { name: '.Alex_1' }] }],
    ['There are 2 whitelisted players: Steve, .Alex_1', { players: [{ name: 'Steve' }, { name: '.Alex_1' }] }],
    ['There are 2 whitelisted player(s): Steve, [odd one]', { players: [{ name: 'Steve' }], unreadable: 1 }],
  ])('%j is read', (answer, list) => expect(parseWhitelist(answer)).toEqual({ known: true, ...list }));

  test('anything else is not one', () => expect(parseWhitelist('Whitelisted: Steve')).toMatchObject({ known: false }));
});

test('the lists of 1.16 are worded differently, and read all the same', async () => {
  await using run = await readyServer({ env: { VERSION: '1.16.5' } });
  const context = await run.connect();
  const { moderation, playerLists } = minecraft;
  await moderation?.ban?.(context, { player: 'Steve', reason: 'rude' });
  await moderation?.allow?.(context, { player: 'Zoe' });
  expect(await minecraft.command(context, 'whitelist list')).toBe('There are 1 whitelisted players: Zoe');
  expect(await playerLists?.allowed?.(context)).toEqual({ known: true, players: [{ name: 'Zoe' }] });
  expect(await playerLists?.banned?.(context)).toEqual({ known: true, players: [{ name: 'Steve', reason: 'rude' }] });
});

test.each(FLAVOURS)('who was banned and allowed stands on the lists of %s, with the reason', async (flavour) => {
  await using run = await readyServer({ settings: { flavour } });
  const context = await run.connect();
  const { moderation, playerLists } = minecraft;
  expect(await playerLists?.banned?.(context)).toEqual({ known: true, players: [] });
  for (const player of ['Steve', 'Alex', 'Bob']) await moderation?.ban?.(context, { player, reason: 'Griefing the town' });
  await moderation?.unban?.(context, { player: 'Alex' });
  await moderation?.allow?.(context, { player: 'Zoe' });
  const reason = expect.stringMatching(/^Griefing the town\.?$/);
  expect(await playerLists?.banned?.(context)).toEqual({
    known: true,
    players: [
      { name: 'Steve', reason },
      { name: 'Bob', reason },
    ],
  });
  expect(await playerLists?.allowed?.(context)).toEqual({ known: true, players: [{ name: 'Zoe' }] });
  expect(playerLists?.admins).toBeUndefined();
});
