import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { createAgentClient, type AgentClient } from './index.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A client of something that behaves as told. */
async function against(listener: RequestListener): Promise<{ client: AgentClient; server: Server }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, client: createAgentClient({ baseUrl: `http://127.0.0.1:${port}`, token: () => 'token' }) };
}

test('the token is shown in the header and nowhere else', async () => {
  let seen = '';
  const { client } = await against((request, response) => {
    seen = `${request.url} ${request.headers.authorization}`;
    response.end('{"output":"hi"}');
  });
  expect(await client.command('list')).toBe('hi');
  expect(seen).toBe('/v1/command Bearer token');
  expect(await client.alive()).toBe(true);
  expect(seen).toBe('/v1/healthz undefined');
});

test('nobody at the address is unreachable', async () => {
  const { client, server } = await against(() => undefined);
  server.close();
  await expect(client.report()).rejects.toMatchObject({
    kind: 'unreachable',
    code: 'GSE_AGENT_UNREACHABLE',
    message: expect.stringContaining('ECONNREFUSED'),
  });
  expect(await client.alive()).toBe(false);
  await expect(client.openConsole()).rejects.toMatchObject({ kind: 'unreachable' });
});

test('silence is a timeout', async () => {
  const { client } = await against(() => undefined);
  await expect(client.command('list', { timeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
});

test('an answer that never ends is a timeout, too', async () => {
  const { client } = await against((_, response) => {
    response.write('{');
  });
  await expect(client.command('list', { timeoutMs: 100 })).rejects.toMatchObject({ kind: 'timeout' });
});

test('who gives up hears that', async () => {
  const { client } = await against(() => undefined);
  const giveUp = new AbortController();
  const command = client.command('list', { signal: giveUp.signal });
  giveUp.abort();
  await expect(command).rejects.toMatchObject({ kind: 'aborted' });
});

test('a rejected token, a refusal and nonsense are told apart', async () => {
  const answers = [
    [401, ''],
    [422, '{"error":{"code":"GameRefused","message":"no"}}'],
    [500, 'oops'],
    [200, 'not json'],
    [200, '{"output":1}'],
  ] as const;
  let next = 0;
  const { client } = await against((_, response) => {
    const [status, body] = answers[next++]!;
    response.writeHead(status).end(body);
  });
  await expect(client.command('x')).rejects.toMatchObject({ kind: 'unauthorized' });
  await expect(client.command('x')).rejects.toMatchObject({ kind: 'refused', message: 'no', reason: { code: 'GameRefused', status: 422 } });
  for (let count = 0; count < 3; count++) await expect(client.command('x')).rejects.toMatchObject({ kind: 'protocol' });
});

test('a flood is cut off', async () => {
  const { client } = await against((_, response) => {
    const pour = (): void => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    };
    response.on('drain', pour);
    pour();
  });
  await expect(client.metrics()).rejects.toMatchObject({ kind: 'protocol', message: expect.stringContaining('more than') });
});

test('a redirect is not followed with the token', async () => {
  const { client } = await against((_, response) => {
    response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
  });
  await expect(client.command('x')).rejects.toMatchObject({ kind: 'unreachable' });
});

test('a console that sends nonsense ends with that error, and commands with it', async () => {
  const { client, server } = await against((_, response) => {
    response.end();
  });
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    socket.on('message', () => socket.send('{"type":"surprise"}'));
  });
  const view = await client.openConsole();
  await expect(view.command('list')).rejects.toMatchObject({ kind: 'protocol' });
  expect(await view.closed).toMatchObject({ kind: 'protocol' });
  await expect(view.command('list')).rejects.toMatchObject({ kind: 'protocol' });
});

test('a console command without an answer is a timeout, and the console goes on', async () => {
  const { client, server } = await against((_, response) => {
    response.end();
  });
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { id, line } = JSON.parse(String(data)) as { id: string; line: string };
      if (line !== 'mute') socket.send(JSON.stringify({ type: 'result', id, output: line }));
    });
  });
  const view = await client.openConsole();
  await expect(view.command('mute', { timeoutMs: 50 })).rejects.toMatchObject({ kind: 'timeout' });
  expect(await view.command('echo')).toBe('echo');
  view.close();
  expect(await view.closed).toBeUndefined();
});
