import { createServer } from 'node:net';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GameDig } from 'gamedig';
import { describe, expect, test } from 'vitest';
import { fivem } from '../definition.ts';
import { diagnoses } from '../diagnoses.ts';
import { freePort } from '@gse/protocols/testing';
import { folder, readyServer, startServer } from './run.testkit.ts';

const claims = (lines: readonly string[]): string | undefined =>
  diagnoses.find(({ pattern }) => lines.some((line) => pattern?.test(line)))?.id;

test('an independent client reads name, players and limit from both sides of the port', { timeout: 30_000 }, async () => {
  await using run = await readyServer({ settings: { hostname: 'Grüße aus der Stadt', maxPlayers: 24 } });
  run.control.join('Ada');
  run.control.join('Grace');
  const state = await GameDig.query({
    type: 'gta5f',
    host: '127.0.0.1',
    port: run.port,
    givenPortOnly: true,
    socketTimeout: 10_000,
    attemptTimeout: 30_000,
  });
  expect(state).toMatchObject({ name: 'Grüße aus der Stadt' });
  expect([`${state.maxplayers}`, `${state.numplayers}`]).toEqual(['24', '2']);
  expect(state.players.map(({ name }) => name).toSorted()).toEqual(['Ada', 'Grace']);
});

describe('without a key that may be used', () => {
  test.each([
    ['LicenseKeyMissing', { accepted: false }],
    ['LicenseKeyRejected', { secrets: { licenseKey: 'not a key' } }],
  ] as const)('it ends before any script runs, and says why: %s', async (id, options) => {
    await using run = await startServer(options);
    expect(await run.exit).toBe(1);
    expect(claims(run.lines)).toBe(id);
    expect(run.lines.some((line) => line.includes('Started resource'))).toBe(false);
  });
});

test('a taken port ends it with the line of the game', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');
  await using run = await startServer({ port });
  expect(await run.exit).toBe(1);
  expect(claims(run.lines)).toBe('PortInUse');
  await new Promise((resolve) => other.close(resolve));
});

test('starts what server.cfg and the files that it executes say, in order', async () => {
  await using run = await readyServer({ settings: { resources: ['oxmysql', 'my-framework', '[jobs]'], admins: ['0'.repeat(40)] } });
  const started = run.lines.flatMap((line) => /Started resource (\S+)/.exec(line)?.[1] ?? []);
  expect(started).toEqual(['oxmysql', 'my-framework', '[jobs]', 'gse']);
});

describe('RedM', () => {
  test('starts its own base resources and that of the platform', async () => {
    await using run = await readyServer({ settings: { game: 'rdr3' } });
    const started = run.lines.flatMap((line) => /Started resource (\S+)/.exec(line)?.[1] ?? []);
    expect(started).toEqual(['mapmanager', 'chat', 'spawnmanager', 'sessionmanager-rdr3', 'redm-map-one', 'hardcap', 'gse']);
    expect(claims(run.lines)).toBeUndefined();
  });

  test('refuses resources of the other game, and says so', async () => {
    await using run = await readyServer({ settings: { game: 'rdr3', resources: ['baseevents', 'sessionmanager', 'chat'] } });
    const started = run.lines.flatMap((line) => /Started resource (\S+)/.exec(line)?.[1] ?? []);
    expect(started).toEqual(['chat', 'gse']);
    expect(claims(run.lines.filter((line) => line.includes('baseevents')))).toBe('ResourceOfAnotherGame');
    expect(claims(run.lines.filter((line) => line.includes('sessionmanager.')))).toBe('ResourceNotStarted');
  });
});

test('questions of the remote console stand in the log, and what is printed meanwhile is marked, unless that is filtered', async () => {
  await using run = await readyServer();
  const context = await run.connect();
  run.control.join('Ada');
  await fivem.command(context, 'fly away');
  await fivem.moderation?.kick?.(context, { player: 'Ada' });
  expect(run.lines.slice(-2)).toEqual(['[     rcon/script:gse] left: Ada', '[     rcon/script:gse] done: Kicked Ada.']);
  expect(run.lines.filter((line) => /\[ *rcon\]|rcon\/cmd/.test(line))).toEqual([]);
  await fivem.command(context, 'con_removeChannelFilter rcon noprint');
  await fivem.command(context, 'gse_ping');
  expect(run.lines.slice(-2)).toEqual(['[                rcon] Rcon from 127.0.0.1:49152', '[                rcon]  gse_ping']);
});

test('downloads at the first start and at another artifact only, and puts the last log aside', async () => {
  await using home = await folder();
  await using first = await readyServer({ dataDir: home.path });
  first.terminate();
  expect(await first.exit).toBe(0);
  expect(first.lines.some((line) => line.startsWith('[start] Downloading artifact 35945'))).toBe(true);
  await using second = await readyServer({ dataDir: home.path, port: first.port });
  expect(second.lines.some((line) => line.includes('Downloading'))).toBe(false);
  expect((await readFile(join(home.path, 'console-previous.log'), 'utf8')).trim().split('\n')).toEqual(first.lines);
});

test('a full server lets nobody else in', async () => {
  await using run = await readyServer({ settings: { maxPlayers: 1 } });
  run.control.join('Ada');
  run.control.join('Grace');
  expect(run.lines.filter((line) => line.includes('joined: '))).toHaveLength(1);
});
