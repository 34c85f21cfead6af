import { describe, expect, test, vi } from 'vitest';
import { fivem } from './definition.ts';
import { liveCommands } from './lifecycle.ts';
import { settings } from './settings/index.ts';
import { licenceOf } from './simulator/server.ts';
import { folder, readyServer, startServer } from './simulator/run.testkit.ts';

const { moderation = {}, applyLive, metrics } = fivem;

describe('probe', () => {
  test('tells that the game starts and how far it is', async () => {
    await using run = await startServer({ faults: [{ kind: 'hangStart' }] });
    await run.line(/Started resource hardcap/);
    expect(await fivem.probe(await run.connect())).toEqual({
      state: 'starting',
      progress: expect.stringMatching(/^Started resource /) as unknown,
    });
    expect(await fivem.players(await run.connect())).toMatchObject({ known: false });
  });

  test('knows a game that is well by the number of its artifact', async () => {
    await using run = await readyServer();
    expect(await fivem.probe(await run.connect())).toEqual({ state: 'healthy', version: '35945' });
  });

  test('finds frozen scripts although the server goes on to show itself, and who was on is not known any more', async () => {
    await using run = await readyServer();
    run.control.join('Ada');
    const context = await run.connect();
    run.control.inject({ kind: 'hang' });
    expect(await fivem.probe(context)).toMatchObject({ state: 'unresponsive', reason: expect.stringContaining('have not run') as unknown });
    expect(await fivem.players(context)).toMatchObject({ known: false });
    run.control.inject({ kind: 'none' });
    expect(await fivem.probe(await run.connect())).toMatchObject({ state: 'healthy' });
  }, 60_000);

  test('lets the platform know of a rejected password', async () => {
    await using run = await readyServer();
    await expect(fivem.probe(await run.connect({ password: 'wrong' }))).rejects.toMatchObject({ kind: 'auth' });
    await expect(fivem.players(await run.connect({ password: 'wrong' }))).rejects.toMatchObject({ kind: 'auth' });
  });

  test('does not take a start for over because it has more lines than are kept', async () => {
    const resources = Array.from({ length: 800 }, (_, at) => `car-${at}`);
    await using run = await startServer({ settings: { resources }, faults: [{ kind: 'hangStart' }] });
    await run.line(/Started resource car-599$/);
    expect(run.lines.length).toBeGreaterThan(1000);
    const context = await run.connect();
    expect(await fivem.command(context, 'gse_ping')).toBe('No such command gse_ping.');
    expect(await fivem.probe(context)).toEqual({ state: 'starting', progress: 'Started resource car-599' });
    expect(await fivem.players(context)).toEqual({ known: false, reason: 'The server is starting.' });
  });

  test('knows long after the start that the resource of the platform had been there', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.inject({ kind: 'logFlood', lines: 600 });
    await run.line(/milliseconds/);
    await vi.waitFor(() => expect(run.lines.length).toBeGreaterThan(600), { timeout: 20_000 });
    await fivem.command(context, 'stop gse');
    expect(await fivem.probe(context)).toMatchObject({ state: 'healthy', degraded: expect.stringContaining('gse') as unknown });
    expect(await fivem.players(context)).toMatchObject({ known: true, online: 0 });
  });

  test('is degraded, not dead, when somebody stopped the resource of the platform', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.join('Ada');
    await fivem.command(context, 'stop gse');
    expect(await fivem.probe(context)).toMatchObject({
      state: 'healthy',
      version: '35945',
      degraded: expect.stringContaining('gse') as unknown,
    });
    expect(await fivem.players(context)).toMatchObject({ known: true, online: 1 });
    await expect(fivem.announce(context, 'hello')).rejects.toMatchObject({ code: 'GSE_FIVEM_REFUSED' });
    await expect(fivem.save(context)).rejects.toMatchObject({ code: 'GSE_FIVEM_REFUSED' });
    await fivem.stop(context);
    expect(await run.exit).toBe(0);
  });
});

describe('players', () => {
  test('are known by the licence of their game and by nothing else', async () => {
    await using run = await readyServer({ settings: { maxPlayers: 12 } });
    run.control.join('Ada');
    const answer = await fivem.players(await run.connect());
    expect(answer).toEqual({ known: true, online: 1, max: 12, names: [{ name: 'Ada', id: licenceOf('Ada') }] });
    expect(JSON.stringify(answer)).not.toMatch(/discord|ip:/);
  });
});

describe('the console', () => {
  test('answers in text what the game answers', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    expect(await fivem.command(context, ' version ')).toContain('v1.0.0.35945');
    expect(await fivem.command(context, 'sets locale "de-DE"')).toBe('');
    expect(await fivem.command(context, 'locale')).toContain('de-DE');
    expect(await fivem.command(context, 'fly away')).toBe('No such command fly.');
    expect(await fivem.command(context, '   ')).toBe('');
  });

  test('carries announcements as they are', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.join('Ada');
    await fivem.announce(context, 'Server restarts in 5 minutes: "save"; quit\n100% \\ ü');
    expect(run.lines.at(-1)).toBe('[     rcon/script:gse] done: Told 1 players: Server restarts in 5 minutes: "save"; quit 100% \\ ü');
    await fivem.announce(context, 'ä'.repeat(3000));
    await fivem.announce(context, 'No such command');
    await expect(fivem.announce(context, ' \n ')).rejects.toMatchObject({ code: 'GSE_FIVEM_NOTHING_TO_SAY' });
  });
});

describe('moderation', () => {
  test('acts on who is meant, by name, number or licence, and says what came of it', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    for (const name of ['Ada', 'Grace', 'Linus']) run.control.join(name);
    expect(await moderation.message?.(context, { player: 'Ada', text: 'be "nice"; quit' })).toEqual({
      done: true,
      message: 'Told Ada: be "nice"; quit',
    });
    expect(await moderation.kick?.(context, { player: 'Ada' })).toEqual({ done: true, message: 'Kicked Ada.' });
    expect(await moderation.kick?.(context, { player: 'Ada' })).toEqual({ done: false, message: 'Nobody online is called Ada.' });
    expect(await moderation.kick?.(context, { player: '#2' })).toEqual({ done: true, message: 'Kicked Grace.' });
    expect(await moderation.kick?.(context, { player: licenceOf('Linus') })).toEqual({ done: true, message: 'Kicked Linus.' });
    expect(await moderation.message?.(context, { player: 'Ada', text: ' ' })).toMatchObject({ done: false });
  });

  test('takes long names and long words, and cuts the words', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    const name = '\u{1f697}'.repeat(30);
    run.control.join(name);
    expect(await moderation.message?.(context, { player: name, text: 'ü'.repeat(2000) })).toMatchObject({ done: true });
    expect(run.lines.at(-1)).toMatch(/: ü+…$/);
  });

  test('does not act on what is nobody', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    for (const player of ['', ' ', 'Ada\n', 'Ada\u202e', 'x'.repeat(500)])
      expect(await moderation.kick?.(context, { player })).toMatchObject({ done: false });
  });
});

describe('settings that apply at once', () => {
  test('are exactly those that have a command, and reach the running game', async () => {
    const defaults = settings.parse({});
    const changed = {
      hostname: 'New; quit',
      tags: ['drift', 'race'],
      maxPlayers: 20,
      scriptHookAllowed: true,
      saveCommands: ['bank_save'],
    };
    for (const [name, field] of Object.entries(settings.shape)) {
      const commands = liveCommands({ [name]: defaults[name as keyof typeof defaults] });
      expect({ name, isLive: commands.length > 0 }).toEqual({ name, isLive: field.meta()?.['applies'] === 'live' });
    }
    await using run = await readyServer();
    const context = await run.connect();
    await applyLive?.(context, changed);
    expect(await fivem.command(context, 'sv_hostname')).toContain('New; quit');
    expect(await fivem.command(context, 'tags')).toContain('drift, race');
    await vi.waitFor(async () => expect(await fivem.players(context)).toMatchObject({ max: 20 }), { timeout: 20_000 });
  });

  test('name administrators in handfuls that fit into one message each', () => {
    const admins = Array.from({ length: 25 }, (_, at) => `${at}`.padStart(40, 'a'));
    const commands = liveCommands({ admins });
    expect(commands.map((command) => command.split(' ')[0])).toEqual([
      'gse_admins_begin',
      'gse_admins_add',
      'gse_admins_add',
      'gse_admins_add',
      'gse_admins_end',
    ]);
    for (const command of commands) expect(Buffer.byteLength(command)).toBeLessThan(1200);
    expect(liveCommands({ admins: [] })).toEqual(['gse_admins_begin', 'gse_admins_end']);
  });

  test('that the game does not take are an error', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    await fivem.command(context, 'stop gse');
    await expect(applyLive?.(context, { admins: [] })).rejects.toMatchObject({ code: 'GSE_FIVEM_REFUSED' });
  });
});

describe('saving and leaving', () => {
  test('what was saved survives being killed, the rest does not', async () => {
    await using home = await folder();
    await using first = await readyServer({ dataDir: home.path });
    const context = await first.connect();
    await fivem.command(context, 'simulate build a garage');
    await fivem.save(context);
    await fivem.command(context, 'simulate build a heist');
    first.kill();
    expect(await first.exit).toBe(137);
    await using second = await readyServer({ dataDir: home.path, port: first.port });
    const world = await fivem.command(await second.connect(), 'simulate world');
    expect(world).toContain('a garage');
    expect(world).not.toContain('a heist');
  });

  test.each(['bare', 'txadmin'])('a stop says farewell, saves and ends with 0 (%s)', async (variant) => {
    await using home = await folder();
    await using run = await readyServer({ dataDir: home.path, settings: { variant } });
    const context = await run.connect();
    run.control.join('Ada');
    await fivem.command(context, 'simulate build a heist');
    await fivem.stop(context);
    expect(await run.exit).toBe(0);
    const words = run.lines.slice(-4).map((line) => line.replace(/^\[[^\]]*\] /, ''));
    expect(words).toEqual([
      'done: Leaving: The server stops. See you soon!',
      'left: Ada',
      '-> Quitting: The server stops. See you soon!',
      'The game ended with code 0',
    ]);
    await using again = await readyServer({ dataDir: home.path, port: run.port });
    expect(await fivem.command(await again.connect(), 'simulate world')).toContain('a heist');
  });

  test('a save that fails is told, and one that takes long is waited for until the deadline', async () => {
    await using run = await readyServer();
    run.control.inject({ kind: 'saveFails' });
    await expect(fivem.save(await run.connect())).rejects.toThrow('the database does not answer');
    run.control.inject({ kind: 'none' });
    run.control.inject({ kind: 'slowSave', seconds: 10 });
    await fivem.save(await run.connect());
    run.control.inject({ kind: 'slowSave', seconds: 600 });
    await expect(fivem.save(await run.connect({ milliseconds: 300 }))).rejects.toThrow();
  });
});

test('figures come from the game', async () => {
  await using run = await readyServer();
  const samples = (await metrics?.(await run.connect())) ?? [];
  expect(samples.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'resources_started',
      'ticks_main_total',
      'tick_main_average_seconds',
      'tick_main_p95_seconds',
      'ticks_network_slow_total',
    ]),
  );
  expect(samples.filter(({ value }) => !(value >= 0))).toEqual([]);
});
