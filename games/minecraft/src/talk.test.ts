import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { minecraft } from './definition.ts';
import { FLAVOURS } from './settings/index.ts';
import { offlineUuid } from './simulator/lists.ts';
import { failure, readyServer, startServer } from './simulator/run.testkit.ts';

const { moderation = {}, quiesce, applyLive, metrics } = minecraft;

describe('probe', () => {
  test('tells that the game starts and how far it is, then that it is well and which version', async () => {
    await using run = await startServer({ faults: [{ kind: 'hangStart' }] });
    await run.line(/Preparing spawn area: 75%/);
    expect(await minecraft.probe(await run.connect())).toEqual({ state: 'starting', progress: 'Preparing spawn area: 75%' });
  });

  test.each(FLAVOURS)('knows %s by its version number', async (flavour) => {
    await using run = await readyServer({ settings: { flavour } });
    expect(await minecraft.probe(await run.connect())).toEqual({ state: 'healthy', version: '26.2' });
  });

  test('finds a frozen world although the server list answers', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.inject({ kind: 'hang' });
    expect(await minecraft.probe(context)).toMatchObject({ state: 'unresponsive' });
    expect(await minecraft.players(context)).toMatchObject({ known: false });
    run.control.inject({ kind: 'none' });
    expect(await minecraft.probe(await run.connect())).toMatchObject({ state: 'healthy' });
  }, 60_000);

  test('lets the platform know of a rejected password', async () => {
    await using run = await readyServer();
    expect(await failure(minecraft.probe(await run.connect('wrong')))).toMatchObject({ kind: 'auth' });
    run.control.inject({ kind: 'wrongSecret' });
    expect(await failure(minecraft.probe(await run.connect()))).toMatchObject({ kind: 'auth' });
  });

  test('says that a game is gone which was up', async () => {
    await using run = await readyServer();
    run.kill();
    await run.exit;
    expect(await minecraft.probe(await run.connect())).toMatchObject({ state: 'unresponsive' });
  });

  test('tells when the console is closed while people play', async () => {
    await using run = await readyServer({ password: '' });
    expect(await minecraft.probe(await run.connect())).toMatchObject({
      state: 'healthy',
      degraded: expect.stringContaining('console') as string,
    });
    expect(run.lines.some((line) => minecraft.diagnoses.find(({ id }) => id === 'RconPasswordMissing')?.pattern?.test(line))).toBe(true);
  });

  test('is not confused by answers in pieces', async () => {
    await using run = await readyServer();
    run.control.inject({ kind: 'tornPackets' });
    expect(await minecraft.probe(await run.connect())).toMatchObject({ state: 'healthy' });
  });
});

describe('players', () => {
  test.each(FLAVOURS)('are named with their identity on %s', async (flavour) => {
    await using run = await readyServer({ settings: { flavour, maxPlayers: 7 } });
    const context = await run.connect();
    expect(await minecraft.players(context)).toEqual({ known: true, online: 0, max: 7, names: [] });
    run.control.join('Steve');
    run.control.join('.Alex_1');
    expect(await minecraft.players(context)).toMatchObject({
      known: true,
      online: 2,
      max: 7,
      names: [{ name: 'Steve', id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }, { name: '.Alex_1' }],
    });
    run.control.leave('Steve');
    expect(await minecraft.players(context)).toMatchObject({ online: 1 });
  });

  test('are counted by the server list when the console is closed, and unknown when nothing answers', async () => {
    await using run = await readyServer({ password: '' });
    run.control.join('Steve');
    expect(await minecraft.players(await run.connect())).toEqual({ known: true, online: 1, max: 20 });
    run.kill();
    await run.exit;
    expect(await minecraft.players(await run.connect())).toMatchObject({ known: false });
  });
});

describe('console', () => {
  test('answers in plain text what the game answers', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    expect(await minecraft.command(context, '/tps')).toBe('TPS from last 1m, 5m, 15m: 20.0, 20.0, 19.9');
    expect(await minecraft.command(context, 'list')).toBe('There are 0 of a max of 20 players online:');
    expect(await minecraft.command(context, 'fly away')).toContain('<--[HERE]');
    expect(await minecraft.command(context, 'simulate join Steve')).toBe('[simulated] Steve joined.');
  });

  test('carries announcements as they are, and none is lost when nobody is there', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    await minecraft.announce(context, 'to nobody');
    run.control.join('Steve');
    await minecraft.announce(context, 'Restart in 5 minutes: "save" @a & go\nhome \\ {}');
    expect(run.lines.at(-1)).toBe('[simulated] Steve reads: Restart in 5 minutes: "save" @a & go home \\ {}');
    await minecraft.announce(context, 'ä'.repeat(3000));
  });
});

describe('moderation', () => {
  test.each(FLAVOURS)('acts, and says in the words of the game what came of it, on %s', async (flavour) => {
    await using run = await readyServer({ settings: { flavour } });
    const context = await run.connect();
    const player = 'Steve';
    expect(await moderation.kick?.(context, { player })).toEqual({ done: false, message: 'No player was found' });
    expect(await moderation.message?.(context, { player, text: 'hi' })).toEqual({ done: false, message: 'No player was found' });
    run.control.join(player);
    expect(await moderation.message?.(context, { player, text: 'be "nice"' })).toEqual({ done: true, message: 'Told Steve.' });
    expect(run.lines.at(-1)).toContain('Steve reads: be "nice"');
    expect(await moderation.kick?.(context, { player, reason: 'see @a\nyou' })).toEqual({
      done: true,
      message: 'Kicked Steve: see ＠a you',
    });
    expect(await moderation.ban?.(context, { player, reason: 'griefing' })).toEqual({
      done: true,
      message: expect.stringMatching(/^Banned Steve: griefing\.?$/),
    });
    expect(await moderation.ban?.(context, { player })).toMatchObject({ done: true });
    run.control.join(player);
    expect(await minecraft.players(context)).toMatchObject({ online: 0 });
    expect(await moderation.unban?.(context, { player })).toEqual({ done: true, message: 'Unbanned Steve' });
    for (const act of ['unban', 'allow', 'allow', 'disallow', 'disallow', 'promote', 'promote', 'demote', 'demote'] as const) {
      expect({ act, ...(await moderation[act]?.(context, { player })) }).toMatchObject({ act, done: true });
    }
  });

  test('does not act on what is no name', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.join('Steve');
    for (const player of ['@a', 'Steve\nstop', '', 'a b']) {
      const answer = await moderation.kick?.(context, { player });
      expect(answer?.done).toBe(false);
      expect(answer?.message).toContain('not a player name');
    }
    expect(await minecraft.players(context)).toMatchObject({ online: 1 });
  });
});

describe('settings that apply at once', () => {
  test.each(FLAVOURS)('reach the running game on %s', async (flavour) => {
    await using run = await readyServer({ settings: { flavour } });
    const context = await run.connect();
    await applyLive?.(context, { difficulty: 'hard', gamemode: 'creative', whitelist: true, playerIdleTimeout: 5, motd: 'not live' });
    expect(await minecraft.command(context, 'difficulty')).toBe('The difficulty is Hard');
    run.control.join('Steve');
    expect(await minecraft.players(context)).toMatchObject({ online: 0 });
    await applyLive?.(context, { whitelist: false });
    run.control.join('Steve');
    expect(await minecraft.players(context)).toMatchObject({ online: 1 });
  });

  test('are refused with the words of the game', async () => {
    await using run = await readyServer();
    await expect(applyLive?.(await run.connect(), { difficulty: 'nightmare' })).rejects.toMatchObject({ code: 'GSE_MINECRAFT_REFUSED' });
  });
});

describe('saving and leaving', () => {
  test('a saved world survives being killed, an unsaved one does not', async () => {
    await using first = await readyServer({ keep: true });
    const context = await first.connect();
    await minecraft.command(context, 'simulate build a castle');
    await minecraft.save(context);
    await minecraft.command(context, 'simulate build a moat');
    first.kill();
    expect(await first.exit).toBe(137);
    await using second = await readyServer({ dataDir: first.dataDir, ports: first.ports });
    const world = await minecraft.command(await second.connect(), 'simulate world');
    expect(world).toContain('a castle');
    expect(world).not.toContain('a moat');
  });

  test.each(FLAVOURS)('stopping saves and ends with 0 on %s', async (flavour) => {
    await using first = await readyServer({ keep: true, settings: { flavour } });
    const context = await first.connect();
    first.control.join('Steve');
    await minecraft.command(context, 'simulate build a moat');
    await minecraft.stop(context);
    expect(await first.exit).toBe(0);
    expect(first.lines.some((line) => line.endsWith('ThreadedAnvilChunkStorage: All dimensions are saved'))).toBe(true);
    expect(first.lines.some((line) => minecraft.log.left?.test(line))).toBe(true);
    await using second = await readyServer({ dataDir: first.dataDir, ports: first.ports });
    expect(await minecraft.command(await second.connect(), 'simulate world')).toContain('a moat');
  });

  test('a save that fails is told', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.inject({ kind: 'saveFails' });
    await expect(minecraft.save(context)).rejects.toThrow('disk space');
  });

  test('a slow save is waited for, and given up at the deadline', async () => {
    await using run = await readyServer();
    run.control.inject({ kind: 'slowSave', seconds: 10 });
    await minecraft.save(await run.connect());
    run.control.inject({ kind: 'slowSave', seconds: 600 });
    await expect(minecraft.save(await run.within(300))).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('quiescing turns saving off and always on again', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    {
      await using held = await quiesce?.(context);
      expect(held).toBeDefined();
      expect(await minecraft.command(context, 'save-off')).toBe('Saving is already turned off');
    }
    expect(await minecraft.command(context, 'save-on')).toBe('Saving is already turned on');
    run.control.inject({ kind: 'saveFails' });
    await expect(quiesce?.(context)).rejects.toMatchObject({ code: 'GSE_MINECRAFT_SAVE_FAILED' });
    expect(await minecraft.command(context, 'save-on')).toBe('Saving is already turned on');
  });
});

test.each(['paper', 'purpur', 'vanilla'] as const)('figures come from %s', async (flavour) => {
  await using run = await readyServer({ settings: { flavour } });
  const samples = (await metrics?.(await run.connect())) ?? [];
  expect(samples.map(({ name }) => name)).toEqual(expect.arrayContaining(['ticks_per_second', 'tick_duration_average_seconds']));
  expect(samples.filter(({ value }) => !(value > 0))).toEqual([]);
  // The last minute is at full speed; what Purpur tells of the last five seconds, which is not, stands in front of it.
  expect(samples.find(({ name }) => name === 'ticks_per_second')).toMatchObject({ value: 20 });
});

test('who comes back under a new name has come', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'gse-minecraft-'));
  await writeFile(join(dataDir, 'usercache.json'), JSON.stringify([{ uuid: offlineUuid('Steve'), name: 'Bob' }]));
  await using run = await readyServer({ dataDir });
  run.control.join('Steve');
  const line = await run.line(/ joined the game$/);
  expect(line).toContain('Steve (formerly known as Bob)');
  expect(minecraft.log.joined?.exec(line)?.groups).toMatchObject({ name: 'Steve' });
});

test('log events are told in the format the adapter reads', async () => {
  await using run = await readyServer();
  run.control.join('Steve');
  run.control.chat('Steve', 'hello <all>');
  run.control.leave('Steve');
  const { ready, joined, left, chat } = minecraft.log;
  await vi.waitFor(() => expect(run.lines.findLast((line) => left?.test(line))).toBeDefined(), { timeout: 20_000 });
  expect(run.lines.filter((line) => ready.test(line))).toHaveLength(1);
  expect(run.lines.map((line) => joined?.exec(line)?.groups?.['name']).filter(Boolean)).toEqual(['Steve']);
  expect(run.lines.map((line) => chat?.exec(line)?.groups?.['text']).filter(Boolean)).toEqual(['hello <all>']);
});
