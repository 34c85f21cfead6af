import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { WebRconServer } from './server.ts';

const servers: WebRconServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.close())));

async function startServer(): Promise<WebRconServer> {
  const server = await WebRconServer.start({
    password: 'secret',
    onCommand: (line) => (line.startsWith('say ') ? undefined : `ran ${line}`),
  });
  servers.push(server);
  return server;
}

/** Node's own WebSocket client, which shares no code with our server: what the game's own web console uses in a browser. */
function browser(port: number, path: string): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/${path}`);
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socket), { once: true });
    socket.addEventListener('error', () => reject(new Error('not opened')), { once: true });
  });
}

function next(socket: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(JSON.parse(String(data))), { once: true });
  });
}

describe('an independent WebSocket client', () => {
  test('gets answers by number, none to what prints nothing, and what is told to everybody', async () => {
    const server = await startServer();
    const socket = await browser(server.port, 'secret');
    const first = next(socket);
    socket.send(JSON.stringify({ Identifier: 41, Message: 'say hi', Name: 'WebRcon' }));
    socket.send(JSON.stringify({ Identifier: 42, Message: 'serverinfo', Name: 'WebRcon' }));
    expect(await first).toEqual({ Message: 'ran serverinfo', Identifier: 42, Type: 'Generic', Stacktrace: '' });
    const told = next(socket);
    server.push({ identifier: 0, text: 'Saving complete', type: 'Generic' });
    expect(await told).toMatchObject({ Identifier: 0, Message: 'Saving complete' });
    socket.close();
  });

  test('does not get in with a wrong password', async () => {
    const { port } = await startServer();
    await expect(browser(port, 'wrong')).rejects.toThrow('not opened');
    await expect(browser(port, '%E0%A4%A')).rejects.toThrow('not opened');
  });
});

test('a wrong password is told by a raw close frame in place of an HTTP answer', async () => {
  const { port } = await startServer();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'GET /wrong HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString('hex')).toBe('880203e8');
});

test('says so when its port is taken', async () => {
  const { port } = await startServer();
  await expect(WebRconServer.start({ password: 'secret', port, onCommand: () => '' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
