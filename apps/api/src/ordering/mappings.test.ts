import { gameById } from '@gse/catalog';
import { defineGame, type AnyGame } from '@gse/sdk';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { World } from '../../test/world.ts';
import { rememberMappings } from './mappings.ts';

const factorio = gameById('factorio');
if (factorio === undefined) throw new Error('no factorio');
const { check: _check, fits: _fits, applyLive: _applyLive, wipes: _wipes, ...rest } = factorio;
const depth = z.object({ metres: z.int().max(9) }).default({ metres: 1 });
/** A game of somebody else, with a setting that no flat order can say. */
const deep: AnyGame = defineGame({
  ...rest,
  id: 'deep',
  settings: z.object({ depth: depth.meta({ group: 'Pond', title: 'Depth', description: 'How deep.', applies: 'restart' }) }),
  files: () => [],
});

test('a mapping is made once', () => {
  const mappingOf = rememberMappings();
  expect(mappingOf(factorio)).toBe(mappingOf(factorio));
  expect(mappingOf(deep)).toBeUndefined();
});

test('a game with settings that no order can say is ordered as a GameServer all the same', async () => {
  await using world = await World.start({ games: [deep] });
  const order = async (metres: unknown) =>
    await world.ask('POST', '/api/v1/servers', { body: { name: 'pond', spec: { game: 'deep', settings: { depth: { metres } } } } });
  expect(await order(10)).toMatchObject({ status: 422, body: { error: { path: 'spec.settings.depth.metres' } } });
  expect(await order(3)).toMatchObject({ status: 201, body: { manifest: expect.stringContaining('kind: GameServer') } });
  expect((await world.ask('GET', '/api/v1/games/deep')).body).toMatchObject({ common: [], settings: { fields: [{ name: 'depth' }] } });
});
