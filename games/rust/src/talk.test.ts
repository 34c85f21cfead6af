import { rm } from 'node:fs/promises';
import { describe, expect, test, vi } from 'vitest';
import { rust } from './definition.ts';
import { failure, readyServer, startServer } from './simulator/run.testkit.ts';
import { steamIdOf } from './simulator/steam-ids.ts';

const { moderation = {}, quiesce, applyLive, metrics } = rust;

describe('probe', () => {
  test('tells how far the map is although the console is open, then that the game is well', async () => {
    await using run = await startServer({ faults: [{ kind: 'hangStart' }] });
    await run.line(/^Initializing 30000 entity links$/);
    expect(run.lines).toContain('WebSocket RCon Started on 28016');
    expect(await rust.probe(await run.connect())).toEqual({ state: 'starting', progress: 'Initializing 30000 entity links' });
    await using ready = await readyServer();
    expect(await rust.probe(await ready.connect())).toEqual({ state: 'healthy' });
  }, 30_000);

  test('finds a frozen world and players who are unknown, not gone', async () => {
    await using run = await readyServer();
    run.control.join('Steve');
    const context = await run.connect();
    run.control.inject({ kind: 'hang' });
    const [probed, players] = await Promise.all([rust.probe(context), rust.players(context)]);
    expect(probed).toMatchObject({ state: 'unresponsive' });
    expect(players).toMatchObject({ known: false });
    run.control.inject({ kind: 'none' });
    expect(await rust.probe(await run.connect())).toEqual({ state: 'healthy' });
    expect(await rust.players(await run.connect())).toMatchObject({ known: true, online: 1 });
  }, 60_000);

  test('lets the platform know of a rejected password', async () => {
    await using run = await readyServer();
    expect(await failure(rust.probe(await run.connect('Wrong123Wrong123')))).toMatchObject({ kind: 'auth' });
    run.control.inject({ kind: 'wrongSecret' });
    expect(await failure(rust.probe(await run.connect()))).toMatchObject({ kind: 'auth' });
  });

  test('says that a server makes too few frames', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    await rust.command(context, 'fps.limit 10');
    expect(await rust.probe(context)).toMatchObject({ state: 'healthy', degraded: expect.stringContaining('10 frames') as string });
  });

  test('does not mind few frames where no more were asked for, only far fewer', async () => {
    await using run = await readyServer({ settings: { fpsLimit: 10 } });
    const context = await run.connect();
    expect(await rust.probe(context)).toEqual({ state: 'healthy' });
    await rust.command(context, 'fps.limit 6');
    expect(await rust.probe(context)).toMatchObject({ state: 'healthy', degraded: expect.stringContaining('6 frames') as string });
  });
});

test('players are told with name and SteamID, and without their address', async () => {
  await using run = await readyServer({ settings: { maxPlayers: 7 } });
  const context = await run.connect();
  expect(await rust.players(context)).toEqual({ known: true, online: 0, max: 7, names: [] });
  run.control.join('Steve');
  const players = await rust.players(context);
  expect(players).toEqual({ known: true, online: 1, max: 7, names: [{ name: 'Steve', id: steamIdOf('Steve') }] });
  expect(JSON.stringify(players)).not.toContain('127.0.0.1');
});

test('somebody whom the game does not name counts, and hides nobody else', async () => {
  await using run = await readyServer();
  run.control.join('Steve');
  const context = await run.connect();
  const rcon = context['rcon'] as { command(line: string, options: object): Promise<string> };
  const odd = {
    ...context,
    rcon: {
      command: async (line: string, options: object) => {
        const answer = await rcon.command(line, options);
        return line === 'playerlist' ? answer.replace('[', '[{"SteamID":"90071992547409920","DisplayName":"Odd"},') : answer;
      },
    },
  };
  expect(await rust.players(odd)).toEqual({ known: true, online: 2, max: 50, names: [{ name: 'Steve', id: steamIdOf('Steve') }] });
});

test('players are counted by the server list while the console rejects the password, and unknown when the game is gone', async () => {
  await using run = await readyServer();
  run.control.join('Steve');
  expect(await rust.players(await run.connect('Wrong123Wrong123'))).toEqual({ known: true, online: 1, max: 50 });
  await run.kill();
  expect(await rust.players(await run.connect())).toMatchObject({ known: false });
});

describe('console', () => {
  test('answers what the game answers, and nothing to what prints nothing', async () => {
    await using run = await readyServer({ settings: { hostname: 'Grüße' } });
    const context = await run.connect();
    expect(await rust.command(context, ' server.hostname ')).toBe('server.hostname: "Grüße"');
    expect(await rust.command(context, 'nonsense')).toBe("Command 'nonsense' not found");
    expect(await rust.command(context, 'say hello')).toBe('');
    expect(await rust.command(context, '')).toBe('');
  });

  test('announcements reach chat as they are, on one line', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    await rust.announce(context, '100% "quoted" \\ back\nquit');
    expect(run.lines.at(-1)).toBe('[simulated] Everybody online reads: 100% "quoted" \\ back quit');
    await expect(rust.announce(context, ' \n ')).rejects.toMatchObject({ code: 'GSE_RUST_NOTHING_TO_SAY' });
  });
});

describe('moderation', () => {
  test('a ban lasts over a restart, for it is written down at once', async () => {
    await using first = await readyServer({ keep: true });
    first.control.join('Griefer');
    expect(await moderation.ban?.(await first.connect(), { player: 'Griefer', reason: 'He said "no" \\ twice' })).toMatchObject({
      done: true,
    });
    expect(await first.read('server/main/cfg/bans.cfg')).toBe(`banid ${steamIdOf('Griefer')} "Griefer" "He said 'no' / twice" -1\n`);
    await first.kill();
    await using second = await readyServer({ dataDir: first.dataDir });
    second.control.join('Griefer');
    expect(await rust.players(await second.connect())).toMatchObject({ online: 0 });
    expect(await moderation.unban?.(await second.connect(), { player: 'griefer' })).toMatchObject({ done: true });
    second.control.join('Griefer');
    expect(await rust.players(await second.connect())).toMatchObject({ online: 1 });
  });

  test('somebody who is not online can be banned by SteamID, and by name cannot', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    expect(await moderation.ban?.(context, { player: '76561198012345678' })).toMatchObject({ done: true });
    expect(await moderation.ban?.(context, { player: 'Nobody' })).toMatchObject({
      done: false,
      message: expect.stringContaining('SteamID') as string,
    });
    expect(await moderation.unban?.(context, { player: '76561198012345678' })).toMatchObject({ done: true });
    expect(await moderation.unban?.(context, { player: '76561198012345678' })).toMatchObject({ done: true });
  });

  test('two players of one name are never mistaken for each other', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.join('Alex');
    run.control.join('ALEX');
    expect(await moderation.kick?.(context, { player: 'alex' })).toMatchObject({
      done: false,
      message: expect.stringContaining('2 players') as string,
    });
    expect(await moderation.kick?.(context, { player: 'ALEX' })).toMatchObject({ done: true });
    expect(await moderation.kick?.(context, { player: steamIdOf('Alex') })).toMatchObject({ done: true });
    expect(await moderation.kick?.(context, { player: steamIdOf('Alex') })).toMatchObject({ done: false });
  });

  test('rights are written down, and taken away whole', async () => {
    await using run = await readyServer({ settings: { owners: [steamIdOf('Alice')] } });
    const context = await run.connect();
    run.control.join('Alice');
    run.control.join('Bob');
    expect(await moderation.promote?.(context, { player: 'Bob' })).toMatchObject({ done: true });
    const users = await run.read('server/main/cfg/users.cfg');
    expect(users).toContain(`ownerid ${steamIdOf('Alice')} "unnamed" "by setting"`);
    expect(users).toContain(`moderatorid ${steamIdOf('Bob')} "Bob"`);
    expect(await moderation.demote?.(context, { player: 'Bob' })).toMatchObject({ done: true });
    expect(await moderation.demote?.(context, { player: 'Alice' })).toMatchObject({ done: true });
    expect(await run.read('server/main/cfg/users.cfg')).toBe('');
  });
});

describe('settings that apply live', () => {
  test('reach the running game', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    await applyLive?.(context, {
      hostname: 'New name',
      description: 'two\nlines',
      pve: true,
      idleKickMode: 'always',
      tags: ['weekly', 'EU'],
    });
    expect(await rust.command(context, 'server.hostname')).toBe('server.hostname: "New name"');
    await applyLive?.(context, { url: `https://example.org/${'x'.repeat(450)}` });
    expect(await rust.command(context, 'server.url')).toHaveLength(`server.url: "https://example.org/${'x'.repeat(450)}"`.length);
    expect(await rust.command(context, 'server.description')).toBe(String.raw`server.description: "two\nlines"`);
    expect(await rust.command(context, 'server.pve')).toBe('server.pve: "True"');
    expect(await rust.command(context, 'server.idlekickmode')).toBe('server.idlekickmode: "2"');
    expect(await rust.command(context, 'server.tags')).toBe('server.tags: "weekly,EU"');
    await applyLive?.(context, { moderators: ['76561198012345678'] });
    expect(await run.read('server/main/cfg/users.cfg')).toContain('moderatorid 76561198012345678');
  });

  test('outlive a restart even where the game had written its own idea of them', async () => {
    await using first = await readyServer({ keep: true, settings: { hostname: 'First' } });
    const context = await first.connect();
    await applyLive?.(context, { hostname: 'Second' });
    await rust.command(context, 'server.writecfg');
    expect(await first.read('server/main/cfg/serverauto.cfg')).toContain('server.hostname "Second"');
    await first.kill();
    await using second = await readyServer({ dataDir: first.dataDir, settings: { hostname: 'Third' } });
    expect(await rust.command(await second.connect(), 'server.hostname')).toBe('server.hostname: "Third"');
  });
});

describe('saving and leaving', () => {
  test('a saved world survives being killed, an unsaved one does not', async () => {
    await using first = await readyServer({ keep: true });
    const context = await first.connect();
    await rust.command(context, 'simulate build a tower');
    await rust.save(context);
    await rust.command(context, 'simulate build a moat');
    await first.kill();
    expect(await first.exit).toBe(137);
    await using second = await readyServer({ dataDir: first.dataDir });
    const world = await rust.command(await second.connect(), 'simulate world');
    expect(world).toContain('a tower');
    expect(world).not.toContain('a moat');
  });

  test('stopping saves and ends with 0', async () => {
    await using first = await readyServer({ keep: true });
    const context = await first.connect();
    first.control.join('Steve');
    await rust.command(context, 'simulate build a moat');
    await rust.stop(context);
    expect(await first.exit).toBe(0);
    expect(first.lines).toContain('Saving complete');
    await using second = await readyServer({ dataDir: first.dataDir });
    expect(await rust.command(await second.connect(), 'simulate world')).toContain('a moat');
  });

  test('a save that fails is told in the words of the game, a slow one is waited for', async () => {
    await using run = await readyServer();
    const context = await run.connect();
    run.control.inject({ kind: 'saveFails' });
    await expect(rust.save(context)).rejects.toMatchObject({
      code: 'GSE_RUST_SAVE_FAILED',
      message: expect.stringContaining('Disk full') as string,
    });
    run.control.inject({ kind: 'none' });
    run.control.inject({ kind: 'slowSave', seconds: 10 });
    await rust.save(context);
    run.control.inject({ kind: 'slowSave', seconds: 600 });
    await expect(rust.save(await run.within(300))).rejects.toThrow();
  });

  test('a save that only the console tells of is over with that word, and not with the word of an earlier one', async () => {
    await using first = await readyServer({ keep: true });
    const context = await first.connect();
    const mute = {
      mark: () => ({ line: 0 }),
      recent: () => [],
      waitFor: (_: RegExp, { signal }: { signal: AbortSignal }) =>
        new Promise<never>((__, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    };
    await rust.command(context, 'server.save');
    await rust.command(context, 'simulate build a tower');
    first.control.inject({ kind: 'slowSave', seconds: 4 });
    await rust.save({ ...context, log: mute });
    await first.kill();
    await using second = await readyServer({ dataDir: first.dataDir });
    expect(await rust.command(await second.connect(), 'simulate world')).toContain('a tower');
    second.control.inject({ kind: 'saveFails' });
    await expect(rust.save({ ...(await second.connect()), log: mute })).rejects.toThrow('Disk full');
  });

  test('quiescing keeps autosaves away and always brings them back', async () => {
    await using run = await readyServer({ settings: { saveIntervalSeconds: 300 } });
    const context = await run.connect();
    {
      await using held = await quiesce?.(context);
      expect(held).toBeDefined();
      expect(await rust.command(context, 'server.saveinterval')).toBe('server.saveinterval: "3600"');
    }
    expect(await rust.command(context, 'server.saveinterval')).toBe('server.saveinterval: "300"');
    run.control.inject({ kind: 'saveFails' });
    await expect(quiesce?.(context)).rejects.toMatchObject({ code: 'GSE_RUST_SAVE_FAILED' });
    expect(await rust.command(context, 'server.saveinterval')).toBe('server.saveinterval: "300"');
  });
});

test('figures come from one answer of the game', async () => {
  await using run = await readyServer();
  const samples = Object.fromEntries(((await metrics?.(await run.connect())) ?? []).map(({ name, value }) => [name, value]));
  expect(samples).toMatchObject({ frames_per_second: 204, game_memory_bytes: 1638 * 1024 ** 2, network_protocol: 2594 });
  expect(samples['world_created_timestamp_seconds']).toBeGreaterThan(1_700_000_000);
});

test('log events are told in the format the adapter reads', async () => {
  await using run = await readyServer();
  run.control.join('Steve');
  run.control.chat('Steve', 'hello [all]');
  run.control.leave('Steve');
  const { ready, joined, left, chat } = rust.log;
  await vi.waitFor(() => expect(run.lines.findLast((line) => left?.test(line))).toBeDefined(), { timeout: 20_000 });
  expect(run.lines.filter((line) => ready.test(line))).toHaveLength(1);
  expect(run.lines.map((line) => joined?.exec(line)?.groups?.['name']).filter(Boolean)).toEqual(['Steve']);
  expect(run.lines.map((line) => chat?.exec(line)?.groups?.['text']).filter(Boolean)).toEqual(['hello [all]']);
});

test('a wish for another map changes nothing before a wipe, and then makes another one', async () => {
  await using first = await readyServer({ keep: true, settings: { seed: 42, worldSize: 3000 } });
  expect(first.lines.some((line) => line.includes('map of size 3000 with seed 42'))).toBe(true);
  await rust.stop(await first.connect());
  await first.exit;
  await using second = await readyServer({ keep: true, dataDir: first.dataDir, settings: { seed: 43, worldSize: 2000 } });
  expect(second.lines.some((line) => line.startsWith('Generating'))).toBe(false);
  expect(await second.read('gse/world.txt')).toContain('server.seed 42');
  await second.kill();
  for (const path of ['server/main/simulated.sav', 'gse/world.txt']) await rm(`${first.dataDir}/${path}`);
  await using third = await readyServer({ dataDir: first.dataDir, settings: { seed: 43, worldSize: 2000 } });
  expect(third.lines.some((line) => line.includes('map of size 2000 with seed 43'))).toBe(true);
}, 30_000);
