import { createSocket } from 'node:dgram';
import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { matching, notContaining } from '../../test/matching.ts';
import { hex } from '../../test/hex.ts';
import type { OobClient } from './client.ts';
import { quake3Oob } from './connection.ts';
import { OobServer, type OobServerOptions } from './simulator/server.ts';

const never = new AbortController().signal;
const SOON = { signal: never, timeoutMs: 10_000 };
const SHORT = { signal: never, timeoutMs: 150 };
const PASSWORD = 'correct-horse';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(options: Partial<OobServerOptions> = {}): Promise<OobServer> {
  const server = await OobServer.start({
    password: PASSWORD,
    onInfo: () => ({ sv_maxclients: 48, clients: 3, gamename: 'CitizenFX', protocol: 4, hostname: 'My ^2City', gametype: '', mapname: '' }),
    onCommand: (line) => `ran ${line}\n`,
    ...options,
  });
  cleanups.push(() => server.close());
  return server;
}

async function clientOf({ port }: { port: number }, secret: string | undefined = PASSWORD): Promise<OobClient> {
  const spec = quake3Oob({ port: 'game', secret: 'rconPassword' });
  const connection = await spec.open({ host: '127.0.0.1', port, signal: never, ...(secret !== undefined && { secret }) });
  cleanups.push(() => connection.close());
  return connection.client;
}

describe('a question', () => {
  test('is answered', async () => {
    const client = await clientOf(await startServer());
    expect(await client.info(SOON)).toMatchObject({ hostname: 'My City', clients: 3, maxClients: 48, gamename: 'CitizenFX' });
  });

  test('is asked again when its answer is lost', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'loss', every: 2 }] }));
    expect(await client.info(SOON)).toMatchObject({ clients: 3 });
  });

  test('is not answered by strangers, by answers to others or twice', async () => {
    const server = await startServer({ faults: [{ kind: 'strangers' }, { kind: 'duplicates' }] });
    const client = await clientOf(server);
    expect(await client.info(SOON)).toMatchObject({ hostname: 'My City' });
    expect(await client.command('list', SOON)).toBe('ran list\n');
    expect(await client.command('again', SOON)).toBe('ran again\n');
  });

  test('about players is answered where the server tells them', async () => {
    const quiet = await clientOf(await startServer());
    await expect(quiet.status(SHORT)).rejects.toMatchObject({ kind: 'timeout', code: 'GSE_OOB_TIMEOUT' });
    const open = await clientOf(await startServer({ onStatus: () => [{ name: 'Bob', score: 0, ping: 43 }] }));
    expect(await open.status(SOON)).toMatchObject({ clients: 3, hostname: 'My City', players: [{ name: 'Bob', ping: 43 }] });
  });

  test('survives an answer that was cut anywhere', async () => {
    const server = await startServer();
    const client = await clientOf(server);
    for (let bytes = 20; bytes < 120; bytes += 7) {
      server.faults.inject({ kind: 'cut', bytes });
      await client.info(SHORT).catch((error: unknown) => expect(error).toMatchObject({ kind: 'timeout' }));
    }
  });
});

describe('a command', () => {
  test('is answered with what it printed, be it nothing or 60 kilobytes', async () => {
    const client = await clientOf(await startServer({ onCommand: (line) => (line === 'quiet' ? '' : 'ä'.repeat(30_000)) }));
    expect(await client.command('quiet', SOON)).toBe('');
    expect(await client.command('loud', SOON)).toBe('ä'.repeat(30_000));
  });

  test('is sent once only, and in turn', async () => {
    const ran: string[] = [];
    const server = await startServer({
      onCommand: async (line) => {
        ran.push(line);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return line;
      },
    });
    const client = await clientOf(server);
    expect(await Promise.all(['a', 'b', 'c'].map((line) => client.command(line, SOON)))).toEqual(['a', 'b', 'c']);
    server.faults.inject({ kind: 'loss', every: 1 });
    await expect(client.command('lost', { signal: never, timeoutMs: 1_500 })).rejects.toMatchObject({ kind: 'timeout' });
    expect(ran).toEqual(['a', 'b', 'c', 'lost']);
  });

  test('behind one that is not answered gets its turn', async () => {
    const server = await startServer({ onCommand: (line) => (line === 'hang' ? new Promise(() => {}) : line) });
    const client = await clientOf(server);
    const first = client.command('hang', SHORT);
    const second = client.command('next', SOON);
    await expect(first).rejects.toMatchObject({ kind: 'timeout' });
    expect(await second).toBe('next');
  });

  test.each([
    ['rejects the password', { faults: [{ kind: 'wrongPassword' }] } as const, PASSWORD, /rejected the password/],
    ['has none', { password: '' }, PASSWORD, /switched off/],
    ['is shown none', {}, '', /No password is known/],
    ['is shown one with a blank in it', {}, 'two words', /cannot be sent/],
  ])('fails with auth where the game %s', async (_what, options, secret, words) => {
    const client = await clientOf(await startServer(options), secret);
    await expect(client.command('list', SOON)).rejects.toMatchObject({
      kind: 'auth',
      code: 'GSE_OOB_AUTH_FAILED',
      message: matching(words),
    });
  });

  test.each(['a\nb', 'a\rb', 'a\0b', '', '  ', 'x'.repeat(1201)])('that cannot be sent is not sent (%#)', async (line) => {
    const client = await clientOf(await startServer());
    await expect(client.command(line, SOON)).rejects.toMatchObject({ code: 'GSE_RCON_COMMAND_INVALID' });
  });

  test('that talks of an invalid password is no rejection', async () => {
    const client = await clientOf(await startServer({ onCommand: () => 'chat: Invalid password. Or is it?\n' }));
    expect(await client.command('say', SOON)).toContain('Invalid password.');
  });
});

describe('what goes wrong is told', () => {
  test('when nobody listens', async () => {
    const server = await startServer();
    const { port } = server;
    await server.close();
    await expect((await clientOf({ port })).info(SOON)).rejects.toMatchObject({ kind: 'refused', code: 'GSE_OOB_REFUSED' });
  });

  test('when the server is silent', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'silence' }] }));
    await expect(client.info(SHORT)).rejects.toMatchObject({ kind: 'timeout' });
    await expect(client.command('list', SHORT)).rejects.toMatchObject({ kind: 'timeout' });
  });

  test.each(['', '00', 'ff ff ff ff', 'ff ff ff ff 65 72 72 6f 72 20 78', '48 54 54 50 2f 31 2e 31'])(
    'when something else answers (%j)',
    async (bytes) => {
      const client = await clientOf(await startServer({ faults: [{ kind: 'garbage', bytes: hex(bytes) }] }));
      await expect(client.info(SHORT)).rejects.toMatchObject({ kind: 'timeout' });
    },
  );

  test('when a flood of something else answers', async () => {
    const flood = createSocket('udp4');
    cleanups.push(() => new Promise<void>((resolve) => flood.close(() => resolve())));
    flood.on('message', (_, from) => {
      for (let count = 0; count < 100; count++) flood.send('noise', from.port, from.address);
    });
    await new Promise<void>((resolve) => flood.bind(0, '127.0.0.1', resolve));
    await expect((await clientOf(flood.address())).info(SOON)).rejects.toMatchObject({ kind: 'protocol' });
  });

  test('when it is given up, before, in the queue and under way', async () => {
    const client = await clientOf(await startServer({ onCommand: () => new Promise(() => {}) }));
    await expect(client.info({ signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'aborted' });
    const controller = new AbortController();
    const both = [client.command('a', { signal: controller.signal }), client.command('b', { signal: controller.signal })];
    setTimeout(() => controller.abort(), 30);
    for (const result of await Promise.allSettled(both)) expect(result).toMatchObject({ status: 'rejected', reason: { kind: 'aborted' } });
  });

  test('when the client is closed', async () => {
    const spec = quake3Oob({ port: 'game', secret: 'rconPassword' });
    const server = await startServer({ faults: [{ kind: 'silence' }] });
    const connection = await spec.open({ host: '127.0.0.1', port: server.port, secret: PASSWORD, signal: never });
    const asked = connection.client.info({ signal: never, timeoutMs: 60_000 });
    await connection.close();
    await expect(asked).rejects.toMatchObject({ kind: 'closed' });
    expect(await connection.closed).toBeUndefined();
    await expect(connection.client.info(SOON)).rejects.toMatchObject({ kind: 'closed' });
  });

  test('without the password', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'wrongPassword' }] }));
    const error = await client.command('list', SOON).catch((caught: unknown) => caught);
    expect(inspect(error, { depth: 10 })).toEqual(notContaining(PASSWORD));
  });
});
