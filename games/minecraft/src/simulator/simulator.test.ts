import { createServer } from 'node:net';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseProperties } from '@gse/sdk';
import { GameDig } from 'gamedig';
import { describe, expect, test } from 'vitest';
import { diagnoses } from '../diagnoses.ts';
import { readyServer, startServer } from './run.testkit.ts';

describe('an independent client', () => {
  test.each(['paper', 'vanilla'] as const)(
    'reads name, version and players of a simulated %s server',
    async (flavour) => {
      await using run = await readyServer({ settings: { flavour, motd: 'Grüße an §6alle', maxPlayers: 12 } });
      run.control.join('Steve');
      run.control.join('Alex');
      const state = await GameDig.query({
        type: 'minecraft',
        host: '127.0.0.1',
        port: run.ports.game,
        givenPortOnly: true,
        socketTimeout: 10_000,
        attemptTimeout: 30_000,
      });
      expect(state).toMatchObject({
        name: 'Grüße an alle',
        maxplayers: 12,
        numplayers: 2,
        version: flavour === 'paper' ? 'Paper 26.2' : '26.2',
      });
      expect(state.players.map(({ name }) => name).toSorted()).toEqual(['Alex', 'Steve']);
    },
    30_000,
  );
});

describe('on disk', () => {
  test('server.properties is completed, sorted and written without the comments of people', async () => {
    await using run = await readyServer({ settings: { motd: 'Hi' } });
    const content = await readFile(join(run.dataDir, 'server.properties'), 'utf8');
    expect(content).toMatch(/^#Minecraft server properties\n#/);
    const keys = content
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('=')[0] ?? '');
    expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(parseProperties(content).get('motd')).toBe('Hi');
  });

  test('the log of the last run is packed away at the next start', async () => {
    await using first = await readyServer({ keep: true });
    first.terminate();
    await first.exit;
    await using second = await readyServer({ dataDir: first.dataDir, ports: first.ports });
    const [archive = ''] = (await readdir(join(second.dataDir, 'logs'))).filter((file) => file.endsWith('-1.log.gz'));
    expect(
      gunzipSync(await readFile(join(second.dataDir, 'logs', archive)))
        .toString()
        .trim()
        .split('\n'),
    ).toEqual(first.lines);
    expect((await readFile(join(second.dataDir, 'logs/latest.log'), 'utf8')).trim().split('\n')).toEqual(second.lines);
  });

  test('lists of players outlive a restart', async () => {
    await using first = await readyServer({ keep: true });
    const { minecraft } = await import('../definition.ts');
    await minecraft.moderation?.ban?.(await first.connect(), { player: 'Griefer' });
    first.kill();
    await first.exit;
    await using second = await readyServer({ dataDir: first.dataDir, ports: first.ports });
    expect(await minecraft.command(await second.connect(), 'banlist')).toContain('Griefer was banned by Rcon');
  });
});

describe('without an accepted licence', () => {
  const claims = (lines: readonly string[]): string | undefined =>
    diagnoses.find(({ pattern }) => lines.some((line) => pattern?.test(line)))?.id;

  test('it does not start, says why as the image does, and starts once it is accepted', async () => {
    await using first = await startServer({ accepted: false, keep: true });
    expect(await first.exit).toBe(1);
    expect(claims(first.lines)).toBe('EulaNotAccepted');
    await using second = await readyServer({ dataDir: first.dataDir });
    expect(second.lines.some((line) => line.includes('Done ('))).toBe(true);
  });

  test('it says why as the game does where the file says no', async () => {
    await using accepted = await readyServer({ keep: true });
    accepted.kill();
    await accepted.exit;
    await writeFile(join(accepted.dataDir, 'eula.txt'), 'eula=false\n');
    await using run = await startServer({ dataDir: accepted.dataDir, accepted: false });
    expect(await run.exit).toBe(1);
    expect(run.lines.at(-1)).toContain('You need to agree to the EULA');
    expect(claims(run.lines)).toBe('EulaNotAccepted');
  });
});

test('a taken port ends it with the lines of the game', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await using run = await startServer({ ports: { game: port, rcon: 1 } });
  expect(await run.exit).toBe(1);
  expect(run.lines.some((line) => diagnoses.find(({ id }) => id === 'PortInUse')?.pattern?.test(line))).toBe(true);
  await new Promise((resolve) => other.close(resolve));
});

test.each(diagnoses.filter(({ examples }) => examples.length > 0).map(({ id }) => id))(
  'acts out %s so that the adapter knows it again',
  async (id) => {
    await using run = await readyServer();
    run.control.inject({ kind: 'crash', diagnosis: id });
    expect(await run.exit).toBeGreaterThan(0);
    expect(diagnoses.find(({ pattern }) => run.lines.some((line) => pattern?.test(line)))?.id).toBe(id);
  },
);

test('nobody comes by themselves, and who is told to come at start comes', async () => {
  await using run = await readyServer({ env: { GSE_SIMULATE: 'join Steve; chat Steve hello' } });
  expect(run.lines.filter((line) => line.endsWith('joined the game'))).toHaveLength(1);
  expect(run.lines.some((line) => line.endsWith('<Steve> hello'))).toBe(true);
});

test('everything it opened is closed when it is killed', async () => {
  await using run = await readyServer({ keep: true });
  await run.connect();
  run.kill();
  await run.exit;
  await using again = await readyServer({ dataDir: run.dataDir, ports: run.ports });
  expect(again.lines.some((line) => line.includes('RCON running'))).toBe(true);
});
