import { gameById } from '@gse/catalog';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dig, list } from '../../test/dig.ts';
import { TOKENS, World } from '../../test/world.ts';
import { networkChanges } from './changes.ts';

describe('what may be chosen of how players reach a server', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.start({ bob: { namespaces: ['team-b'], allows: (_, resource) => resource === 'gameservers' } });
    await world.server('shared', { namespace: 'team-b' });
  });
  afterAll(async () => await world[Symbol.asyncDispose]());

  test.each([
    ['the provider gets ports of the node, too', TOKENS.alice, ['LoadBalancer', 'NodePort', 'HostPort', 'ClusterIP']],
    ['a customer does not', TOKENS.bob, ['LoadBalancer', 'NodePort', 'ClusterIP']],
  ])('%s', async (_, token, types) => {
    const offer = { types, fields: ['address', 'sharedAddress', 'ports'], place: 'cluster' };
    for (const path of ['/api/v1/games/rust/network?namespace=team-b', '/api/v1/servers/team-b/shared/network'])
      expect(await world.ask('GET', path, { token })).toMatchObject({ status: 200, body: offer });
  });

  test('there is none of a game or a server that is not there', async () => {
    for (const path of ['/api/v1/games/chess/network?namespace=default', '/api/v1/servers/team-b/nobody/network'])
      expect((await world.ask('GET', path)).status).toBe(404);
  });
});

test('on one machine a server is open to players or not, and every change of that waits for a restart', async () => {
  await using world = await World.start({ isOneMachine: true });
  await world.server('here', { spec: { state: 'Stopped' } });
  const offer = { types: ['LoadBalancer', 'ClusterIP'], fields: ['ports'], place: 'machine' };
  for (const path of ['/api/v1/games/minecraft/network?namespace=default', '/api/v1/servers/default/here/network'])
    expect((await world.ask('GET', path)).body).toEqual(offer);
  const { body } = await world.ask('POST', '/api/v1/servers/default/here/preview', {
    body: { spec: { network: { type: 'ClusterIP', ports: { game: 25_570 } }, disruption: { announceSeconds: [] } } },
  });
  expect(list(body, 'changes')).toEqual([
    { path: 'network.type', title: expect.any(String), applies: 'start', from: 'LoadBalancer', to: 'ClusterIP' },
    { path: 'network.ports', title: expect.any(String), applies: 'start', from: {}, to: { game: 25_570 } },
  ]);
  expect(dig(body, 'other')).toEqual(['disruption.announceSeconds']);
});

describe('a changed network', () => {
  const rust = gameById('rust');
  if (rust === undefined) throw new Error('no rust');
  const server = (network?: object) =>
    ({ game: 'rust', state: 'Running', intent: 'None', network }) as Parameters<typeof networkChanges>[1];

  test.each([
    ['of the Service alone is carried out at once', {}, { type: 'NodePort', ports: { game: 30_001 } }, []],
    ['to ports of the node is another pod', {}, { type: 'HostPort' }, ['network.type']],
    ['of the numbers on the node, too', { type: 'HostPort' }, { type: 'HostPort', ports: { game: 28_100 } }, ['network.ports']],
    ['and so is the way back', { type: 'HostPort', ports: { game: 28_100 } }, { type: 'LoadBalancer' }, ['network.type', 'network.ports']],
    ['that says the same numbers is none', { type: 'HostPort' }, { type: 'HostPort', ports: { game: 28_015 } }, []],
  ])('%s', (_, before, after, paths) => {
    expect(networkChanges(rust, server(before), server(after), false).map(({ path }) => path)).toEqual(paths);
  });
});
