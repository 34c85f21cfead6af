import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { matching, notContaining } from '../../test/matching.ts';
import { RconError } from '../errors.ts';
import type { RconClient } from './client.ts';
import { sourceRcon } from './connection.ts';
import { RCON_DIALECTS, rconDialect, type RconDialect, type RconDialectName } from './dialect.ts';
import { openRcon } from './open.ts';
import { encodePacket } from './packet.ts';
import type { RconFault } from './simulator/fault.ts';
import { RconServer, type RconServerOptions } from './simulator/server.ts';

const PASSWORD = 'correct horse';
const NAMES: readonly RconDialectName[] = ['minecraft', 'factorio', 'source', 'cs2'];
const never = new AbortController().signal;
/** Far beyond what a working exchange takes; reaching it is a failure. */
const SOON = { signal: never, timeoutMs: 10_000 };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(options: Partial<RconServerOptions> = {}): Promise<RconServer> {
  const server = await RconServer.start({ dialect: 'minecraft', password: PASSWORD, onCommand: (line) => `ran ${line}`, ...options });
  cleanups.push(() => server.close());
  return server;
}

type Varied = Partial<Pick<RconDialect, 'openTimeoutMs' | 'lateReplyMs' | 'commandTimeoutMs'>>;

async function open(
  server: { port: number },
  dialect: RconDialectName,
  target: Partial<ConnectionTarget> = {},
  varied: Varied = {},
): Promise<OpenConnection<RconClient>> {
  const connection = await openRcon(
    { host: '127.0.0.1', port: server.port, secret: PASSWORD, signal: never, ...target },
    { dialect: { ...RCON_DIALECTS[dialect], ...varied } },
  );
  cleanups.push(() => connection.close());
  return connection;
}

async function startRaw(onConnection: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port };
}

describe.each(NAMES)('the %s console', (dialect) => {
  test('answers commands in the order they were given', async () => {
    const server = await startServer({ dialect });
    const { client } = await open(server, dialect);
    const lines = Array.from({ length: 20 }, (_, index) => `say ${index} grüße`);
    expect(await Promise.all(lines.map((line) => client.command(line, SOON)))).toEqual(lines.map((line) => `ran ${line}`));
  });

  test.each(['bytes', 'random', 'merged'] as const)('is understood when its answers come as %s', async (cut) => {
    const text = 'There are 2 of a max of 20 players online: Ä😀'.repeat(120);
    const server = await startServer({ dialect, onCommand: () => text, faults: [{ kind: 'segments', cut }] });
    const { client } = await open(server, dialect);
    expect((await client.command('list', SOON)).replaceAll('??', '😀')).toBe(text);
    expect((await client.command('list', SOON)).length).toBe(text.length);
  });

  test.each<RconFault>([{ kind: 'duplicateReplies' }, { kind: 'foreignIds' }])(
    'never credits a reply to another command with the fault $kind',
    async (fault) => {
      const server = await startServer({ dialect, faults: [fault] });
      const { client } = await open(server, dialect);
      for (let index = 0; index < 10; index++) {
        const reply = `ran say ${index}`;
        // Packets of Source carry no number, so a reply sent twice before the terminator is a reply of two packets.
        const isDoubled = dialect === 'source' && fault.kind === 'duplicateReplies';
        expect(await client.command(`say ${index}`, SOON)).toBe(isDoubled ? reply + reply : reply);
      }
    },
  );

  test('gives long replies whole', async () => {
    const text = Array.from({ length: 3000 }, (_, index) => `line ${index}`).join('\n');
    const server = await startServer({ dialect, onCommand: () => text });
    const { client } = await open(server, dialect);
    expect(await client.command('help', SOON)).toBe(text);
    expect(await client.command('help', SOON)).toBe(text);
  });

  test('rejects a wrong password with the kind that stops retries, and does not tell it', async () => {
    const server = await startServer({ dialect });
    const failure = open(server, dialect, { secret: 'hunter2' });
    await expect(failure).rejects.toMatchObject({ kind: 'auth', code: 'GSE_RCON_AUTH_FAILED', message: notContaining('hunter2') });
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
  });

  test.each([-4, 0, 9, 0x7fff_ffff, -1])('is given up when a reply claims the size %i', async (size) => {
    const server = await startServer({ dialect, faults: [{ kind: 'oversize', size }] });
    const { client, closed } = await open(server, dialect);
    await expect(client.command('list', SOON)).rejects.toMatchObject({ kind: 'protocol', sent: true });
    expect(await closed).toMatchObject({ kind: 'protocol' });
  });
});

describe('Minecraft', () => {
  test('hangs up on two packets in one read, so none is sent before the last was answered', async () => {
    const server = await startServer({ onCommand: (line) => new Promise((resolve) => setTimeout(resolve, 5, `ran ${line}`)) });
    const { client } = await open(server, 'minecraft');
    const replies = await Promise.all(['a', 'b', 'c'].map((line) => client.command(line, SOON)));
    expect(replies).toEqual(['ran a', 'ran b', 'ran c']);

    const eager = await open(server, 'cs2'); // a client that does not know
    const rude = await openRcon(
      { host: '127.0.0.1', port: server.port, secret: PASSWORD, signal: never },
      { dialect: { ...RCON_DIALECTS.cs2, maxInFlight: 3 } },
    );
    cleanups.push(() => rude.close());
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((line) => rude.client.command(line, SOON)));
    expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: { kind: 'closed' } });
    expect(await eager.client.command('still here', SOON)).toBe('ran still here');
  });

  test('answers a request of an unknown type, which ends a long reply', async () => {
    const server = await startServer({ onCommand: () => 'x'.repeat(4096) });
    const { client } = await open(server, 'minecraft');
    expect(await client.command('help', SOON)).toBe('x'.repeat(4096));
  });

  test('answers an empty command with nothing', async () => {
    const { client } = await open(await startServer(), 'minecraft');
    expect(await client.command('', SOON)).toBe('');
  });
});

test('Factorio sends console lines unasked; they reach the listener and no reply', async () => {
  const server = await startServer({ dialect: 'factorio', onCommand: () => 'ok' });
  const lines: string[] = [];
  const spec = sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect: 'factorio', onUnsolicited: (text) => lines.push(text) });
  const { client, close } = await spec.open({ host: '127.0.0.1', port: server.port, secret: PASSWORD, signal: never });
  cleanups.push(close);
  server.push('[JOIN] Steve joined the game\n');
  expect(await client.command('/time', SOON)).toBe('ok');
  server.push('[LEAVE] Steve left the game\n');
  await vi.waitFor(() => expect(lines).toEqual(['[JOIN] Steve joined the game\n', '[LEAVE] Steve left the game\n']), { timeout: 20_000 });
});

test('a game with ways of its own is like a known one but for what is named', async () => {
  const dialect = rconDialect('cs2', { title: 'Pond', maxCommandBytes: 20 });
  const server = await startServer({ dialect });
  const spec = sourceRcon({ port: 'rcon', secret: 'rconPassword', dialect });
  const { client, close } = await spec.open({ host: '127.0.0.1', port: server.port, secret: PASSWORD, signal: never });
  cleanups.push(close);
  expect(await client.command('status', SOON)).toBe('ran status');
  await expect(client.command('a line of more than twenty bytes', SOON)).rejects.toThrow(/Pond takes at most 20 over RCON/);
});

test('a listener that throws ends the connection, not the process', async () => {
  const server = await startServer({ dialect: 'factorio' });
  const spec = sourceRcon({
    port: 'rcon',
    secret: 'rconPassword',
    dialect: 'factorio',
    onUnsolicited: () => {
      throw new Error('listener');
    },
  });
  const connection = await spec.open({ host: '127.0.0.1', port: server.port, secret: PASSWORD, signal: never });
  server.push('line');
  expect(await connection.closed).toMatchObject({ kind: 'protocol', cause: { message: 'listener' } });
});

describe('a command line', () => {
  test.each([
    ['line feeds', 'minecraft', 'say a\nop me', /one line/],
    ['carriage returns', 'minecraft', 'say a\rop me', /one line/],
    ['NULs', 'minecraft', 'say a\0', /NUL/],
    ['nothing at all', 'factorio', '', /empty/],
    ['too many bytes', 'minecraft', 'é'.repeat(724), /1448 bytes/],
  ] as const)('with %s is refused for %s', async (_what, dialect, line, message) => {
    const seen: string[] = [];
    const server = await startServer({
      dialect,
      onCommand: (command) => {
        seen.push(command);
        return '';
      },
    });
    const { client } = await open(server, dialect);
    await expect(client.command(line, SOON)).rejects.toMatchObject({ code: 'GSE_RCON_COMMAND_INVALID', message: matching(message) });
    await client.command('after', SOON);
    expect(seen).toEqual(['after']);
  });

  test('as long as Minecraft takes is taken', async () => {
    const { client } = await open(await startServer({ onCommand: (line) => String(line.length) }), 'minecraft');
    expect(await client.command('x'.repeat(1446), { signal: never, timeoutMs: Infinity })).toBe('1446');
  });
});

describe('a reply that does not come', () => {
  test('ends the wait, and when it comes late it answers no other command', async () => {
    const gate = Promise.withResolvers<string>();
    const server = await startServer({ onCommand: (line) => (line === 'slow' ? gate.promise : `ran ${line}`) });
    const { client } = await open(server, 'minecraft');
    await expect(client.command('slow', { signal: never, timeoutMs: 30 })).rejects.toMatchObject({
      kind: 'timeout',
      code: 'GSE_RCON_TIMEOUT',
      sent: true,
    });
    const next = client.command('next', SOON);
    gate.resolve('late');
    expect(await next).toBe('ran next');
  });

  test('holds up those behind it, which are told that they were not sent', async () => {
    const server = await startServer({ faults: [{ kind: 'hang', afterCommands: 1 }] });
    const { client } = await open(server, 'minecraft');
    await client.command('first', SOON);
    const stuck = client.command('stuck', { signal: never, timeoutMs: 60 });
    const behind = client.command('behind', { signal: never, timeoutMs: 30 });
    await expect(behind).rejects.toMatchObject({ kind: 'timeout', sent: false });
    await expect(stuck).rejects.toMatchObject({ kind: 'timeout', sent: true });
    server.faults.heal();
    expect(await client.command('again', SOON)).toBe('ran again');
  });

  test('does not hold up commands of a game that takes several at once', async () => {
    const server = await startServer({ dialect: 'factorio', onCommand: (line) => line });
    const { client } = await open(server, 'factorio');
    const gone = new AbortController();
    const given = client.command('/a', { signal: gone.signal });
    gone.abort(new Error('nobody waits'));
    await expect(given).rejects.toMatchObject({ kind: 'aborted', sent: true, cause: { message: 'nobody waits' } });
    expect(await client.command('/b', SOON)).toBe('/b');
  });

  test('at all ends the connection, so that it is opened again', async () => {
    const server = await startServer({ faults: [{ kind: 'hang', afterCommands: 0 }] });
    server.faults.heal();
    const { client, closed } = await open(server, 'minecraft', {}, { lateReplyMs: 30 });
    server.faults.inject({ kind: 'hang' });
    await expect(client.command('list', { signal: never, timeoutMs: 30 })).rejects.toMatchObject({ kind: 'timeout' });
    const waiting = client.command('waiting', SOON);
    await expect(waiting).rejects.toMatchObject({ kind: 'timeout', sent: false });
    expect(await closed).toMatchObject({ kind: 'timeout' });
  });

  test('because the peer reads nothing does not pile up memory', async () => {
    const server = await startServer({ dialect: 'factorio', onCommand: () => 'ok' });
    server.faults.inject({ kind: 'hang' });
    await expect(open(server, 'factorio', {}, { openTimeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
    server.faults.heal();
    const { client } = await open(server, 'factorio');
    server.faults.inject({ kind: 'stopReading' });
    await client.command('read before the stop', { signal: never, timeoutMs: 50 }).catch(() => {});
    const long = `/c ${'x'.repeat(200_000)}`;
    const outcomes = await Promise.allSettled(Array.from({ length: 400 }, () => client.command(long, { signal: never, timeoutMs: 50 })));
    const failures = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' && outcome.reason instanceof RconError ? [outcome.reason] : [],
    );
    expect(failures).toHaveLength(400);
    // Only as many as may be under way were handed to the socket; those that found the queue full were told at once.
    expect(failures.filter((failure) => failure.sent).length).toBeLessThanOrEqual(4);
    expect(failures.some((failure) => /already wait/.test(failure.message))).toBe(true);
  });
});

describe('a command given up', () => {
  test('before it is sent never reaches the game', async () => {
    const seen: string[] = [];
    const gate = Promise.withResolvers<string>();
    const server = await startServer({
      onCommand: (line) => {
        seen.push(line);
        return line === 'slow' ? gate.promise : line;
      },
    });
    const { client } = await open(server, 'minecraft');
    const slow = client.command('slow', SOON);
    const gone = new AbortController();
    const dropped = client.command('dropped', { signal: gone.signal });
    const after = client.command('after', SOON);
    gone.abort();
    await expect(dropped).rejects.toMatchObject({ kind: 'aborted', sent: false });
    gate.resolve('done');
    expect([await slow, await after]).toEqual(['done', 'after']);
    expect(seen).toEqual(['slow', 'after']);
    await expect(client.command('x', { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'aborted', sent: false });
  });
});

describe('a connection', () => {
  test('that nobody answers is refused', async () => {
    const server = await startServer();
    await server.close();
    await expect(open(server, 'minecraft')).rejects.toMatchObject({
      kind: 'refused',
      code: 'GSE_RCON_REFUSED',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test('that is accepted and then silent times out', async () => {
    const server = await startServer({ faults: [{ kind: 'hang' }] });
    await expect(open(server, 'minecraft', {}, { openTimeoutMs: 40 })).rejects.toMatchObject({ kind: 'timeout', code: 'GSE_RCON_TIMEOUT' });
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
  });

  test('is given up at the signal', async () => {
    const server = await startServer({ faults: [{ kind: 'hang' }] });
    const gone = new AbortController();
    const opening = open(server, 'minecraft', { signal: gone.signal });
    gone.abort();
    await expect(opening).rejects.toMatchObject({ kind: 'aborted', code: 'GSE_RCON_ABORTED' });
    await expect(open(server, 'minecraft', { signal: gone.signal })).rejects.toMatchObject({ kind: 'aborted' });
  });

  test.each(['connect', 'login'] as const)('that is reset at the %s is closed', async (at) => {
    const server = await startServer({ faults: [{ kind: 'reset', at }] });
    await expect(open(server, 'minecraft')).rejects.toMatchObject({ kind: 'closed', code: 'GSE_RCON_CLOSED' });
  });

  test('that is reset by a command fails it and says why it ended', async () => {
    const server = await startServer({ faults: [{ kind: 'reset', at: 'command' }] });
    const { client, closed } = await open(server, 'minecraft');
    const [first, second] = await Promise.allSettled([client.command('a', SOON), client.command('b', SOON)]);
    expect(first).toMatchObject({ reason: { kind: 'closed', sent: true } });
    expect(second).toMatchObject({ reason: { kind: 'closed', sent: false } });
    expect(await closed).toMatchObject({ kind: 'closed' });
    await expect(client.command('c', SOON)).rejects.toMatchObject({ kind: 'closed', sent: false });
  });

  test('closed here settles without an error and ends what waits', async () => {
    const server = await startServer({ faults: [{ kind: 'hang', afterCommands: 0 }] });
    server.faults.heal();
    const { client, close, closed } = await open(server, 'minecraft');
    server.faults.inject({ kind: 'hang' });
    const [outcome] = await Promise.all([Promise.allSettled([client.command('list', SOON)]), close()]);
    expect(outcome).toMatchObject([{ reason: { kind: 'closed', sent: true } }]);
    await close();
    expect(await closed).toBeUndefined();
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
  });

  test('that the game closes says so', async () => {
    const server = await startServer();
    const { closed } = await open(server, 'minecraft');
    server.dropConnections();
    expect(await closed).toMatchObject({ kind: 'closed', message: matching(/stopping/) });
  });

  test('that ends inside a packet says so', async () => {
    const raw = await startRaw((socket) =>
      socket.once('data', () => {
        socket.end(
          Buffer.concat([encodePacket({ id: 1, type: 2, body: '' }), encodePacket({ id: 9, type: 0, body: 'cut off' }).subarray(0, 9)]),
        );
      }),
    );
    const { closed } = await open(raw, 'minecraft');
    expect(await closed).toMatchObject({ kind: 'closed', message: matching(/middle of a packet/) });
  });

  test.each([
    ['SSH-2.0-OpenSSH_9.6\r\n', /SSH server/],
    ['HTTP/1.1 400 Bad Request\r\n\r\n', /web server/],
    ['\x15\x03\x01\x00\x02\x02\x0a', /TLS server/],
  ])('to another protocol names it (%j)', async (banner, name) => {
    const server = await startServer({ faults: [{ kind: 'garbage', bytes: Buffer.from(banner, 'latin1') }] });
    for (const dialect of NAMES) await expect(open(server, dialect)).rejects.toMatchObject({ kind: 'protocol', message: matching(name) });
  });

  test.each([
    ['none', undefined],
    ['an empty one', ''],
    ['two lines', 'two\nlines'],
    ['a very long one', 'x'.repeat(1500)],
  ])('is not opened with a password no game can have: %s', async (_what, secret) => {
    const target = { host: '127.0.0.1', port: 1, signal: never, ...(secret !== undefined && { secret }) };
    await expect(openRcon(target, { dialect: RCON_DIALECTS.minecraft })).rejects.toMatchObject({ kind: 'auth' });
  });
});
