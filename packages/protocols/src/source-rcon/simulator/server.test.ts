import { Rcon } from 'rcon-client';
import { afterEach, describe, expect, test } from 'vitest';
import { matching } from '../../../test/matching.ts';
import type { RconDialectName } from '../dialect.ts';
import { RconServer, type RconServerOptions } from './server.ts';

const servers: RconServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function startServer(options: Partial<RconServerOptions> = {}): Promise<RconServer> {
  const server = await RconServer.start({ dialect: 'minecraft', password: 'secret', onCommand: (line) => `ran ${line}`, ...options });
  servers.push(server);
  return server;
}

/**
 * An independent client judges the simulator where it works: it gives only the first packet of a reply, takes the empty
 * packet that Source sends first for a login, and so cannot be asked about either.
 */
describe.each<RconDialectName>(['minecraft', 'factorio', 'cs2'])('an independent client on the %s console', (dialect) => {
  test('logs in and gets its replies', async () => {
    const { port } = await startServer({ dialect });
    const client = await Rcon.connect({ host: '127.0.0.1', port, password: 'secret', timeout: 10_000 });
    expect(await client.send('list')).toBe('ran list');
    expect(await client.send('say grüße 漢')).toBe('ran say grüße 漢');
    await client.end();
  });

  test('is told that its password is wrong', async () => {
    const { port } = await startServer({ dialect });
    await expect(Rcon.connect({ host: '127.0.0.1', port, password: 'wrong', timeout: 10_000 })).rejects.toMatchObject({
      message: matching(/authentication failed/i),
    });
  });
});

describe('the console', () => {
  test('tells a command that throws as Minecraft does', async () => {
    const { port } = await startServer({
      onCommand: () => {
        throw new Error('no such world');
      },
    });
    const client = await Rcon.connect({ host: '127.0.0.1', port, password: 'secret', timeout: 10_000 });
    expect(await client.send('boom')).toBe('Error executing: boom (no such world)');
    await client.end();
  });

  test('says so when its port is taken', async () => {
    const { port } = await startServer();
    await expect(startServer({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('drops connections beyond its limit', async () => {
    const { port } = await startServer({ maxConnections: 1 });
    const client = await Rcon.connect({ host: '127.0.0.1', port, password: 'secret', timeout: 10_000 });
    await expect(Rcon.connect({ host: '127.0.0.1', port, password: 'secret', timeout: 10_000 })).rejects.toThrow();
    expect(await client.send('list')).toBe('ran list');
    await client.end();
  });
});
