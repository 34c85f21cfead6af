import { games } from '@gse/catalog';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dig, list } from '../../test/dig.ts';
import { World } from '../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(async () => await world[Symbol.asyncDispose]());

test('the catalogue has every game of this edition, in its order', async () => {
  const { body } = await world.ask('GET', '/api/v1/games');
  expect(list(body, 'items').map((item) => dig(item, 'id'))).toEqual(games.map((game) => game.id));
});

test.each(games.map((game) => game.id))('%s tells everything an order form needs', async (id) => {
  const game = games.find((candidate) => candidate.id === id);
  const { status, body } = await world.ask('GET', `/api/v1/games/${id}`);
  expect(status).toBe(200);
  const names = Object.keys(game?.settings.shape ?? {});
  expect(list(body, 'settings.fields').map((field) => dig(field, 'name'))).toEqual(names);
  expect(Object.keys(dig(body, 'settings.schema.properties') as object)).toEqual(names);
  for (const field of list(body, 'settings.fields'))
    expect(field).toMatchObject({
      title: expect.any(String),
      group: expect.any(String),
      description: expect.any(String),
      applies: expect.stringMatching(/^(live|restart|wipe)$/),
    });
  for (const preset of list(body, 'presets')) expect(preset).toMatchObject({ reason: expect.any(String), memory: expect.any(String) });
  expect(dig(body, 'capabilities.moderation')).toEqual(Object.keys(game?.moderation ?? {}));
  expect(dig(body, 'capabilities.playerLists')).toEqual(Object.keys(game?.playerLists ?? {}));
  expect(list(body, 'secrets').map((secret) => dig(secret, 'id'))).toEqual(
    Object.entries(game?.secrets ?? {})
      .filter(([, secret]) => secret.generate === undefined)
      .map(([secret]) => secret),
  );
});

test('an icon is an image that may run and load nothing', async () => {
  const { status, headers, body } = await world.ask('GET', '/api/v1/games/minecraft/icon.svg');
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('image/svg+xml');
  expect(headers.get('content-security-policy')).toContain('sandbox');
  expect(String(body)).toMatch(/<svg/);
});

test('a game that is not here is not found', async () => {
  expect(await world.ask('GET', '/api/v1/games/chess')).toMatchObject({ status: 404, body: { error: { code: 'NotFound' } } });
});
