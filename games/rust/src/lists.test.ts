import { describe, expect, test } from 'vitest';
import { rust } from './definition.ts';
import { readEntries } from './lists.ts';
import { readyServer } from './simulator/run.testkit.ts';
import { steamIdOf } from './simulator/steam-ids.ts';

const { playerLists = {}, moderation = {} } = rust;

describe('a list of the game', () => {
  test('is read line by line, with and without numbers in front', () => {
    expect(
      readEntries('1 76561198012345678 "Ada" "griefing" -1\r\n76561198012345679 "unnamed" "" -1\n76561198012345670\nnonsense\n'),
    ).toEqual({
      entries: [
        { id: '76561198012345678', name: 'Ada', reason: 'griefing' },
        { id: '76561198012345679', name: '76561198012345679' },
        { id: '76561198012345670', name: '76561198012345670' },
      ],
      unreadable: 1,
    });
    expect(readEntries('')).toEqual({ entries: [], unreadable: 0 });
  });

  test('has accounts of any age on it', () => {
    const entries = [{ id: '76561200012345678', name: 'New', reason: 'x' }];
    expect(readEntries('1 76561200012345678 "New" "x" -1')).toEqual({ entries, unreadable: 0 });
    expect(readEntries('[{"steamid":"76561200012345678","username":"New","notes":"x"}]')).toEqual({ entries, unreadable: 0 });
  });

  test('is read as JSON where the game prints that', () => {
    expect(readEntries('[{"steamid":"76561198012345678","username":"Ada","notes":""},{"steamid":1},7]')).toEqual({
      entries: [{ id: '76561198012345678', name: 'Ada' }],
      unreadable: 2,
    });
  });
});

test('bans and rights are told with their reasons, and gone when they are lifted', async () => {
  await using run = await readyServer({ settings: { owners: ['76561198012345678'] } });
  const context = await run.connect();
  expect(await playerLists.banned?.(context)).toEqual({ known: true, players: [] });
  run.control.join('Ada');
  run.control.join('Grace');
  await moderation.promote?.(context, { player: 'Grace' });
  await moderation.ban?.(context, { player: 'Ada', reason: 'griefing' });
  expect(await playerLists.banned?.(context)).toEqual({ known: true, players: [{ name: 'Ada', reason: 'griefing' }] });
  expect(await playerLists.admins?.(context)).toMatchObject({ players: [{ name: '76561198012345678' }, { name: 'Grace' }] });
  await moderation.unban?.(context, { player: steamIdOf('Ada') });
  expect(await playerLists.banned?.(context)).toEqual({ known: true, players: [] });
});

test('a list that the game does not know is unknown, not empty', async () => {
  await using run = await readyServer();
  const { log, settings, signal, query } = await run.connect();
  const rcon = { command: async () => "Command 'banlistex' not found" };
  expect(await playerLists.banned?.({ rcon, log, settings, signal, query })).toMatchObject({ known: false });
});
