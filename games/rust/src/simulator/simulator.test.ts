import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { GameDig } from 'gamedig';
import { describe, expect, test } from 'vitest';
import { rust } from '../definition.ts';
import { diagnoses } from '../diagnoses.ts';
import { PASSWORD, readyServer, startServer } from './run.testkit.ts';

describe('an independent client', () => {
  test('reads name, version and players of a simulated server at its query port', async () => {
    await using run = await readyServer({ settings: { hostname: 'Grüße an alle', maxPlayers: 12 } });
    run.control.join('Steve');
    run.control.join('Alex');
    const state = await GameDig.query({
      type: 'rust',
      host: '127.0.0.1',
      port: run.ports.query,
      givenPortOnly: true,
      socketTimeout: 10_000,
      attemptTimeout: 30_000,
    });
    expect(state).toMatchObject({ name: 'Grüße an alle', maxplayers: 12, numplayers: 2, version: '2594' });
    expect(state.players.map(({ name }) => name).toSorted()).toEqual(['Alex', 'Steve']);
  }, 30_000);

  test('sees more than 255 players, for whom a byte is too small', async () => {
    await using run = await readyServer({ settings: { maxPlayers: 400 } });
    for (let count = 0; count < 300; count++) run.control.join(`Player${count}`);
    const state = await GameDig.query({
      type: 'rust',
      host: '127.0.0.1',
      port: run.ports.query,
      givenPortOnly: true,
      socketTimeout: 10_000,
      attemptTimeout: 30_000,
    });
    expect(state).toMatchObject({ maxplayers: 400, numplayers: 300 });
    expect(await rust.players(await run.connect())).toMatchObject({ online: 300, max: 400 });
  }, 30_000);

  test('talks to the console as the web page of the publisher does', async () => {
    await using run = await readyServer();
    const socket = new WebSocket(`ws://127.0.0.1:${run.ports.rcon}/${PASSWORD}`);
    await once(socket, 'open');
    socket.send(JSON.stringify({ Identifier: 1001, Message: 'serverinfo', Name: 'WebRcon' }));
    const [{ data }] = (await once(socket, 'message')) as [MessageEvent];
    const frame = JSON.parse(String(data)) as { Identifier: number; Message: string };
    expect(frame.Identifier).toBe(1001);
    expect(frame.Message).toMatch(/^\{\r\n {2}"Hostname": /);
    socket.close();
  });
});

test('a server whose query port is dead is well, and told to be missing in the list', async () => {
  await using run = await readyServer();
  const context = await run.connect();
  const silent = { info: () => Promise.reject(Object.assign(new Error('no answer'), { kind: 'timeout', code: 'X' })) };
  expect(await rust.probe({ ...context, query: silent })).toMatchObject({
    state: 'healthy',
    degraded: expect.stringContaining('server list') as string,
  });
});

test('a taken query port ends it with the line of the game', async () => {
  const other = createSocket('udp4').bind(0, '127.0.0.1');
  await once(other, 'listening');
  await using run = await startServer({ ports: { query: other.address().port } });
  expect(await run.exit).toBe(1);
  expect(diagnoses.find(({ pattern }) => run.lines.some((line) => pattern?.test(line)))?.id).toBe('SteamUnreachable');
  other.close();
});

test('nobody comes by themselves, and who is told to come at start comes', async () => {
  await using run = await readyServer({ env: { GSE_SIMULATE: 'join Steve; chat Steve hello' } });
  await run.line(/^\[CHAT\] Steve\[7656\d{13}\] : hello$/);
  expect(run.lines.filter((line) => rust.log.joined?.test(line))).toHaveLength(1);
});

test('a simulation that hangs is healed over the console that hangs with it', async () => {
  await using run = await readyServer();
  const context = await run.connect();
  run.control.inject({ kind: 'hang' });
  const waiting = rust.command(context, 'server.hostname');
  expect(await rust.command(context, 'simulate heal')).toContain('Healed');
  expect(await waiting).toContain('server.hostname');
});
