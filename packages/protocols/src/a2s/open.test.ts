import { GameDig } from 'gamedig';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { matching } from '../../test/matching.ts';
import type { A2sClient } from './client.ts';
import { a2s } from './connection.ts';
import type { A2sInfo } from './info.ts';
import { openA2s } from './open.ts';
import { A2sServer, type A2sServerOptions } from './simulator/server.ts';

const never = new AbortController().signal;
const SOON = { signal: never, timeoutMs: 10_000, maxAgeMs: 0 };
const INFO: A2sInfo = {
  protocol: 17,
  name: 'My server',
  map: 'de_inferno',
  folder: 'csgo',
  game: 'Counter-Strike 2',
  appId: 730,
  players: 3,
  maxPlayers: 12,
  bots: 1,
  serverType: 'dedicated',
  os: 'linux',
  hasPassword: false,
  isSecure: true,
  version: '1.41.2.8',
  keywords: 'a,secure',
};
const PLAYERS = [
  { name: 'Larry', score: 3, seconds: 60 },
  { name: '', score: 0, seconds: 2 },
  { name: 'Rebel', score: -1, seconds: 1.5 },
];
const RULES = Array.from({ length: 300 }, (_, i) => [`rule_${i}`, `${i}`] as const);

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(options: Partial<A2sServerOptions> = {}): Promise<A2sServer> {
  const server = await A2sServer.start({ onInfo: () => INFO, onPlayers: () => PLAYERS, onRules: () => RULES, ...options });
  cleanups.push(() => server.close());
  return server;
}

function clientOf(server: { port: number }): A2sClient {
  const connection = openA2s({ host: '127.0.0.1', port: server.port });
  cleanups.push(() => connection.close());
  return connection.client;
}

describe('a question', () => {
  test('of each kind is answered', async () => {
    const client = clientOf(await startServer());
    expect(await client.info(SOON)).toEqual(INFO);
    expect(await client.players(SOON)).toEqual({ declared: 3, players: PLAYERS });
    expect([...(await client.rules(SOON))]).toEqual(RULES);
  });

  test.each([0, 1, 3])('is answered after %i challenges', async (challenges) => {
    const client = clientOf(await startServer({ challenges }));
    expect(await client.info(SOON)).toEqual(INFO);
    expect((await client.players(SOON)).players).toHaveLength(3);
  });

  test.each(['source', 'source2006', 'goldSource'] as const)('is answered in parts of the layout %s', async (layout) => {
    const server = await startServer({ layout, faults: [{ kind: 'split', bytes: 400, order: 'reversed' }] });
    expect((await clientOf(server).rules(SOON)).size).toBe(300);
  });

  test('is answered in parts that come twice', async () => {
    const server = await startServer({ faults: [{ kind: 'split', bytes: 20, order: 'doubled' }] });
    expect(await clientOf(server).info(SOON)).toEqual(INFO);
  });

  test('is asked again when the answer was lost', async () => {
    const server = await startServer({ faults: [{ kind: 'loss', every: 2 }] });
    expect(await clientOf(server).info(SOON)).toEqual(INFO);
  });

  test('is answered by the one who was asked', async () => {
    const server = await startServer({ faults: [{ kind: 'strangers' }] });
    expect(await clientOf(server).info(SOON)).toEqual(INFO);
  });

  test('is answered in the old format where there is no other', async () => {
    const server = await startServer({ faults: [{ kind: 'oldInfo', how: 'instead' }] });
    expect(await clientOf(server).info(SOON)).toMatchObject({ name: 'My server', maxPlayers: 12, version: '' });
  });

  test('is answered in the current format though the old one came first', async () => {
    const server = await startServer({ faults: [{ kind: 'oldInfo', how: 'before' }] });
    expect(await clientOf(server).info(SOON)).toEqual(INFO);
  });

  test('of The Ship brings its figures', async () => {
    const ship = { deaths: 1, money: 500 };
    const server = await startServer({
      onInfo: () => ({ ...INFO, appId: 2400, ship: { mode: 0, witnesses: 1, duration: 2 } }),
      onPlayers: () => PLAYERS.map((player) => ({ ...player, ship })),
    });
    const client = clientOf(server);
    await client.info(SOON);
    expect((await client.players(SOON)).players).toEqual(PLAYERS.map((player) => ({ ...player, ship })));
  });

  test('that is asked again at once gets the same answer, and the server is left in peace', async () => {
    const server = await startServer();
    const { client } = await a2s({ port: 'game' }).open({ host: '127.0.0.1', port: server.port, signal: never });
    const all = await Promise.all(Array.from({ length: 20 }, () => client.info({ signal: never, timeoutMs: 10_000 })));
    expect(new Set(all).size).toBe(1);
    expect(server.answers).toBe(1);
  });
});

describe('a question fails with kind', () => {
  test('refused where nobody listens', async () => {
    const server = await startServer();
    const { port } = server;
    await server.close();
    await expect(clientOf({ port }).info(SOON)).rejects.toMatchObject({ kind: 'refused', code: 'GSE_A2S_REFUSED' });
  });

  test.each([
    ['nobody answers', { kind: 'silence' }],
    ['a part is missing', { kind: 'split', bytes: 20, order: 'lastMissing' }],
    ['something else is sent', { kind: 'datagrams', datagrams: [Buffer.alloc(0), Buffer.from([0xff]), Buffer.alloc(4, 0xff), Buffer.alloc(9, 0x11)] }], // prettier-ignore
    ['the challenge is cut', { kind: 'cut', bytes: 7 }],
  ] as const)('timeout where %s', async (_, fault) => {
    const client = clientOf(await startServer({ faults: [fault] }));
    await expect(client.info({ signal: never, timeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout', code: 'GSE_A2S_TIMEOUT' });
  });

  test('timeout where the game answers no questions of this kind', async () => {
    const { port } = await A2sServer.start({ onInfo: () => INFO }).then((server) => (cleanups.push(() => server.close()), server));
    await expect(clientOf({ port }).rules({ signal: never, timeoutMs: 50 })).rejects.toThrow(/answers no questions of this kind/);
  });

  test.each([
    ['challenges never end', { kind: 'challenges', count: Infinity }, 'again and again'],
    ['the description is too short', { kind: 'cut', bytes: 20 }, 'ends too early'],
    ['it is flooded', { kind: 'datagrams', datagrams: Array.from({ length: 64 }, () => Buffer.from('hello')) }, 'something else'],
  ] as const)('protocol where %s', async (_, fault, message) => {
    const client = clientOf(await startServer({ challenges: 0, faults: [fault] }));
    await expect(client.info(SOON)).rejects.toMatchObject({ kind: 'protocol', message: matching(new RegExp(message)) });
  });

  test('aborted at the signal, also of those who wait', async () => {
    const server = await startServer({ faults: [{ kind: 'silence' }] });
    const client = clientOf(server);
    const gone = new AbortController();
    const all = Promise.allSettled([client.info({ signal: gone.signal }), client.info({ signal: gone.signal })]);
    gone.abort();
    for (const one of await all) expect(one).toMatchObject({ reason: { kind: 'aborted', code: 'GSE_A2S_ABORTED' } });
  });

  test('closed once the client is closed', async () => {
    const server = await startServer({ faults: [{ kind: 'silence' }] });
    const connection = openA2s({ host: '127.0.0.1', port: server.port });
    const asked = Promise.allSettled([connection.client.info(SOON)]);
    await connection.close();
    expect(await asked).toMatchObject([{ reason: { kind: 'closed', code: 'GSE_A2S_CLOSED' } }]);
    expect(await connection.closed).toBeUndefined();
  });
});

describe('an independent client', () => {
  const query = (server: A2sServer) =>
    GameDig.query({
      type: 'counterstrike2',
      host: '127.0.0.1',
      port: server.port,
      givenPortOnly: true,
      requestRules: true,
      attemptTimeout: 15_000,
    });

  test.each([
    ['whole', []],
    ['in parts', [{ kind: 'split', bytes: 500, order: 'reversed' }]],
  ] as const)('reads the simulator, %s', async (_, faults) => {
    const state = await query(await startServer({ faults }));
    expect(state).toMatchObject({
      name: 'My server',
      map: 'de_inferno',
      password: false,
      numplayers: 3,
      maxplayers: 12,
      version: '1.41.2.8',
    });
    expect(state.raw).toMatchObject({ protocol: 17, appId: 730, tags: ['a', 'secure'], numbots: 1, rules: { rule_299: '299' } });
    expect([...state.players, ...state.bots].map(({ name }) => name).sort()).toEqual(['', 'Larry', 'Rebel']);
  });

  test('and ours agree on parts of the engine before', async () => {
    const server = await startServer({
      layout: 'goldSource',
      onInfo: () => ({ ...INFO, protocol: 48 }),
    });
    const state = await query(server);
    expect(Object.entries((state.raw as { rules: object }).rules)).toEqual([...(await clientOf(server).rules(SOON))]);
  });
});

test('nothing is left open', async () => {
  const client = clientOf(await startServer());
  await client.info(SOON);
  await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap').length).toBeLessThanOrEqual(1), {
    timeout: 20_000,
  });
});
