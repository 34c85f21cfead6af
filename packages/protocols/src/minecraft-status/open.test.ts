import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { GameDig } from 'gamedig';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { matching } from '../../test/matching.ts';
import { hex } from '../../test/hex.ts';
import type { MinecraftStatusClient } from './client.ts';
import { minecraftStatus } from './connection.ts';
import type { MinecraftStatusDocument } from './simulator/document.ts';
import { MinecraftStatusServer, type MinecraftStatusServerOptions } from './simulator/server.ts';
import { encodeHandshake, encodePacket, varString } from './wire.ts';

const never = new AbortController().signal;
const SOON = { signal: never, timeoutMs: 10_000 };
const DOCUMENT: MinecraftStatusDocument = {
  version: { name: 'Paper 26.2', protocol: 776 },
  players: {
    max: 20,
    online: 2,
    sample: [
      { name: 'Steve', id: '8667ba71-b85a-4004-af54-457a9734eed7' },
      { name: 'Alex', id: 'ec561538-f3fd-461d-aff5-086b22154bce' },
    ],
  },
  description: { text: 'My ', extra: [{ text: 'World', bold: true }] },
};

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(options: Partial<MinecraftStatusServerOptions> = {}): Promise<MinecraftStatusServer> {
  const server = await MinecraftStatusServer.start({ onStatus: () => DOCUMENT, ...options });
  cleanups.push(() => server.close());
  return server;
}

async function clientOf(server: { port: number }): Promise<MinecraftStatusClient> {
  const connection = await minecraftStatus({ port: 'game' }).open({ host: '127.0.0.1', port: server.port, signal: never });
  cleanups.push(() => connection.close());
  return connection.client;
}

describe('a status request', () => {
  test('is answered', async () => {
    const server = await startServer();
    const client = await clientOf(server);
    const status = await client.status(SOON);
    expect(status).toEqual({
      versionName: 'Paper 26.2',
      protocol: 776,
      players: DOCUMENT.players,
      description: 'My World',
      descriptionRaw: DOCUMENT.description,
      latencyMs: status.latencyMs,
      legacy: false,
    });
    expect(status.latencyMs).toBeGreaterThan(0);
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
  });

  test('opens its own connection each time, so any number may run at once', async () => {
    const client = await clientOf(await startServer());
    const all = await Promise.all(Array.from({ length: 20 }, () => client.status(SOON)));
    expect(all.map((status) => status.players?.online)).toEqual(Array.from({ length: 20 }, () => 2));
  });

  test.each(['bytes', 'random', 'merged'] as const)('is answered when the answer comes as %s', async (cut) => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'segments', cut }] }));
    expect(await client.status(SOON)).toMatchObject({ versionName: 'Paper 26.2' });
  });

  test.each(['silent', 'hangUp', 'wrongToken'] as const)('does without a pong (%s)', async (how) => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'pong', how }] }));
    expect((await client.status(SOON)).latencyMs).toBeGreaterThan(0);
  });

  test('reads the answer of servers older than 1.7', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'legacy' }] }));
    expect(await client.status(SOON)).toMatchObject({
      legacy: true,
      versionName: 'Paper 26.2',
      protocol: 127,
      players: { online: 2, max: 20 },
      description: 'My World',
    });
  });

  test('passes over what mods append', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'trailingData', bytes: varString('{"releaseType":"unknown"}') }] }));
    expect(await client.status(SOON)).toMatchObject({ versionName: 'Paper 26.2' });
  });

  test('reads icons of any size', async () => {
    const favicon = `data:image/png;base64,${'A'.repeat(100_000)}`;
    const client = await clientOf(await startServer({ onStatus: () => ({ ...DOCUMENT, favicon }) }));
    expect(await client.status(SOON)).not.toHaveProperty('favicon');
  });
});

describe('a status request fails with kind', () => {
  test('refused where nobody listens', async () => {
    const server = await startServer();
    await server.close();
    await expect((await clientOf(server)).status(SOON)).rejects.toMatchObject({
      kind: 'refused',
      code: 'GSE_MINECRAFT_STATUS_REFUSED',
      cause: { code: 'ECONNREFUSED' },
    });
  });

  test('timeout where nobody answers', async () => {
    const server = await startServer({ faults: [{ kind: 'hang' }] });
    await expect((await clientOf(server)).status({ signal: never, timeoutMs: 40 })).rejects.toMatchObject({
      kind: 'timeout',
      code: 'GSE_MINECRAFT_STATUS_TIMEOUT',
    });
    await vi.waitFor(() => expect(server.connectionCount).toBe(0), { timeout: 20_000 });
  });

  test('aborted at the signal', async () => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'hang' }] }));
    const gone = new AbortController();
    const request = client.status({ signal: gone.signal });
    gone.abort(new Error('nobody waits'));
    await expect(request).rejects.toMatchObject({ kind: 'aborted', cause: { message: 'nobody waits' } });
    await expect(client.status({ signal: gone.signal })).rejects.toMatchObject({ kind: 'aborted' });
  });

  test('closed when this side closes', async () => {
    const server = await startServer({ faults: [{ kind: 'hang' }] });
    const { client, close, closed } = await minecraftStatus({ port: 'game' }).open({ host: '127.0.0.1', port: server.port, signal: never });
    const [outcome] = await Promise.all([Promise.allSettled([client.status(SOON)]), close()]);
    expect(outcome).toMatchObject([{ reason: { kind: 'closed' } }]);
    expect(await closed).toBeUndefined();
    await expect(client.status(SOON)).rejects.toMatchObject({ kind: 'closed' });
  });

  test('closed when the game hangs up, naming the setting that makes it', async () => {
    for (const server of [await startServer({ faults: [{ kind: 'hangUp' }] }), await startServer({ onStatus: () => undefined })]) {
      await expect((await clientOf(server)).status(SOON)).rejects.toMatchObject({ kind: 'closed', message: matching(/enable-status/) });
    }
    await expect((await clientOf(await startServer({ faults: [{ kind: 'reset' }] }))).status(SOON)).rejects.toMatchObject({
      kind: 'closed',
    });
  });

  test.each([
    ['HTTP/1.1 400 Bad Request\r\n\r\n', /web server/],
    ['\x15\x03\x01\x00\x02\x02\x50', /TLS/],
    ['\xff\xff\xff\xff\xff\xff', /not a Minecraft packet/],
  ])('protocol where something else speaks (%j)', async (bytes, message) => {
    const client = await clientOf(await startServer({ faults: [{ kind: 'garbage', bytes: Buffer.from(bytes, 'latin1') }] }));
    await expect(client.status(SOON)).rejects.toMatchObject({ kind: 'protocol', message: matching(message) });
  });

  test('protocol when the answer is none', async () => {
    for (const fault of [
      { kind: 'wrongPacketId', id: 5 },
      { kind: 'rawJson', text: '{' },
    ] as const) {
      await expect((await clientOf(await startServer({ faults: [fault] }))).status(SOON)).rejects.toMatchObject({ kind: 'protocol' });
    }
  });
});

/** Sends bytes and returns everything that comes back until the server hangs up. */
async function exchange(port: number, bytes: Uint8Array): Promise<Buffer> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('the simulated server', () => {
  test('refuses a login with a text', async () => {
    const server = await startServer({ onLogin: (player) => `Not now, ${player}` });
    const login = Buffer.concat([
      encodeHandshake({ protocol: 776, host: 'localhost', port: 25_565, next: 2 }),
      encodePacket(0, varString('Steve'), Buffer.alloc(16)),
    ]);
    expect(await exchange(server.port, login)).toEqual(encodePacket(0, varString('{"text":"Not now, Steve"}')));
  });

  test.each([
    ['1.4', 'fe 01', '§1\x00127\x00Paper 26.2\x00My World\x002\x0020'],
    [
      '1.6',
      'fe 01 fa 00 0b 00 4d 00 43 00 7c 00 50 00 69 00 6e 00 67 00 48 00 6f 00 73 00 74 00 19 4a 00 09 00 6c 00 6f 00 63 00 61 00 6c 00 68 00 6f 00 73 00 74 00 00 63 dd',
      '§1\x00127\x00Paper 26.2\x00My World\x002\x0020',
    ],
    ['beta 1.8', 'fe', 'My World§2§20'],
  ])('answers clients of %s', async (_version, request, expected) => {
    const answer = await exchange((await startServer()).port, hex(request));
    expect(answer[0]).toBe(0xff);
    expect(answer.readUInt16BE(1)).toBe(expected.length);
    expect(answer.subarray(3).swap16().toString('utf16le')).toBe(expected);
  });

  test('survives clients that send nonsense', async () => {
    const server = await startServer();
    for (const bytes of ['00', 'ff ff ff ff ff ff', '01 07', '03 00 01 09', '10 00']) {
      const socket = connect({ host: '127.0.0.1', port: server.port });
      socket.on('error', () => {});
      socket.end(hex(bytes));
    }
    expect(await (await clientOf(server)).status(SOON)).toMatchObject({ protocol: 776 });
  });
});

describe('an independent client', () => {
  // Its type also asks two other protocols over UDP, which nobody answers, and waits for them.
  const query = (port: number) =>
    GameDig.query({ type: 'minecraft', host: '127.0.0.1', port, givenPortOnly: true, socketTimeout: 10_000, attemptTimeout: 30_000 });
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim();

  test('reads name, version and players from the simulated server', { timeout: 20_000 }, async () => {
    const { port } = await startServer();
    expect(await query(port)).toMatchObject({
      name: 'My World',
      version: 'Paper 26.2',
      numplayers: 2,
      maxplayers: 20,
      players: [{ name: 'Steve' }, { name: 'Alex' }],
    });
  });

  test('agrees with ours on what real servers send', { timeout: 20_000 }, async () => {
    await Promise.all(
      ['vanilla-26.2', 'hidden-sample', 'forge-1.12.2', 'forge-1.20.1', 'velocity', 'network-long-motd'].map(async (fixture) => {
        const document = JSON.parse(readFileSync(new URL(`fixtures/${fixture}.json`, import.meta.url), 'utf8')) as MinecraftStatusDocument;
        const server = await startServer({ onStatus: () => document });
        const ours = await (await clientOf(server)).status(SOON);
        const theirs = await query(server.port);
        expect({ fixture, name: oneLine(theirs.name), version: theirs.version, online: theirs.numplayers, max: theirs.maxplayers }).toEqual(
          { fixture, name: oneLine(ours.description), version: ours.versionName, online: ours.players?.online, max: ours.players?.max },
        );
      }),
    );
  });
});
