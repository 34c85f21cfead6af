import { rm } from 'node:fs/promises';
import type { AnyContext } from '@gse/sdk';
import { GameDig } from 'gamedig';
import { describe, expect, test } from 'vitest';
import { counterStrike } from './definition.ts';
import { readyServer, startServer } from './simulator/run.testkit.ts';
import { steamId2 } from './steam-id.ts';

const { probe, players, announce, command, moderation, save, stop, applyLive, metrics } = counterStrike;
const OLD = { settings: { edition: 'csgo-legacy', lan: true } } as const;

async function idOf(context: AnyContext, name: string): Promise<string> {
  const answer = await players(context);
  return (answer.known && answer.names?.find((player) => player.name === name)?.id) || '';
}

describe.each([
  ['Counter-Strike 2', {}],
  ['the game before', OLD],
] as const)('a server of %s', (_, options) => {
  test('tells who plays, with SteamIDs and without bots', async () => {
    await using server = await readyServer(options);
    expect(await probe(server.context)).toEqual({ state: 'healthy' });
    server.control.join('Ada');
    expect(await players(server.context)).toMatchObject({ known: true, online: 1, max: 10, names: [{ name: 'Ada' }] });
    expect(await idOf(server.context, 'Ada')).toMatch(/^7656119\d{10}$/);
    expect(await command(server.context, 'status')).toMatch(/1 humans, 2 bots/);
  });

  test('kicks by name and by SteamID', async () => {
    await using server = await readyServer(options);
    server.control.join('Ada');
    server.control.join('Grace');
    const grace = await idOf(server.context, 'Grace');
    expect(await moderation?.kick?.(server.context, { player: 'Ada', reason: 'a "b"; quit' })).toEqual({
      done: true,
      message: 'Ada was kicked.',
    });
    expect(await moderation?.kick?.(server.context, { player: grace })).toMatchObject({ done: true });
    expect(await players(server.context)).toMatchObject({ online: 0 });
    expect(server.lines.some((line) => line.includes(`disconnected (reason "a 'b', quit")`))).toBe(true);
  });

  test('tells figures', async () => {
    await using server = await readyServer(options);
    expect((await metrics?.(server.context))?.length).toBeGreaterThan(1);
  });
});

test('bans are not offered, for Counter-Strike 2 keeps its commands for them to itself', async () => {
  expect(Object.keys(moderation ?? {})).toEqual(['kick']);
  await using server = await readyServer();
  server.control.join('Ada');
  expect(await command(server.context, 'banid 0 [U:1:1] kick')).toBe("Unknown command 'banid'!");
  expect(await command(server.context, 'listid')).toBe("Unknown command 'listid'!");
  // The game knows none of what this tries; it is well all the same.
  await save(server.context);
  expect(await probe(server.context)).toEqual({ state: 'healthy' });
});

test('bans that were made on the console of the game before are on disk after a stop', async () => {
  const server = await readyServer(OLD);
  server.control.join('Ada');
  const id = await idOf(server.context, 'Ada');
  await command(server.context, `banid 0 ${steamId2(id)} kick`);
  await stop(server.context);
  expect(await server.exit).toBe(0);
  await using again = await readyServer({ ...OLD, dataDir: server.dataDir });
  again.control.join('Ada');
  expect(await players(again.context)).toMatchObject({ online: 0 });
  await rm(server.dataDir, { recursive: true, force: true });
});

describe('questions of the platform', () => {
  const ask = async (context: AnyContext): Promise<void> => {
    for (let look = 0; look < 20; look++) {
      await probe(context);
      await players(context);
    }
  };

  test('stand in the log of Counter-Strike 2 whatever it is told, and not in the output of the container', async () => {
    await using server = await readyServer();
    await command(server.context, 'sv_rcon_log 0');
    const printed = server.lines.length;
    await ask(server.context);
    expect(server.lines.slice(printed)).toEqual([]);
    const log = await server.read('console.log');
    expect(log.split('\n').filter((line) => line.endsWith('command "status_json"'))).toHaveLength(40);
    expect(await probe(server.context)).toEqual({ state: 'healthy' });
  });

  test('do not stand in the log of the game before, which can be told not to', async () => {
    await using server = await readyServer(OLD);
    await ask(server.context);
    expect(await server.read('console.log')).not.toContain('rcon from');
  });
});

test('spectators can watch the first map already', async () => {
  await using server = await readyServer({ settings: { tvEnabled: true } });
  expect(await command(server.context, 'status')).toContain('sourcetv[0]');
  await using without = await readyServer();
  await command(without.context, 'tv_enable 1');
  expect(await command(without.context, 'status')).not.toContain('sourcetv[0]');
  await command(without.context, 'changelevel de_nuke');
  expect(await command(without.context, 'status')).toContain('sourcetv[0]');
});

test('a live setting holds over a change of the map', async () => {
  await using server = await readyServer({ settings: { name: 'Before' } });
  await applyLive?.(server.context, { name: 'After' });
  await command(server.context, 'changelevel de_nuke');
  expect(await command(server.context, 'hostname')).toBe('hostname = After');
});

test('an announcement is chat, in as many lines as it takes', async () => {
  await using server = await readyServer();
  await announce(server.context, `Restart in 5 minutes; ${'please leave '.repeat(20)}`);
  const said = server.lines.filter((line) => line.includes('"Console<0><Console><Console>" say'));
  expect(said.length).toBeGreaterThan(1);
  expect(said[0]).toContain('Restart in 5 minutes, please leave');
  await expect(announce(server.context, '\n')).rejects.toMatchObject({ code: 'GSE_CS_NOTHING_TO_SAY' });
});

test('a start tells how far the download is', async () => {
  await using server = await startServer({ faults: [{ kind: 'hangStart' }] });
  await server.line(/Loading map/);
  expect(await probe(server.within(5000))).toEqual({ state: 'starting', progress: 'Loading map "de_dust2"' });
  expect(server.lines.some((line) => line.includes('downloading, progress: 50.00'))).toBe(true);
});

test('a server that has lost its console is degraded as long as it answers server browsers', async () => {
  await using server = await readyServer();
  const { context } = server;
  const gone = {
    ...context,
    rcon: { command: async () => Promise.reject(Object.assign(new Error('Nothing answers.'), { kind: 'refused', code: 'X' })) },
  };
  expect(await probe(gone)).toMatchObject({ state: 'healthy', degraded: /remote console/ });
});

test('an independent client finds the server', async () => {
  await using server = await readyServer({ settings: { name: 'Larry', maxPlayers: 24 }, secrets: { joinPassword: 'hush' } });
  server.control.join('Ada');
  const state = await GameDig.query({
    type: 'counterstrike2',
    host: '127.0.0.1',
    port: server.ports.game,
    givenPortOnly: true,
    socketTimeout: 10_000,
    attemptTimeout: 30_000,
  });
  expect(state).toMatchObject({ name: 'Larry', map: 'de_dust2', maxplayers: 24, numplayers: 3, password: true });
});
