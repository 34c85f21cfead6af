import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { GameDig } from 'gamedig';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { notContaining } from '../../test/matching.ts';
import { OobServer } from '../quake3-oob/simulator/server.ts';
import type { FiveMHttpClient } from './client.ts';
import { fivemHttp } from './connection.ts';
import type { FiveMHttpFault } from './simulator/fault.ts';
import { FiveMHttpServer, type FiveMHttpServerOptions } from './simulator/server.ts';

const never = new AbortController().signal;
const SOON = { signal: never, timeoutMs: 10_000 };
const SHORT = { signal: never, timeoutMs: 150 };
const TOKEN = 'a-token-that-nobody-knows';
const LICENSE = `license:${'a'.repeat(40)}`;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(options: Partial<FiveMHttpServerOptions> = {}): Promise<FiveMHttpServer> {
  const server = await FiveMHttpServer.start({
    onInfo: () => ({ server: 'FXServer-master SERVER v1.0.0.35945 linux', resources: ['chat'], vars: { sv_maxClients: '48' }, version: 7 }),
    onDynamic: () => ({ clients: 1, hostname: 'My City', gametype: '', mapname: '', sv_maxclients: '48' }),
    onPlayers: () => [{ id: 1, name: 'Ada', ping: 12, identifiers: [LICENSE, 'ip:203.0.113.1'] }],
    onPerf: () => 'tickTime_count{name="svMain"} 10\ntickTime_sum{name="svMain"} 0.05\n',
    playersToken: TOKEN,
    ...options,
  });
  cleanups.push(() => server.close());
  return server;
}

async function clientOf({ port }: { port: number }, secret?: string): Promise<FiveMHttpClient> {
  const spec = fivemHttp({ port: 'http', secret: 'playersToken' });
  const connection = await spec.open({ host: '127.0.0.1', port, signal: never, ...(secret !== undefined && { secret }) });
  cleanups.push(() => connection.close());
  return connection.client;
}

describe('documents', () => {
  test('are read over one connection', async () => {
    const server = await startServer();
    const client = await clientOf(server, TOKEN);
    expect(await client.info(SOON)).toMatchObject({ build: 35_945, resources: ['chat'] });
    expect(await client.dynamic(SOON)).toMatchObject({ hostname: 'My City', clients: 1, maxClients: 48 });
    expect(await client.perf(SOON)).toMatchObject([{ thread: 'svMain', count: 10 }]);
    expect(server.connectionCount).toBe(1);
  });

  test('name players with their identifiers to who knows the token, and without to others', async () => {
    const server = await startServer();
    expect(await (await clientOf(server, TOKEN)).players(SOON)).toEqual({
      online: 1,
      players: [{ id: 1, name: 'Ada', ping: 12, identifiers: [LICENSE] }],
    });
    expect(await (await clientOf(server, 'wrong')).players(SOON)).toMatchObject({ players: [{ name: 'Ada', identifiers: [] }] });
    expect(await (await clientOf(server)).players(SOON)).toMatchObject({ players: [{ name: 'Ada', identifiers: [] }] });
  });

  test.each(['bytes', 'random', 'merged'] as const)('are read when they come as %s', async (cut) => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'segments', cut }] }), TOKEN);
    const [info, players] = await Promise.all([client.info(SOON), client.players(SOON)]);
    expect({ build: info.build, online: players.online }).toEqual({ build: 35_945, online: 1 });
  });

  test('are asked for once more when the kept connection was closed meanwhile', async () => {
    const server = await startServer();
    const client = await clientOf(server);
    await client.dynamic(SOON);
    server.dropConnections();
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
    expect(await client.dynamic(SOON)).toMatchObject({ clients: 1 });
  });
});

describe('what goes wrong is told', () => {
  test.each<readonly [FiveMHttpFault, object]>([
    [{ kind: 'hang' }, { kind: 'timeout' }],
    [{ kind: 'reset' }, { kind: 'closed' }],
    [{ kind: 'hangUp' }, { kind: 'closed' }],
    [{ kind: 'cut', afterBytes: 10 }, { kind: 'closed' }],
    [
      { kind: 'status', code: 429 },
      { kind: 'closed', status: 429 },
    ],
    [
      { kind: 'status', code: 403 },
      { kind: 'protocol', status: 403 },
    ],
    [
      { kind: 'status', code: 401 },
      { kind: 'auth', status: 401 },
    ],
    [
      { kind: 'status', code: 500 },
      { kind: 'protocol', status: 500 },
    ],
    [{ kind: 'garbage', bytes: Buffer.from('SSH-2.0-OpenSSH\r\n') }, { kind: 'protocol' }],
    [{ kind: 'body', text: '<html>' }, { kind: 'protocol' }],
    [{ kind: 'body', text: '['.repeat(1000) }, { kind: 'protocol' }],
    [{ kind: 'body', text: ' '.repeat(70_000) }, { kind: 'protocol' }],
  ])('%j', async (fault, expected) => {
    const client = await clientOf(await startServer({ faults: [fault] }));
    await expect(client.dynamic(fault.kind === 'hang' ? SHORT : SOON)).rejects.toMatchObject(expected);
  });

  test('when nobody listens', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect((await clientOf({ port })).dynamic(SOON)).rejects.toMatchObject({ kind: 'refused', code: 'GSE_FIVEM_HTTP_REFUSED' });
  });

  test('when it is given up, before and under way', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'hang' }] }));
    await expect(client.info({ signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'aborted' });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    await expect(client.info({ signal: controller.signal, timeoutMs: 60_000 })).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('when the client is closed', async () => {
    const server = await startServer({ faults: [{ kind: 'hang' }] });
    const connection = await fivemHttp({ port: 'http' }).open({ host: '127.0.0.1', port: server.port, signal: never });
    const asked = connection.client.info({ signal: never, timeoutMs: 60_000 });
    await connection.close();
    await expect(asked).rejects.toMatchObject({ kind: 'closed' });
    await expect(connection.client.info(SOON)).rejects.toMatchObject({ kind: 'closed' });
  });

  test('without the token', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'status', code: 500 }] }), TOKEN);
    const error = await client.players(SOON).catch((caught: unknown) => caught);
    expect(inspect(error, { depth: 10 })).toEqual(notContaining(TOKEN));
  });

  test('to those who send what the server does not take', async () => {
    const { port } = await startServer();
    const turnedAway = await fetch(`http://127.0.0.1:${port}/info.json`, { headers: { via: '1.1 proxy' } });
    expect([turnedAway.status, await turnedAway.text()]).toEqual([403, 'Nope.']);
    expect((await fetch(`http://127.0.0.1:${port}/nothing`)).status).toBe(404);
    expect(
      ((await (await fetch(`http://127.0.0.1:${port}/players.json?token=${TOKEN}`)).json()) as { identifiers: string[] }[])[0]?.identifiers,
    ).toContain(LICENSE);
  });
});

test('an independent client reads both sides of the port', { timeout: 20_000 }, async () => {
  const http = await startServer();
  const oob = await OobServer.start({
    port: http.port,
    password: 'x',
    onInfo: () => ({
      sv_maxclients: 48,
      clients: 1,
      gamename: 'CitizenFX',
      protocol: 4,
      hostname: 'My City',
      gametype: '',
      mapname: 'skater',
      iv: '-1',
    }),
    onCommand: () => '',
  });
  cleanups.push(() => oob.close());
  const state = await GameDig.query({
    type: 'gta5f',
    host: '127.0.0.1',
    port: http.port,
    givenPortOnly: true,
    socketTimeout: 10_000,
    attemptTimeout: 30_000,
  });
  // It hands counts on as the texts that they are.
  expect([`${state.numplayers}`, `${state.maxplayers}`]).toEqual(['1', '48']);
  expect(state).toMatchObject({ name: 'My City', players: [{ name: 'Ada' }] });
});
