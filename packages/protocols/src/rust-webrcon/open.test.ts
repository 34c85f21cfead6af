import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ConnectionTarget, OpenConnection } from '@gse/sdk';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { matching, notContaining } from '../../test/matching.ts';
import type { RustWebRconClient } from './client.ts';
import { END_MARK } from './commands.ts';
import { rustWebRcon } from './connection.ts';
import { openWebRcon } from './open.ts';
import type { WebRconFault } from './simulator/fault.ts';
import { WebRconServer, type WebRconServerOptions } from './simulator/server.ts';

const PASSWORD = 'Abc123Def456Ghi789Jkl012';
const never = new AbortController().signal;
/** Far beyond what a working exchange takes; reaching it is a failure. */
const SOON = { signal: never, timeoutMs: 10_000 };

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(options: Partial<WebRconServerOptions> = {}): Promise<WebRconServer> {
  const { onCommand = (line: string) => `ran ${line}`, ...others } = options;
  const server = await WebRconServer.start({
    password: PASSWORD,
    onCommand: (line) => (line === END_MARK ? `${END_MARK}: "Test"` : onCommand(line)),
    ...others,
  });
  cleanups.push(() => server.close());
  return server;
}

async function open(
  { port }: { port: number },
  target: Partial<ConnectionTarget> = {},
  options: Parameters<typeof openWebRcon>[1] = {},
): Promise<OpenConnection<RustWebRconClient>> {
  const connection = await openWebRcon({ host: '127.0.0.1', port, secret: PASSWORD, signal: never, ...target }, options);
  cleanups.push(() => connection.close());
  return connection;
}

async function startRaw(onConnection: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
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

describe('commands', () => {
  test('are answered each with its own, whatever the order they end in', async () => {
    const { client } = await open(await startServer());
    const lines = Array.from({ length: 50 }, (_, index) => `say ${index} grüße 漢`);
    expect(await Promise.all(lines.map((line) => client.command(line, SOON)))).toEqual(lines.map((line) => `ran ${line}`));
  });

  test('that print nothing are answered with nothing, without waiting for a deadline', async () => {
    const { client } = await open(await startServer({ onCommand: () => undefined }));
    expect(await client.command('say hello', { signal: never, timeoutMs: Infinity })).toBe('');
  });

  test('get their whole answer where it comes in several frames', async () => {
    const line = '{"Message":"Saving complete","Identifier":1,"Type":"Generic","Stacktrace":""}';
    const server = await startServer({ onCommand: () => 'Saved 10,077 ents', faults: [{ kind: 'frames', frames: [line] }] });
    const { client } = await open(server);
    expect(await client.command('server.save', SOON)).toMatch(/^Saving complete\nSaved 10,077 ents/);
  });

  test('that are answered, but by a server that does not know the end mark, have their answer at the deadline', async () => {
    const server = await WebRconServer.start({ password: PASSWORD, onCommand: (line) => (line === END_MARK ? undefined : 'answer') });
    cleanups.push(() => server.close());
    const { client } = await open(server);
    expect(await client.command('status', { signal: never, timeoutMs: 5_000 })).toBe('answer');
  });

  test.each(['bytes', 'random', 'merged'] as const)('are understood when the answer comes as %s', async (cut) => {
    const text = JSON.stringify([{ DisplayName: 'Ä😀"\\' }]).repeat(200);
    const { client } = await open(await startServer({ onCommand: () => text, faults: [{ kind: 'segments', cut }] }));
    expect(await client.command('playerlist', SOON)).toBe(text);
    expect(await client.command('playerlist', SOON)).toBe(text);
  });

  test.each<WebRconFault>([
    { kind: 'duplicateReplies' },
    { kind: 'foreignIds' },
    {
      kind: 'frames',
      frames: ['', 'no json', '[]', '7', '{"Identifier":"x"}', '{"Identifier":0,"Message":null}', Uint8Array.of(1, 2, 3)],
    },
  ])('are not confused by $kind', async (fault) => {
    const { client } = await open(await startServer({ faults: [fault] }));
    for (let index = 0; index < 5; index++) {
      const answer = await client.command(`say ${index}`, SOON);
      expect([...new Set(answer.split('\n'))]).toEqual([`ran say ${index}`]);
    }
  });

  test('are not sent when they are no line', async () => {
    const seen: string[] = [];
    const { client } = await open(await startServer({ onCommand: (line) => void seen.push(line) }));
    for (const line of ['say a\nquit', 'say a\rquit', 'say a\0', '', '   ', 'x'.repeat(20_000)])
      await expect(client.command(line, SOON)).rejects.toMatchObject({ code: 'GSE_RCON_COMMAND_INVALID' });
    await client.command('after', SOON);
    expect(seen).toEqual(['after']);
  });

  test('are given up at the deadline or by the caller, and a late answer belongs to nobody', async () => {
    const gate = Promise.withResolvers<string>();
    const server = await startServer({ onCommand: (line) => (line === 'slow' ? gate.promise : `ran ${line}`) });
    const { client } = await open(server);
    await expect(client.command('slow', { signal: never, timeoutMs: 50 })).rejects.toMatchObject({
      kind: 'timeout',
      code: 'GSE_WEBRCON_TIMEOUT',
      sent: true,
    });
    const controller = new AbortController();
    const second = client.command('second', { signal: controller.signal });
    controller.abort();
    await expect(second).rejects.toMatchObject({ kind: 'aborted', sent: true });
    await expect(client.command('third', { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'aborted', sent: false });
    gate.resolve('late');
    expect(await client.command('next', SOON)).toBe('ran next');
  });

  test('beyond what the game keeps up with are refused at once', async () => {
    const server = await startServer({ faults: [{ kind: 'hang' }] });
    const { client } = await open(server);
    const many = Array.from({ length: 200 }, (_, index) => client.command(`say ${index}`, SOON).catch((error: unknown) => error));
    await expect(many.at(-1)).resolves.toMatchObject({ kind: 'timeout', sent: false });
    server.faults.heal();
    await expect(many[0]).resolves.toBe('ran say 0');
  });

  test('under way end with the connection, and so does every later one', async () => {
    const server = await startServer({ faults: [{ kind: 'reset' }] });
    const { client, closed } = await open(server);
    await expect(client.command('quit', SOON)).rejects.toMatchObject({ kind: 'closed', sent: true });
    expect(await closed).toMatchObject({ kind: 'closed' });
    await expect(client.command('quit', SOON)).rejects.toMatchObject({ kind: 'closed', sent: false });
  });
});

test('an answer right before the game hangs up is an answer', async () => {
  const server: WebRconServer = await WebRconServer.start({
    password: PASSWORD,
    onCommand: (line) => {
      if (line === END_MARK) server.dropConnections();
      return line === END_MARK ? undefined : 'Bye.';
    },
  });
  cleanups.push(() => server.close());
  const { client } = await open(server);
  expect(await client.command('quit', SOON)).toBe('Bye.');
});

describe('what nobody asked for', () => {
  test('comes as a stream of batches, in order', async () => {
    const server = await startServer();
    const { client } = await open(server);
    server.push({ identifier: 0, text: 'Saving complete', type: 'Generic' });
    server.push({ identifier: -1, text: '{"Channel":2}', type: 'Chat' });
    await client.command('status', SOON);
    expect(await client.messages({ signal: never })).toEqual({
      messages: [
        { identifier: 0, text: 'Saving complete', type: 'Generic' },
        { identifier: -1, text: '{"Channel":2}', type: 'Chat' },
      ],
      dropped: 0,
    });
    const next = client.messages({ signal: never });
    server.push({ identifier: 0, text: 'later', type: 'Warning' });
    expect((await next).messages.map(({ text }) => text)).toEqual(['later']);
  });

  test('is kept in bounds in a flood, which hinders no command', async () => {
    const server = await startServer();
    const { client } = await open(server);
    for (let count = 0; count < 5_000; count++) server.push({ identifier: 0, text: `line ${count}`, type: 'Generic' });
    expect(await client.command('status', SOON)).toBe('ran status');
    const { messages, dropped } = await client.messages({ signal: never });
    expect(messages).toHaveLength(1_000);
    expect(messages.at(-1)?.text).toBe('line 4999');
    expect(dropped).toBe(4_000);
  });

  test('ends with the signal or the connection', async () => {
    const server = await startServer();
    const { client } = await open(server);
    await expect(client.messages({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ kind: 'aborted' });
    const waiting = client.messages({ signal: never });
    server.dropConnections();
    await expect(waiting).rejects.toMatchObject({ kind: 'closed' });
  });
});

describe('opening', () => {
  test('is rejected with a wrong password in the way the game does it, and tells no password', async () => {
    const server = await startServer();
    const failure = await open(server, { secret: 'hunter2hunter2' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ kind: 'auth', code: 'GSE_WEBRCON_AUTH_FAILED', message: notContaining('hunter2') });
    expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain('hunter2');
    expect(String((failure as Error).cause)).not.toContain('hunter2');
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
    server.faults.inject({ kind: 'wrongPassword' });
    await expect(open(server)).rejects.toMatchObject({ kind: 'auth' });
  });

  test('carries a password of any characters', async () => {
    const secret = 'a/b?c#d%e@f&g+h=ü😀';
    const server = await startServer({ password: secret });
    const { client } = await open(server, { secret });
    expect(await client.command('status', SOON)).toBe('ran status');
  });

  test.each([undefined, '', 'with blank ', 'line\nbreak', 'x'.repeat(300), '\ud800'])(
    'is not tried with the password %j',
    async (secret) => {
      const server = await startServer();
      const target = { host: '127.0.0.1', port: server.port, signal: never, ...(secret !== undefined && { secret }) };
      await expect(openWebRcon(target)).rejects.toMatchObject({ kind: 'auth' });
      expect(server.connectionCount).toBe(0);
    },
  );

  test('is refused where nothing listens', async () => {
    const { port } = await startRaw(() => {});
    for (const cleanup of cleanups.splice(0)) await cleanup();
    await expect(open({ port })).rejects.toMatchObject({ kind: 'refused', code: 'GSE_WEBRCON_REFUSED' });
  });

  test('is given up when the handshake does not end, as while a map is made, or when the caller says so', async () => {
    const server = await startServer({ faults: [{ kind: 'neverUpgrades' }] });
    await expect(open(server, {}, { openTimeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
    await expect(open(server, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ kind: 'aborted' });
    await expect(open(server, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'aborted' });
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
  });

  test.each([
    ['a web server', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi', 'protocol', /web server that answers 200/],
    ['a proxy that wants to be asked', 'HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n', 'auth', /rejected/],
    ['an SSH server', 'SSH-2.0-OpenSSH_9.6\r\n', 'protocol', /SSH/],
    ['a TLS server', '\u0015\u0003\u0003\u0000\u0002\u0002F', 'protocol', /TLS/],
    ['something else', '\u0001\u0002\u0003', 'protocol', /does not speak WebRCON/],
  ])('finds out that the peer is %s', async (_, greeting, kind, message) => {
    const raw = await startRaw((socket) => socket.once('data', () => socket.end(Buffer.from(greeting, 'latin1'))));
    await expect(open(raw)).rejects.toMatchObject({ kind, message: matching(message) });
  });

  test.each(['at once', 'after the question'])('says so when the peer hangs up %s', async (when) => {
    const raw = await startRaw((socket) => (when === 'at once' ? socket.destroy() : socket.once('data', () => socket.resetAndDestroy())));
    await expect(open(raw)).rejects.toMatchObject({ kind: 'closed' });
  });

  test('is what the declared connection does', async () => {
    const server = await startServer();
    const spec = rustWebRcon({ port: 'rcon', secret: 'rconPassword' });
    expect(spec).toMatchObject({ protocol: 'Rust WebRCON', port: 'rcon', secret: 'rconPassword' });
    const { client, close, closed } = await spec.open({ host: '127.0.0.1', port: server.port, secret: PASSWORD, signal: never });
    expect(await client.command('status', SOON)).toBe('ran status');
    await close();
    expect(await closed).toBeUndefined();
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
  });
});

test('a frame that is too large ends the connection', async () => {
  const server = await startServer({ onCommand: () => 'x'.repeat(17 * 1024 * 1024) });
  const { client, closed } = await open(server);
  await expect(client.command('playerlist', SOON)).rejects.toMatchObject({ kind: 'protocol', sent: true });
  expect(await closed).toMatchObject({ code: 'GSE_WEBRCON_PROTOCOL' });
});
