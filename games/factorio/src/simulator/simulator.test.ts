import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { announce, command } from '../console.ts';
import { FactorioError } from '../errors.ts';
import { applyLive, save, stop } from '../lifecycle.ts';
import { metrics } from '../metrics.ts';
import { moderation } from '../moderation.ts';
import { players } from '../players.ts';
import { probe } from '../probe.ts';
import { Host, type Running } from './run.testkit.ts';

const someText: unknown = expect.any(String);
const someNumber: unknown = expect.any(Number);
const textWith = (words: string): unknown => expect.stringContaining(words);

let host: Host;
beforeEach(async () => {
  host = await Host.make();
});
afterEach(async () => {
  await host[Symbol.asyncDispose]();
});

const act = async (
  running: Running,
  name: keyof typeof moderation,
  request: { player: string; reason?: string; text: string },
): Promise<{ done: boolean; message: string }> => {
  const run = moderation[name];
  if (run === undefined) throw new Error(`no ${name}`);
  return run(await running.talk(), request);
};
const join = async (running: Running, ...names: string[]): Promise<void> => {
  await running.seen(/Starting RCON interface/);
  const control = await running.control;
  for (const name of names) control.join(name);
};

describe('starting', () => {
  test('says that it is simulated, creates a map with the settings, and is ready', async () => {
    const running = await host.start({ mapPreset: 'rail-world', mapSeed: 42 });
    await running.talk();
    expect(running.lines[0]).toMatch(/^\[simulated\]/);
    expect(running.lines.findIndex((line) => line.includes('Creating new map'))).toBeLessThan(
      running.lines.findIndex((line) => line.includes('to(InGame)')),
    );
    expect(host.read('saves/world.simulated.json')).toContain('map rail-world, seed 42');
    expect(host.read('console.log')).toBe(`${running.lines.join('\n')}\n`);
  });

  test('is starting until the console opens, and then healthy with its version', async () => {
    const running = await host.start({}, { faults: [{ kind: 'hangStart' }] });
    await running.seen(/Factorio initialised/);
    const context = {
      rcon: { command: async () => (await running.connect()).client.command('/version', { signal: AbortSignal.timeout(5000) }) },
      log: running.log,
      settings: {} as never,
      signal: AbortSignal.timeout(5000),
    };
    expect(await probe(context)).toEqual({ state: 'starting', progress: 'Factorio initialised' });
    await running.kill();
    const next = await host.start();
    expect(await probe(await next.talk())).toEqual({ state: 'healthy', version: '2.0.77' });
  });

  test('an unreadable settings file ends it with the line the diagnosis knows', async () => {
    host.write('config/server-settings.json', '{"name": ');
    const running = await host.start({}, { prepare: false }).catch(() => undefined);
    host.write('config/rconpw', 'x\n');
    const again = await host.start({}, { prepare: false });
    expect(await running?.exit).toBe(1);
    expect(await again.exit).toBe(1);
    expect(again.lines.at(-1)).toMatch(/Couldn't parse \/factorio\/config\/server-settings\.json/);
  });

  test('a public server that verifies nobody does not start; one without a token runs on unlisted', async () => {
    const refused = await host.start({ visibilityPublic: true, requireUserVerification: false });
    expect(await refused.exit).toBe(1);
    expect(refused.lines.at(-1)).toContain('require_user_verification must be enabled');
    const unlisted = await host.start({ visibilityPublic: true });
    await unlisted.seen(/Missing token/);
    expect(await probe(await unlisted.talk())).toMatchObject({ state: 'healthy' });
  });

  test('without a password there is no start', async () => {
    const running = await host.start({}, { prepare: false });
    expect(await running.exit).toBe(1);
    expect(running.lines.at(-1)).toContain('rconpw');
  });
});

describe('the wire', () => {
  test('the game port is taken and silent', async () => {
    const running = await host.start();
    await running.talk();
    const other = createSocket('udp4').bind(0, '127.0.0.1');
    await once(other, 'listening');
    let heard = 0;
    other.on('message', () => {
      heard++;
    });
    other.send(Buffer.from('ffffffff54536f7572636520456e67696e6520517565727900', 'hex'), running.ports.udp, '127.0.0.1');
    const rival = createSocket('udp4').bind(running.ports.udp, '127.0.0.1');
    const [error] = (await once(rival, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('EADDRINUSE');
    await (await running.talk()).rcon.command('/version', { signal: AbortSignal.timeout(5000) });
    other.close();
    expect(heard).toBe(0);
  });

  test('a wrong password is refused, and with the fault the right one as well', async () => {
    const running = await host.start();
    const { rcon } = await running.talk();
    await expect(running.connect('guess')).rejects.toMatchObject({ kind: 'auth' });
    await rcon.command('simulate wrong-secret', { signal: AbortSignal.timeout(5000) });
    await expect(running.connect()).rejects.toMatchObject({ kind: 'auth' });
    await rcon.command('simulate heal', { signal: AbortSignal.timeout(5000) });
    await running.connect();
  });

  test('torn packets change nothing', async () => {
    const running = await host.start({}, { faults: [{ kind: 'tornPackets' }] });
    await join(running, 'Alice', 'Bob');
    expect(await players(await running.talk())).toMatchObject({ known: true, online: 2 });
  });
});

describe('talking', () => {
  test('players are known by name', async () => {
    const running = await host.start({ maxPlayers: 8 });
    const context = await running.talk();
    expect(await players(context)).toEqual({ known: true, online: 0, max: 8, names: [] });
    await join(running, 'Alice', 'Bob');
    (await running.control).leave('Alice');
    expect(await players(context)).toEqual({ known: true, online: 1, max: 8, names: [{ name: 'Bob' }] });
    expect(await command(context, '/players')).toBe('Players (2):\n  Alice\n  Bob (online)');
  });

  test('a notice is chat, whatever it begins with, and one line', async () => {
    const running = await host.start();
    const context = await running.talk();
    await announce(context, 'Restart in 60 seconds');
    await announce(context, '/quit\n/quit');
    await running.seen(/\[CHAT\] <server>: - \/quit \/quit$/);
    expect(running.lines.some((line) => line.endsWith('[CHAT] <server>: Restart in 60 seconds'))).toBe(true);
    await expect(announce(context, ' \n ')).rejects.toThrow(FactorioError);
    expect(await probe(context)).toMatchObject({ state: 'healthy' });
  });

  test('an empty line is not sent, for nobody would ever answer it', async () => {
    expect(await command(await (await host.start()).talk(), ' \n')).toBe('');
  });

  test('an unknown command is answered in the words of the game', async () => {
    expect(await command(await (await host.start()).talk(), '/dance')).toContain('Unknown command');
  });

  test('figures that need no Lua', async () => {
    const running = await host.start({ autoPause: false });
    expect(await metrics(await running.talk())).toEqual([
      { name: 'play_time_seconds', value: someNumber, help: someText },
      { name: 'enemy_evolution_ratio', value: 0, help: someText },
    ]);
    expect(running.lines.join('\n')).not.toMatch(/Lua/);
  });
});

describe('moderation', () => {
  test('kick', async () => {
    const running = await host.start();
    await join(running, 'Alice');
    expect(await act(running, 'kick', { player: 'alice', reason: 'rude\nwords', text: '' })).toMatchObject({ done: true });
    expect(running.lines.some((line) => line.endsWith('[KICK] Alice was kicked by <server>. Reason: rude words.'))).toBe(true);
    expect(await act(running, 'kick', { player: 'Alice', text: '' })).toEqual({ done: false, message: 'Alice is not online.' });
  });

  test('ban keeps them out over a restart, unban lets them in', async () => {
    const running = await host.start();
    await join(running, 'Mallory');
    expect(await act(running, 'ban', { player: 'Mallory', reason: 'griefing', text: '' })).toMatchObject({ done: true });
    expect(host.json('config/server-banlist.json')).toEqual([{ username: 'Mallory', reason: 'griefing' }]);
    await stop(await running.talk());
    await running.exit;
    const next = await host.start();
    await join(next, 'Mallory');
    expect(await players(await next.talk())).toMatchObject({ online: 0 });
    expect(await act(next, 'unban', { player: 'Mallory', text: '' })).toEqual({ done: true, message: 'Mallory is not banned any more.' });
    expect(await act(next, 'demote', { player: 'players', text: '' })).toMatchObject({ done: true });
    await join(next, 'Mallory');
    expect(await players(await next.talk())).toMatchObject({ online: 1 });
  });

  test('promote and demote survive settings, which only add', async () => {
    const running = await host.start({ admins: ['Alice'] });
    expect(await act(running, 'promote', { player: 'Bob', text: '' })).toMatchObject({ done: true });
    expect(await act(running, 'demote', { player: 'Carol', text: '' })).toMatchObject({ done: true });
    expect(host.json('config/server-adminlist.json')).toEqual(['Alice', 'Bob']);
    await stop(await running.talk());
    await running.exit;
    const next = await host.start({ admins: [] });
    expect(await act(next, 'demote', { player: 'Alice', text: '' })).toMatchObject({ done: true });
    expect(host.json('config/server-adminlist.json')).toEqual(['Bob']);
  });

  test('allow and disallow decide who may join where only allowed players may', async () => {
    const running = await host.start({ whitelist: true });
    await join(running, 'Alice');
    expect(await players(await running.talk())).toMatchObject({ online: 0 });
    expect(await act(running, 'allow', { player: 'Alice', text: '' })).toMatchObject({ done: true });
    await join(running, 'Alice');
    expect(await players(await running.talk())).toMatchObject({ online: 1 });
    expect(await act(running, 'disallow', { player: 'Alice', text: '' })).toMatchObject({ done: true });
    expect(host.json('config/server-whitelist.json')).toEqual([]);
    // The words of a list are nobody on it: "Whitelist is empty.", "Whitelisted players: Alice and Bob".
    expect(await act(running, 'disallow', { player: 'empty', text: '' })).toMatchObject({ done: true });
    for (const player of ['Alice', 'Bob']) await act(running, 'allow', { player, text: '' });
    expect(await act(running, 'disallow', { player: 'players', text: '' })).toMatchObject({ done: true });
  });

  test('message', async () => {
    const running = await host.start();
    await join(running, 'Alice');
    expect(await act(running, 'message', { player: 'Alice', text: 'come\nhome' })).toMatchObject({ done: true });
    await running.seen(/\[WHISPER\] <server> to Alice: come home$/);
    expect(await act(running, 'message', { player: 'Bob', text: 'hello' })).toEqual({ done: false, message: 'Bob is not online.' });
  });

  test.each(['kick', 'ban', 'unban', 'allow', 'disallow', 'promote', 'demote', 'message'] as const)(
    '%s lets nothing but a name into the command',
    async (name) => {
      const running = await host.start();
      const before = (await running.talk(), running.lines.length);
      for (const player of ['', 'a b', 'a\n/quit', '/quit', 'a;b', 'ä', 'x'.repeat(61)]) {
        expect(await act(running, name, { player, text: 'hi' })).toEqual({ done: false, message: textWith('no Factorio name') });
      }
      expect(running.lines.slice(before)).toEqual([]);
    },
  );
});

describe('saving and leaving', () => {
  test('a save returns when the world is on disk', async () => {
    const running = await host.start();
    const context = await running.talk();
    await command(context, 'simulate build tower');
    expect(host.read('saves/world.simulated.json')).not.toContain('tower');
    await save(context);
    expect(host.read('saves/world.simulated.json')).toContain('tower');
  });

  test('a save that fails says why', async () => {
    const context = await (await host.start()).talk();
    await command(context, 'simulate save-fails');
    await expect(save(context)).rejects.toMatchObject({ code: 'GSE_FACTORIO_SAVE_FAILED', message: textWith('cannot write') });
    await command(context, 'simulate heal');
    await save(context);
  });

  test('silence during a save is not death', async () => {
    const running = await host.start();
    const context = await running.talk();
    await command(context, 'simulate slow-save 86400');
    await context.rcon.command('/server-save', { signal: context.signal });
    await running.seen(/Saving game as/);
    const patience = new AbortController();
    const probing = probe({ ...context, signal: patience.signal });
    patience.abort(new DOMException('no end', 'TimeoutError'));
    expect(await probing).toMatchObject({ state: 'healthy', degraded: textWith('saving') });
  });

  test('silence of a game that hangs is passed on as what it is', async () => {
    const running = await host.start();
    const context = await running.talk();
    await command(context, 'simulate hang');
    const patience = new AbortController();
    const probing = probe({ ...context, signal: patience.signal });
    patience.abort(new DOMException('no end', 'TimeoutError'));
    await expect(probing).rejects.toThrow();
    (await running.control).inject({ kind: 'none' });
    expect(await probe(context)).toMatchObject({ state: 'healthy' });
  });

  test('asked to leave, it saves, says so and ends with 0', async () => {
    const running = await host.start();
    const context = await running.talk();
    await join(running, 'Alice');
    await command(context, 'simulate build wall');
    host.write('mods/mod-list.json', '{"mods":[]}');
    await stop(context);
    expect(await running.exit).toBe(0);
    const end = running.lines.slice(running.lines.findIndex((line) => line.includes('Quitting: remote-quit.')));
    for (const words of [/Saving map as/, /Saving progress: 100\.000000%/, /\[LEAVE\] Alice left the game/, /Goodbye$/])
      expect(end.some((line) => words.test(line))).toBe(true);
    expect(host.read('saves/world.simulated.json')).toContain('wall');
    expect(host.json('mods/mod-list.json')).toMatchObject({
      mods: [{ name: 'base' }, { name: 'elevated-rails', enabled: false }, { name: 'quality' }, { name: 'space-age' }],
    });
  });

  test('a signal saves as well', async () => {
    const running = await host.start();
    await command(await running.talk(), 'simulate build wall');
    running.terminate();
    expect(await running.exit).toBe(0);
    expect(running.lines.join('\n')).toContain('Quitting: signal.');
    expect(host.read('saves/world.simulated.json')).toContain('wall');
  });

  test('killed, it saves nothing', async () => {
    const running = await host.start();
    await command(await running.talk(), 'simulate build wall');
    await running.kill();
    expect(await running.exit).toBe(137);
    expect(host.read('saves/world.simulated.json')).not.toContain('wall');
  });

  test('another save is another world, and the first one stays', async () => {
    const first = await host.start();
    await command(await first.talk(), 'simulate build first');
    await stop(await first.talk());
    await first.exit;
    const second = await host.start({ saveName: 'second' });
    await second.talk();
    expect(host.read('saves/second.simulated.json')).not.toContain('first');
    expect(host.read('saves/world.simulated.json')).toContain('first');
    expect(host.read('console-previous.log')).toContain('world.zip');
  });
});

describe('live settings', () => {
  test('reach the running game', async () => {
    const running = await host.start({ maxPlayers: 1 });
    const context = await running.talk();
    await join(running, 'Alice', 'Bob');
    expect(await players(context)).toMatchObject({ online: 1 });
    await applyLive(context, {
      maxPlayers: 2,
      autosaveInterval: 30,
      allowCommands: 'false',
      visibilityLan: true,
      whitelist: true,
      admins: ['Bob'],
    });
    await join(running, 'Bob', 'Carol');
    expect(await players(context)).toMatchObject({ online: 2 });
    expect(await command(context, '/config get autosave-interval')).toBe('30');
    expect(await command(context, '/config get allow-commands')).toBe('false');
    expect(await command(context, '/config get visibility-lan')).toBe('true');
    await applyLive(context, { whitelist: false, maxPlayers: 0 });
    await join(running, 'Carol');
    expect(await players(context)).toMatchObject({ online: 3 });
  });

  test('a refusal of the game is an error with its words', async () => {
    const context = await (await host.start()).talk();
    await expect(applyLive(context, { maxPlayers: Number.NaN })).rejects.toMatchObject({
      code: 'GSE_FACTORIO_SETTING_REFUSED',
      message: textWith('Invalid value'),
    });
  });
});
