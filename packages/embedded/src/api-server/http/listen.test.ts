import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { configMap } from '../contract/samples.ts';
import { createApiServer } from '../index.ts';
import { eventually, startServer, token } from '../testing/server.ts';
import { maxBodyBytes } from './body.ts';

const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

test('what fetch answers, HTTP answers', async () => {
  await using test = await startServer();
  const { url } = await test.server.listen({ host: '127.0.0.1', port: 0 });
  const made = await fetch(`${url}/api/v1/namespaces/test/configmaps`, { method: 'POST', headers, body: JSON.stringify(configMap('a')) });
  expect(made.status).toBe(201);
  const read = await test.client.get(test.client.path('configmaps', 'a'));
  expect(await made.json()).toEqual(read.body);
});

test('a missing and a wrong token are refused alike, over HTTP and in process', async () => {
  await using test = await startServer();
  const { url } = await test.server.listen({ host: '127.0.0.1', port: 0 });
  for (const authorization of ['', 'Bearer wrong', `Basic ${token}`, `Bearer ${token}x`]) {
    const request = () => new Request(`${url}/api/v1/namespaces`, { headers: { authorization } });
    for (const response of [await fetch(request()), await test.server.fetch(request())]) {
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      });
    }
  }
});

test('whether the server is up needs no token', async () => {
  await using test = await startServer();
  for (const path of ['/healthz', '/livez', '/readyz']) {
    expect(await (await test.server.fetch(new Request(`http://embedded.invalid${path}`))).text()).toBe('ok');
  }
});

test('a server without tokens does not listen', async () => {
  const server = createApiServer({ databasePath: ':memory:' });
  await expect(server.listen({ host: '127.0.0.1', port: 0 })).rejects.toMatchObject({ code: 'GSE_EMBEDDED_NO_TOKENS' });
  await server.close();
});

test('a taken port is told with what to do', async () => {
  await using test = await startServer();
  const { port } = await test.server.listen({ host: '127.0.0.1', port: 0 });
  await expect(test.server.listen({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'GSE_EMBEDDED_ADDRESS_IN_USE' });
});

test('a body beyond the limit is refused, announced or not', async () => {
  await using test = await startServer();
  const path = `http://embedded.invalid${test.client.path('configmaps')}`;
  const large = JSON.stringify(configMap('a', { filling: 'x'.repeat(maxBodyBytes) }));
  const streamed = new Request(path, { method: 'POST', headers, body: new Blob([large]).stream(), duplex: 'half' });
  for (const request of [new Request(path, { method: 'POST', headers, body: large }), streamed]) {
    const response = await test.server.fetch(request);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ kind: 'Status', reason: 'RequestEntityTooLarge', code: 413 });
  }
});

test('a client that sends too much over HTTP hears why, and its connection goes on', async () => {
  await using test = await startServer();
  const { url } = await test.server.listen({ host: '127.0.0.1', port: 0 });
  const path = `${url}${test.client.path('configmaps')}`;
  const large = await fetch(path, { method: 'POST', headers, body: JSON.stringify(configMap('a', { filling: 'x'.repeat(maxBodyBytes) })) });
  expect([large.status, await large.json()]).toMatchObject([413, { reason: 'RequestEntityTooLarge' }]);
  const refused = await fetch(path, {
    method: 'POST',
    headers: { ...headers, authorization: 'Bearer wrong' },
    body: JSON.stringify(configMap('a')),
  });
  expect(refused.status).toBe(401);
  expect((await fetch(path, { method: 'POST', headers, body: JSON.stringify(configMap('a')) })).status).toBe(201);
});

test('headers beyond the limit are refused', async () => {
  await using test = await startServer();
  const { url } = await test.server.listen({ host: '127.0.0.1', port: 0 });
  const response = await fetch(`${url}/api`, { headers: { ...headers, 'x-long': 'x'.repeat(40_000) } });
  expect(response.status).toBe(431);
});

test('a client that does not read a watch holds up nobody', { timeout: 60_000 }, async () => {
  await using test = await startServer({ history: { maxEvents: 100 } });
  const { port } = await test.server.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  socket.write(`GET ${test.client.path('configmaps')}?watch=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await test.client.create('configmaps', configMap('busy'));
  await eventually('the watch has begun', () => socket.bytesWritten > 0);
  const filling = 'x'.repeat(100_000);
  for (let count = 0; count < 300; count += 1) {
    await test.client.patch(test.client.path('configmaps', 'busy'), 'merge', { data: { filling, count: String(count) } });
  }
  // What the operating system has taken comes; then the stream says that it cannot go on.
  let text = '';
  socket.on('data', (chunk) => (text = (text + chunk.toString()).slice(-2000)));
  socket.resume();
  await eventually('the watch ends with 410', () => text.includes('"code":410'));
  socket.destroy();
  await once(socket, 'close');
});

test('a client that goes away ends its watch', async () => {
  await using test = await startServer();
  const { url } = await test.server.listen({ host: '127.0.0.1', port: 0 });
  const stop = new AbortController();
  const response = await fetch(`${url}${test.client.path('configmaps')}?watch=1`, { headers, signal: stop.signal });
  const reader = response.body?.getReader();
  await test.client.create('configmaps', configMap('a'));
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('"type":"ADDED"');
  stop.abort();
  await expect(reader?.read()).rejects.toThrow();
});
